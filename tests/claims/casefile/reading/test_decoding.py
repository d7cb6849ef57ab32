"""A case file is decoded whole, or every fault in it is listed with its path and how to mend it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from claims.casefile import CaseFileError, decode, decode_record
from claims.casefile.problem import MAX_LISTED
from claims.casefile.values import Key, Record
from tests.claims.casefile.build import GONE, complaints, decoded, encoded, visit

STANCES = "'could_not_confirm', 'declined', 'denies', 'questions', 'reports' or 'supports'"
KEY_RULE = "Stable identifier: lower-case letters, digits, '.', '_' and '-', at most 100 characters."


def test_the_example_of_the_design_is_sound() -> None:
    case = decoded()

    attributions = case.claims[0].attributions
    assert [row.key for row in attributions] == ["dip", "ved", "bb", "sr"]
    assert attributions[3].copies == "bb"


def test_a_field_left_out_differs_from_null_and_from_empty() -> None:
    left_out, null, empty = (
        decoded({"$.claims[0].attributions[1].cites": value}).claims[0].attributions[1].cites for value in (GONE, [], ["dip"])
    )

    assert (left_out, null, empty) == (msgspec.UNSET, [], ["dip"])


ONE_FAULT: list[tuple[str, Any, str]] = [
    ("$.format", "factcheck-case/2", "$.format: expected 'factcheck-case/1', got the text 'factcheck-case/2'; did you mean"),
    ("$.format", GONE, "$: the field 'format' is missing"),
    ("$.sorces", [], "$.sorces: unknown field; did you mean 'sources'?"),
    ("$.claims", {}, "$.claims: expected a list, got an object; put it in square brackets"),
    ("$.claims[0]", "x", "$.claims[0]: expected an object, got the text 'x'"),
    ("$.claims[0].key", GONE, "$.claims[0]: the field 'key' is missing"),
    ("$.claims[0].key", "Putin Visit", f"$.claims[0].key: 'Putin Visit' is not a key: {KEY_RULE}"),
    ("$.claims[0].key", "putin\n", f"$.claims[0].key: 'putin\\n' is not a key: {KEY_RULE}"),
    ("$.claims[0].key", 7, "$.claims[0].key: expected text, got the number 7; put it in quotes"),
    ("$.claims[0].text", "", "$.claims[0].text: may not be empty"),
    ("$.claims[0].text", "x" * 5_001, "$.claims[0].text: 5,001 characters; the limit is 5,000"),
    ("$.claims[0].text", None, "$.claims[0].text: expected text, got null; leave the field out if it has no value"),
    ("$.claims[0].priority", 10, "$.claims[0].priority: expected a whole number from 0 to 9, got 10"),
    ("$.claims[0].priority", "3", "$.claims[0].priority: expected a whole number, got the text '3'; write it without quotes"),
    ("$.claims[0].priority", True, "$.claims[0].priority: expected a whole number, got true"),
    ("$.claims[0].priority", 1.0, "$.claims[0].priority: expected a whole number, got the number 1.0"),
    ("$.claims[0].public", "no", "$.claims[0].public: expected true or false, got the text 'no'; write it without quotes"),
    ("$.claims[0].topics[0]", "Arms Trade", "$.claims[0].topics[0]: 'Arms Trade' is not a topic"),
    (
        "$.claims[0].attributions[1].stance",
        "suports",
        f"$.claims[0].attributions[1].stance: expected {STANCES}, got the text 'suports'; did you mean 'supports'?",
    ),
    ("$.claims[0].attributions[1].stance", GONE, "$.claims[0].attributions[1]: the field 'stance' is missing"),
    ("$.claims[0].attributions[1].sorce", "x", "$.claims[0].attributions[1].sorce: unknown field; did you mean 'source'?"),
    (
        "$.claims[0].attributions[1].cites",
        "dip",
        "$.claims[0].attributions[1].cites: expected a list, got the text 'dip'; put it in square brackets",
    ),
    (
        "$.claims[0].attributions[1].ground_rule",
        "off_the_record",
        "$.claims[0].attributions[1].ground_rule: off-the-record statements may not be stored",
    ),
    ("$.claims[0].interests[0]", {"source": "vedomosti", "side": 0}, "$.claims[0].interests[0].side: expected -1 or 1, got"),
    ("$.sources[0].country", "Russia", "$.sources[0].country: 'Russia' is not a country code: Two capital letters"),
    ("$.sources[0].country", "gb", "$.sources[0].country: 'gb' is not a country code. Write GB."),
    ("$.sources[0].country", "UK", "$.sources[0].country: 'UK' is not a country code. Write GB."),
    (
        "$.sources[0].homepage",
        "https://a.b/cde fg",
        "$.sources[0].homepage: 'https://a.b/cde fg' has a space (character 16); write %20.",
    ),
    ("$.sources[0].homepage", "https://a.b ", "$.sources[0].homepage: 'https://a.b ' has a space (character 12); remove it."),
    ("$.sources[0].homepage", "javascript:alert(1)", "$.sources[0].homepage: 'javascript:alert(1)' is not a web address"),
    ("$.sources[0].wikidata_id", "159", "$.sources[0].wikidata_id: '159' is not a Wikidata id"),
    ("$.documents[0].language", "English", "$.documents[0].language: 'English' is not a language tag"),
    (
        "$.claims[0].attributions[0].quote",
        {"exact": "x", "start": -1},
        "$.claims[0].attributions[0].quote.start: expected a whole number from 0 to 2,000,000,000, got -1",
    ),
]


@pytest.mark.parametrize(("path", "value", "complaint"), ONE_FAULT)
def test_a_fault_is_named_with_its_path_and_mending(path: str, value: object, complaint: str) -> None:
    (found,) = complaints(encoded(visit({path: value})))

    assert found.startswith(complaint)


NOT_JSON = "$: This is not JSON. A case file is JSON or YAML; a stream has one claim per line."


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("key,text\nc,A visit", f"{NOT_JSON} It looks like a table (CSV)"),
        ("format: factcheck-case/1\n", f"{NOT_JSON} It looks like YAML: rename the file to end in .yaml."),
        ("// ours\n{}", f"{NOT_JSON} JSON has no comments: remove them"),
        ('{"a": 1, // ours\n"b": 2}', f"{NOT_JSON} Line 1, column 10: "),
        ('{"a": }', f"{NOT_JSON} Column 7: Expecting value."),
        ('{"a": 1,}', "$: column 9: "),
        ('{"key": "a"},\n{"key": "b"}', "$: line 1, column 13: Extra data; remove commas between the lines"),
        ('{"key": "a"}\n{"key": "b"}', "$: line 2, column 1: Extra data; several values, one per line, are a stream"),
        ('[{"key": "a"}]', "$: expected an object, got a list; wrap the claims: "),
    ],
)
def test_another_format_is_recognised_and_gets_advice(text: str, advice: str) -> None:
    (found,) = complaints(text.encode())

    assert found.startswith(advice)


def test_every_fault_is_listed_at_once() -> None:
    data = encoded(visit({path: value for path, value, _ in ONE_FAULT if "attributions" in path and value is not GONE}))

    assert [line.split(":")[0] for line in complaints(data)] == [
        "$.claims[0].attributions[0].quote.start",
        "$.claims[0].attributions[1].stance",
        "$.claims[0].attributions[1].cites",
        "$.claims[0].attributions[1].sorce",
        "$.claims[0].attributions[1].ground_rule",
    ]


def test_beyond_two_hundred_faults_the_rest_are_counted() -> None:
    found = complaints(encoded(visit({"$.claims": ["x"] * (MAX_LISTED + 1_050)})))

    assert len(found) == MAX_LISTED + 1
    assert found[-1] == "$: and 1,050 more"


def test_exactly_two_hundred_faults_are_all_listed() -> None:
    found = complaints(encoded(visit({"$.claims": ["x"] * MAX_LISTED})))

    assert found[-1].startswith("$.claims[199]:")


def test_an_odd_field_name_is_quoted_in_the_path() -> None:
    assert complaints(encoded(visit() | {"a.b\u202e": 1})) == ['$["a.b\\u202e"]: unknown field']


def test_the_error_reads_as_its_problems() -> None:
    with pytest.raises(CaseFileError) as raised:
        decode(b'{"format": "factcheck-case/1", "x": 1, "y": 2}')

    assert str(raised.value) == "$.x: unknown field\n$.y: unknown field"


class Several(Record, frozen=True, kw_only=True):
    keys: Annotated[list[Key], Meta(min_length=2, max_length=3)]


@pytest.mark.parametrize(
    ("number", "complaint"), [(1, "expected at least 2, got 1"), (2, ""), (3, ""), (4, "expected at most 3, got 4")]
)
def test_a_list_that_is_too_short_or_too_long_is_reported_at_its_place(number: int, complaint: str) -> None:
    data = msgspec.json.encode({"keys": [f"key-{each}" for each in range(number)]})
    if not complaint:
        assert len(decode_record(data, Several).keys) == number
        return
    with pytest.raises(CaseFileError) as caught:
        decode_record(data, Several)
    assert [(one.path, one.message) for one in caught.value.problems] == [("$.keys", complaint)]

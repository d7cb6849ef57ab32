"""A stream of lines: each is read for itself, whatever is on the others, and none is kept in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claims.casefile import MAX_LINE_BYTES, Line, Problem, read_lines
from claims.casefile.schema import json_schema
from tests.cases import claim, person, row
from tests.claims.casefile.strategies import json_values

SOUND = json.dumps(claim("c", row("ada")))


def read(*lines: str | bytes) -> list[Line]:
    shown = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return list(read_lines([b"\n".join(shown)]))


def only(line: str | bytes) -> Problem:
    """Return the one problem of a line between two sound ones."""
    before, faulty, after = read(SOUND, line, SOUND)
    assert not before.problems
    assert not after.problems
    (problem,) = faulty.problems
    return problem


def test_a_line_is_a_claim_or_lists_of_a_case_file() -> None:
    bare, lists, whole = read(
        SOUND,
        json.dumps({"sources": [person("ada")], "documents": []}),
        json.dumps({"format": "factcheck-case/1", "claims": [claim("d"), claim("e")]}),
    )
    assert (bare.key, [each.key for each in bare.case.claims or ()]) == ("c", ["c"])
    assert (lists.key, [each.key for each in lists.case.sources or ()]) == ("", ["ada"])
    assert (whole.key, [each.key for each in whole.case.claims or ()]) == ("", ["d", "e"])


def test_dates_are_put_in_their_stored_form() -> None:
    (line,) = read(json.dumps(claim("c", row("ada", said_at="2024-06-10T14:30+02:00"))))
    assert line.case.claims
    assert line.case.claims[0].attributions
    assert line.case.claims[0].attributions[0].said_at == "2024-06-10T12:30Z"


def test_empty_lines_are_counted_and_left_out() -> None:
    assert [line.number for line in read("\ufeff" + SOUND + "\r", "", "  \r", SOUND, "")] == [1, 4]


@given(st.lists(st.integers(1, 90), max_size=30))
def test_chunks_may_end_anywhere(cuts: list[int]) -> None:
    data = "\n".join([SOUND, "nonsense", "", SOUND]).encode()

    def chunks() -> Iterator[bytes]:
        rest = data
        for cut in cuts:
            yield rest[:cut]
            rest = rest[cut:]
        yield rest

    assert list(read_lines(chunks())) == list(read_lines([data]))


@pytest.mark.parametrize(
    ("line", "path", "says"),
    [
        ("{", "$", "Column 2: "),
        ("[]", "$", "expected an object: a claim, or lists of a case file"),
        ("{}", "$", "no claim and no lists"),
        (b'{"key": "\xff"}', "$", "byte 10, 0xff, is not UTF-8"),
        ("[" * 100_000, "$", "nested too deeply"),
        ('{"key": "c", "text": ' + "[" * 5_000 + "]" * 5_000 + "}", "$", "nested too deeply"),
        ('{"key": "c", "text": "a\\u0000b"}', "$.text", "U+0000"),
        ('{"key": "c", "text": "x", "text": "y"}', "$.text", "given more than once"),
        ('{"key": "c", "text": "x", "priority": 10}', "$.priority", "expected a whole number from 0 to 9"),
        ('{"key": "c", "text": "x", "priority": 1e400}', "$.priority", "expected a whole number"),
        ('{"key": "c", "text": "x", "priority": ' + "9" * 5_000 + "}", "$.priority", "a number of 5,000 digits"),
        ('{"key": "c", "text": "x", "priority": NaN}', "$.priority", "NaN is not a JSON value"),
        ('{"key": "c", "text": "x", "window": {"from": "2024-02-30"}}', "$.window.from", "not a date of the calendar"),
        ('{"sources": [], "sorces": []}', "$.sorces", "unknown field; did you mean 'sources'?"),
        ('{"format": "factcheck-case/2", "sources": []}', "$.format", "expected 'factcheck-case/1'"),
    ],
)
def test_a_faulty_line_is_reported_with_the_place_in_it(line: str | bytes, path: str, says: str) -> None:
    problem = only(line)
    assert problem.path == path
    assert says in problem.message


def test_the_key_of_a_faulty_claim_is_reported_only_if_it_is_a_key() -> None:
    faulty, hostile = read('{"key": "c", "text": ""}', '{"key": "\\ud800", "text": ""}')
    assert (faulty.key, hostile.key) == ("c", "")
    assert [problem.path for problem in hostile.problems] == ["$.key", "$.text"]


def test_a_line_that_is_too_long_is_not_kept() -> None:
    chunk, chunks = b"x" * 100_000, MAX_LINE_BYTES // 100_000 + 1
    long, after = read_lines([*([chunk] * chunks), b"\n" + SOUND.encode()])
    assert str(long.problems[0]).startswith(f"$: the line has 2,100,000 bytes; the limit is {MAX_LINE_BYTES:,}: load it")
    assert not after.problems


@given(json_values())
def test_whatever_json_says_is_a_line_or_refused_as_the_schema_does(value: Any) -> None:
    shown = json.dumps(value)
    (line,) = read(shown)
    if not line.problems:
        Draft202012Validator(json_schema()["$defs"]["Line"] | {"$defs": json_schema()["$defs"]}).validate(json.loads(shown))


def test_an_array_sent_as_a_stream_gets_advice_for_each_line():
    lines = list(read_lines([b'[\n{"key": "a", "text": "A."},\n{"key": "b", "text": "B."}\n]\n[{"key": "c"}]']))

    shown = {line.number: str(line.problems[0]) for line in lines if line.problems}
    assert "a stream has one claim per line." in shown[1]
    assert "remove commas between the lines and brackets" in shown[2]
    assert "without brackets or commas between lines" in shown[5]

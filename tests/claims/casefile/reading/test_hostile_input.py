"""Every pasted byte is hostile: what is not a sound case file is refused with a line, a column or a path."""

from __future__ import annotations

import json
from codecs import BOM_UTF8

import pytest

from claims.casefile import MAX_BYTES, MAX_YAML_BYTES, decode
from tests.claims.casefile.build import VISIT, complaints, decoded, encoded, visit

START = b'{"format": "factcheck-case/1", '
TEXT = "$.claims[0].text"


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "$: the file is empty"),
        (b" \n", "$: the file is empty"),
        (BOM_UTF8, "$: the file is empty"),
        (b"[]", "$: expected an object, got a list"),
        (b"null", "$: expected an object, got null; leave the field out if it has no value"),
        (b'"text"', "$: expected an object, got the text 'text'"),
        (b"NaN", "$: NaN is not a JSON value; leave the field out"),
        (b"{}\n{}", "$: line 2, column 1: Extra data"),
        (b'{"format": "factcheck-case/1",\n "claims" []}', "$: line 2, column 11: Expecting ':' delimiter"),
        (b'{"a": "line\nbreak"}', "$: line 1, column 12: Invalid control character at"),
        (b'{\n"a": "\xff"}', "$: line 2: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("{}".encode("utf-16"), "$: line 1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b'{"a": ' + b"[" * 200_000, "$: nested too deeply; a case file has six levels"),
        (b'{"a":' * 200_000, "$: nested too deeply; a case file has six levels"),
        (START + b'"x": ' + b"[" * 600 + b"]" * 600 + b"}", "$: nested too deeply; a case file has six levels"),
        (START + b'"claims": [], "claims": []}', "$.claims: given more than once; keep one"),
        (START + b'"x": 1, "x": 1}', "$.x: given more than once; keep one"),
        (START + b'"claims": NaN}', "$.claims: NaN is not a JSON value; leave the field out"),
        (START + b'"sources": [-Infinity]}', "$.sources[0]: -Infinity is not a JSON value; leave the field out"),
        (START + b'"claims": ' + b"9" * 9_000 + b"}", "$.claims: a number of 9,000 digits; no field accepts one so large"),
        (START + b'"claims": 1e999}', "$.claims: expected a list, got the number inf"),
    ],
)
def test_a_broken_file_is_refused_where_it_breaks(data: bytes, complaint: str) -> None:
    assert complaints(data)[0].partition("; ")[0] == complaint.partition("; ")[0]


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(BOM_UTF8 + encoded(VISIT)) == decoded()
    assert decode(BOM_UTF8 + encoded(VISIT), yaml=True) == decoded()


@pytest.mark.parametrize(("yaml", "limit"), [(False, MAX_BYTES), (True, MAX_YAML_BYTES)])
def test_a_file_beyond_the_limit_is_refused_unread(yaml: bool, limit: int) -> None:
    (found,) = complaints(b"[" * (limit + 1), yaml=yaml)

    assert found == f"$: the file has {limit + 1:,} bytes; the limit is {limit:,}: split it"


@pytest.mark.parametrize(
    "repeated",
    [
        b'"key": "x", "key": "y"',
        b'"key": "x", "k\\u0065y": "y"',
        b'"key": "y", "text": "\\" \\\\", "text": "\\\\\\" : \\u0022"',
        b'"key": "y", "topics": [], "topics": ["\\""]',
    ],
)
def test_a_field_given_twice_is_found_however_it_is_escaped(repeated: bytes) -> None:
    data = START + b'"claims": [{' + repeated + b', "language": "en"}]}'

    assert any(line.endswith("given more than once; keep one") for line in complaints(data))


def test_quotes_and_backslashes_in_text_are_no_repeated_fields() -> None:
    text = 'He said "no" \\ "yes\\" \\\\" :, {"key": "key"}'

    assert decoded({TEXT: text}).claims[0].text == text


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000 (control character)"),
        ("\x08", "U+0008 (control character)"),
        ("\x1b", "U+001B (control character)"),
        ("\x7f", "U+007F (control character)"),
        ("\x85", "U+0085 (control character)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\ud800", "U+D800 (half of a surrogate pair)"),
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_character_that_no_text_may_hold_is_refused(character: str, name: str, ascii_only: bool) -> None:
    case = visit({TEXT: f"abc{character}d"})
    data = json.dumps(case, ensure_ascii=ascii_only or character == "\ud800").encode()

    assert complaints(data) == [f"{TEXT}: character 4 is {name}, which is not allowed; remove it"]


@pytest.mark.parametrize(
    "text",
    ["tab\tand\nbreak", "Москва 平壌", "عربي", "\u2067عربي\u2069\u200f", "می\u200cخواهد", "🙂", "\\u0000 \\b \\r written out"],
)
def test_all_other_text_is_kept_as_it_is(text: str) -> None:
    assert decoded({TEXT: text}).claims[0].text == text


def test_a_long_word_or_a_large_pool_costs_no_search_for_a_likeness() -> None:
    unknown = {"x" * 5_000: 1} | {f"claim{number}": 1 for number in range(50_000)}

    found = complaints(encoded(unknown))

    assert found[-1] == "$: and 49,802 more"
    assert max(map(len, found)) < 300

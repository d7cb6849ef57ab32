"""YAML is read with the types of JSON only, and with none of the features that make it dangerous."""

from __future__ import annotations

import time

import pytest
import yaml

from claims.casefile import decode
from claims.casefile.reading.yaml import read_yaml
from tests.claims.casefile.build import VISIT, complaints, decoded

HEAD = "format: factcheck-case/1\n"


def test_the_visit_case_in_yaml_is_the_same_as_in_json() -> None:
    assert decode(yaml.safe_dump(VISIT, allow_unicode=True).encode(), yaml=True) == decoded()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("2024-06-10", "2024-06-10"),
        ("2024-06", "2024-06"),
        ("2024-06-10T14:30:00Z", "2024-06-10T14:30:00Z"),
        ("12:30:45", "12:30:45"),
        ("0o17", "0o17"),
        ("017", "017"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("=", "="),
        ("0e0", "0e0"),
        ("1.5e3", "1.5e3"),
        ("7", 7),
        ("+1", 1),
        ("-1", -1),
        ("1.5", 1.5),
        ("1.5e+3", 1500.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_a_plain_word_is_read_as_json_would(written: str, value: object) -> None:
    found = read_yaml(f"a: {written}\n")

    assert found == {"a": value}
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "$: the file is empty"),
        ("# only a remark\n", "$: the file is empty"),
        ("---\n", "$: expected an object, got null; leave the field out if it has no value"),
        ("claims: [}", "$: line 1, column 10: "),
        ("a: b: c", "$: line 1, column 5: mapping values are not allowed "),
        ("a: 1\n---\nb: 2\n", "$: line 2, column 1: a second document starts here; a case file is one document"),
        ("claims: &c []\n", "$: line 1, column 9: anchors (&) and aliases (*) are not supported; write the value out"),
        ("claims: *c\n", "$: line 1, column 9: anchors (&) and aliases (*) are not supported; write the value out"),
        ("&k key: 1\n", "$: line 1, column 1: write the field name as plain text, without anchor or tag"),
        ("[a]: 1\n", "$: line 1, column 1: write the field name as plain text, without anchor or tag"),
        ("claims: !!python/object/apply:os.system [id]\n", "$: line 1, column 9: tags (!) are not supported; quote the value"),
        ("claims: !!str 7\n", "$: line 1, column 9: tags (!) are not supported; quote the value if it is text"),
        ("a:\n  b: \x00\n", "$: line 2, column 6: character U+0000 is not allowed in a YAML file"),
        ('a: "\\UFFFFFFFF"', "$: "),
        ("[" * 1_000_000, "$: line 1, column 22: nested too deeply; a case file has six levels"),
        ("- " * 10_000, "$: line 1, column 43: nested too deeply; a case file has six levels"),
        (HEAD + "claims: []\nclaims: []\n", "$.claims: given more than once; keep one"),
        (HEAD + "<<: {claims: []}\n", '$["<<"]: unknown field'),
        (HEAD + "claims: [{key: c, text: 7}]\n", "$.claims[0].text: expected text, got the number 7; put it in quotes"),
        (HEAD + 'claims: [{key: c, text: "a\\u202eb"}]', "$.claims[0].text: character 2 is U+202E (right-to-left override)"),
    ],
)
def test_what_json_could_not_say_is_refused(text: str, complaint: str) -> None:
    found = complaints(text.encode(), yaml=True)

    assert found[0].startswith(complaint)


def test_an_alias_bomb_is_refused_before_it_goes_off() -> None:
    bomb = "a: &a [x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{f'*{chr(97 + i)},' * 9}]\n" for i in range(20))

    started = time.perf_counter()
    found = complaints(bomb.encode(), yaml=True)

    assert found == ["$: line 1, column 4: anchors (&) and aliases (*) are not supported; write the value out"]
    assert time.perf_counter() - started < 5


def test_the_pure_python_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.casefile.reading.yaml._LOADER", yaml.SafeLoader)

    assert decode(yaml.safe_dump(VISIT).encode(), yaml=True) == decoded()
    assert complaints(b'a: "\\UFFFFFFFF"', yaml=True)[0].startswith("$: ")
    assert complaints(b"a: [}", yaml=True)[0].startswith("$: line 1, column 5")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a: {text: He said: yes}\n", "; put a value that contains ': ' in quotes."),
        ("text: He said: yes\n", "; put a value that contains ': ' in quotes."),
        ("a:\n\tb: 1\n", "; indent with spaces, not with tabs"),
        ("a: @desk\n", "; put a value that starts with '@' in quotes."),
    ],
)
def test_a_value_that_yaml_reads_otherwise_gets_advice(text: str, advice: str) -> None:
    (found,) = complaints(text.encode(), yaml=True)

    assert found.endswith(advice)

"""What holds of any case file, and of any bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.inspect import type_info

from claims.casefile import CaseFile, CaseFileError, Stored, case_of_values, decode, encode, problems
from claims.casefile.reading.plain import read_json
from claims.casefile.reading.validation import malformed
from tests.claims.casefile.strategies import json_values, sound_cases
from tests.examples import tried

patient = settings(max_examples=tried(60), deadline=None, suppress_health_check=list(HealthCheck))
STEP = re.compile(r'\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def lookup(document: Any, path: str) -> Any:
    """Return what is at the path; raises LookupError if nothing is."""
    assert path.startswith("$")
    assert "$" + "".join(found[0] for found in STEP.finditer(path)) == path
    for name, index, quoted in STEP.findall(path):
        document = document[int(index) if index else name or json.loads(quoted)]
    return document


@st.composite
def damaged_cases(draw: st.DrawFn) -> dict[str, Any]:
    """Return a sound case in which one value, somewhere, is replaced by anything."""
    case = draw(sound_cases())
    at: Any = case
    while True:
        step = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not (isinstance(at[step], dict | list) and at[step] and draw(st.booleans())):
            at[step] = draw(json_values())
            return case
        at = at[step]


@patient
@given(sound_cases())
def test_a_sound_case_survives_encoding(plain: dict[str, Any]) -> None:
    case = decode(json.dumps(plain).encode())

    assert decode(encode(case)) == case


@patient
@given(sound_cases())
def test_a_sound_case_is_the_same_read_fast_with_care_or_from_yaml(plain: dict[str, Any]) -> None:
    case = decode(json.dumps(plain).encode())

    assert decode(json.dumps(plain, ensure_ascii=False).encode()) == case
    assert decode(yaml.safe_dump(plain, allow_unicode=False).encode(), yaml=True) == case
    with patch("claims.casefile.reading.decoding.sound", return_value=None):
        assert decode(json.dumps(plain).encode()) == case


@patient
@given(sound_cases())
def test_checking_any_sound_case_ends_in_problems_within_the_document(plain: dict[str, Any]) -> None:
    for problem in problems(decode(json.dumps(plain).encode()), Stored()):
        if not problem.message.startswith("and "):
            lookup(plain, problem.path)


@patient
@given(st.one_of(json_values(), damaged_cases()))
def test_any_value_is_taken_or_its_faults_are_found_within_the_document(value: Any) -> None:
    data = json.dumps(value).encode()
    try:
        decode(data)
    except CaseFileError as error:
        for problem in error.problems:
            lookup(value, problem.path)


def _read(read: Callable[[], CaseFile]) -> Any:
    try:
        return read()
    except CaseFileError as error:
        return error.problems


@patient
@given(st.one_of(sound_cases(), damaged_cases()))
def test_plain_values_are_read_as_their_json_is(plain: dict[str, Any]) -> None:
    assert _read(lambda: case_of_values(plain)) == _read(lambda: decode(json.dumps(plain).encode()))


@patient
@given(damaged_cases())
def test_what_is_found_without_fault_is_what_msgspec_takes(value: Any) -> None:
    plain = read_json(json.dumps(value))
    if not list(malformed(plain, type_info(CaseFile))):
        msgspec.convert(plain, CaseFile)


@patient
@given(st.one_of(st.binary(), st.text().map(str.encode), damaged_cases().map(lambda case: json.dumps(case).encode()[:-1])))
@pytest.mark.parametrize("as_yaml", [False, True])
def test_no_bytes_raise_anything_but_a_case_file_error(as_yaml: bool, data: bytes) -> None:
    with pytest.raises(CaseFileError) as raised:
        decode(data, yaml=as_yaml)

    assert raised.value.problems


@patient
@given(st.text("[]{}:,-?!&*#|>'\"%@` \n\tab1~.\\<=0xé\u202e\x85\u2028", max_size=60))
def test_no_yaml_raises_anything_but_a_case_file_error(text: str) -> None:
    with pytest.raises(CaseFileError):
        decode(text.encode(), yaml=True)

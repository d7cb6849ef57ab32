"""Dates are checked against the calendar, and partial dates come out in the one form that is stored."""

from __future__ import annotations

import pytest

from claims.casefile import decode
from claims.casefile.reading.dates import store_dates
from tests.claims.casefile.build import complaints, decoded, encoded, visit

SAID = "$.claims[0].attributions[0].said_at"
WITHDRAWN = "$.claims[0].attributions[0].withdrawn"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("2024-02-29", "2024-02-29"),
        ("2024-06-10T14:30Z", "2024-06-10T14:30Z"),
        ("2024-06-10T14:30:59+03:00", "2024-06-10T11:30Z"),
    ],
)
def test_a_partial_date_is_put_in_its_stored_form(written: str, stored: str) -> None:
    assert decoded({SAID: written}).claims[0].attributions[0].said_at == stored


def test_dates_deep_in_a_record_are_stored_in_form_too() -> None:
    late = "2024-06-10T14:30:00+03:00"
    withdrawn = {"at": late, "by": "source", "reason": "It was wrong."}

    case = decoded({WITHDRAWN: withdrawn, "$.claims[0].window": {"from": late}, "$.documents[0].published_at": late})

    assert case.claims[0].attributions[0].withdrawn.at == "2024-06-10T11:30Z"
    assert case.claims[0].window.from_ == "2024-06-10T11:30Z"
    assert case.documents[0].published_at == "2024-06-10T11:30Z"


def test_storing_dates_twice_changes_nothing() -> None:
    case = decoded({SAID: "2024-06-10T14:30+03:00"})
    store_dates(case)

    assert case == decoded({SAID: "2024-06-10T11:30Z"})


def test_yaml_and_json_agree_on_dates() -> None:
    data = encoded(visit({SAID: "2024-06-10T14:30+03:00"}))

    assert decode(data, yaml=True) == decode(data)


@pytest.mark.parametrize(
    ("path", "written", "message"),
    [
        (SAID, "10 June 2024", "'10 June 2024' is not a date: write 2024, 2024-06, 2024-06-10 or"),
        (SAID, "2024-06-31", "'2024-06-31' is not a date of the calendar"),
        (SAID, "2024-06-10T14:30", "'2024-06-10T14:30' is not a date: write"),
        (SAID, "٢٠٢٤", "write the date with the digits 0 to 9"),
        (SAID, "", "'' is not a date"),
        (SAID, "0001-01-01T00:00+14:00", "'0001-01-01T00:00+14:00' is not a date of the calendar"),
        (SAID, "2" * 41, "41 characters; the limit is 40"),
        (
            "$.claims[0].embargo_until",
            "2024-06-10T14:30:00",
            "'2024-06-10T14:30:00' is not a date-time with a UTC offset: write 2024-06-10T14:30",
        ),
        ("$.claims[0].embargo_until", "2024-06-10T25:30:00Z", "'2024-06-10T25:30:00Z' is not a date-time of the calendar"),
        ("$.claims[0].embargo_until", "0001-01-01T00:00:00+14:00", "'0001-01-01T00:00:00+14:00' is not a date-time of the"),
        ("$.sources[0].reliability", {"grade": "A", "graded_on": "2023-02-29"}, "'2023-02-29' is not a date of the calendar"),
        ("$.sources[0].reliability", {"grade": "A", "graded_on": "2023-2-2"}, "'2023-2-2' is not a day: A calendar date"),
    ],
)
def test_what_is_no_date_is_refused(path: str, written: object, message: str) -> None:
    (found,) = complaints(encoded(visit({path: written})))

    assert found.startswith(path)
    assert f": {message}" in found

"""A worker rests while somebody writes, and not because of what machines write."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.runs.resting import LONGEST, rest_after
from tests.cases import load, two_statements


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "worked", "rests"),
    [
        ("user:eve", 2.0, 2.0),
        ("token:desk (eve)", 60.0, LONGEST),
        ("user:eve", 0.5, 0.0),  # she wrote before
        ("job:nightly", 2.0, 0.0),
        ("command:load_case", 2.0, 0.0),
    ],
)
def test_it_rests_as_long_as_it_worked_while_a_person_wrote(now: datetime, actor: str, worked: float, rests: float) -> None:
    load(two_statements(), at=now, actor=actor)
    assert rest_after(worked, now + timedelta(seconds=1)) == rests


@pytest.mark.django_db
def test_of_an_empty_desk_nothing_is_asked_twice(now: datetime) -> None:
    assert rest_after(2.0, now) == 0.0

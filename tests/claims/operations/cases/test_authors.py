"""Retractions by authors that a case file brings, and undoes."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases import claim, row
from tests.claims.disowned import PAPER, WHY, Desk, assert_whole, withdrawn


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


def test_a_file_brings_one_and_undoes_it_once(desk: Desk) -> None:
    made = {"authors": ["ada", "ben"], "reason": WHY}
    new = claim("f", row("ada", document="paper"))
    desk.load(documents=[{**PAPER, "authors_withdrawn": [made]}], claims=[new])
    assert withdrawn() == {("c", "ada"), ("c", "ben"), ("d", "ben"), ("f", "ada")}
    assert desk.load(documents=[{**PAPER, "authors_withdrawn": [made]}]).revised == ()
    assert_whole(desk)
    undone = {**made, "undone": {"reason": "A hoax."}}
    desk.load(documents=[{**PAPER, "authors_withdrawn": [undone]}])
    assert withdrawn() == set()
    assert desk.load(documents=[{**PAPER, "authors_withdrawn": [undone]}]).documents == 0
    assert_whole(desk)

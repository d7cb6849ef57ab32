"""How the attributions of a case file ended: withdrawn with their authors' retraction, or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.casefile import CaseFileError
from claims.operations.documents.authors import undo_authors_retraction
from claims.queries.documents.read import authors_retractions_of
from sources.models import AuthorsRetraction
from tests.cases import claim, row
from tests.claims.disowned import PAPER, WHY, Desk, assert_whole, attribution, withdrawn
from tests.exchange import exported


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


def test_it_is_undone_where_it_is_loaded(desk: Desk) -> None:
    desk.retract("ben")
    case = exported()[0]
    assert case["claims"][1]["attributions"][0]["withdrawn"]["with_authors"] is True
    desk.load(claims=[{**case["claims"][1], "key": "copy"}])
    assert withdrawn() == {("c", "ben"), ("d", "ben"), ("copy", "ben")}
    undo_authors_retraction(authors_retractions_of(desk.paper)[0], desk.change("A hoax."))
    assert withdrawn() == set()
    assert_whole(desk)


def test_a_file_with_both_the_mark_and_the_withdrawal_of_a_recorded_attribution_is_loaded(desk: Desk) -> None:
    gone = {"by": "source", "reason": WHY, "with_authors": True}
    made = {"authors": ["ada"], "reason": WHY}
    said = claim("c", row("ada", document="paper", withdrawn=gone))
    desk.load(documents=[{**PAPER, "authors_withdrawn": [made]}], claims=[said])
    assert attribution("ada").withdrawn_with_authors == AuthorsRetraction.objects.get()
    assert withdrawn() == {("c", "ada")}


@pytest.mark.parametrize(
    ("authors", "gone", "path", "problem"),
    [
        (["nobody"], None, "$.documents[0].authors_withdrawn[0].authors[0]", "no source 'nobody'"),
        (["aide"], None, "$.documents[0].authors_withdrawn[0].authors[0]", "is unnamed"),
        (["ada", "ada"], None, "$.documents[0].authors_withdrawn[0].authors[1]", "already given"),
        (["ada"], {"by": "source"}, "$.claims[0].attributions[0].withdrawn.with_authors", "retracted no document"),
        (["di"], {"by": "outlet"}, "$.claims[0].attributions[0].withdrawn.with_authors", 'needs a "document"'),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(
    desk: Desk, authors: list[str], gone: dict[str, Any] | None, path: str, problem: str
) -> None:
    ended = {"withdrawn": {**gone, "reason": WHY, "with_authors": True}} if gone else {}
    paper = {**PAPER, "authors_withdrawn": [{"authors": authors, "reason": WHY}]}
    with pytest.raises(CaseFileError, match=problem) as refused:
        desk.load(documents=[paper], claims=[claim("f", row("di", document="paper", **ended))])
    assert [one.path for one in refused.value.problems] == [path]

"""A publisher expresses concern about a document: no count changes, claims are flagged, and it can be lifted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Attribution, Claim, Flag, Standing
from claims.operations.decisions.ledger import settle_flag
from claims.operations.documents.changes import detach_document, withdraw_document
from claims.operations.documents.concerns import express_concern, lift_concerns
from claims.operations.writing import OperationError
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.fingerprints import fingerprints
from claims.verification import Change
from claims.verification.replaying import EQUAL, replay
from sources.models import Document, ExpressionOfConcern
from tests.cases import claim, load, outlet, person, row
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)
NOTE = "Its figures cannot be reproduced."
CODE = "document_in_doubt"


class Desk:
    """A paper from which two claims are recorded, and a claim of another document; a clock that advances."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        documents = [
            {"key": key, "publisher": "journal", "kind": "article", "title": key.title()} for key in ("paper", "other")
        ]
        said = row("ada", document="paper")
        sources = [outlet("journal"), person("ada"), person("cy")]
        claims = [claim("c", said, row("cy", document="other")), claim("d", said), claim("e", row("cy", document="other"))]
        load({"sources": sources, "documents": documents, "claims": claims}, at=now)

    @property
    def paper(self) -> Document:
        return Document.objects.get(key="paper")

    def change(self, reason: str = "because") -> Change:
        self.now += HOUR
        return Change(self.now, "user:eve", "concern recorded", reason)

    def doubt(self, note: str = NOTE) -> ExpressionOfConcern:
        return express_concern(self.paper, note, self.change(""), said_at="2024-06")


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


def flagged() -> set[str]:
    return set(Flag.objects.filter(code=CODE, cleared_at=None).values_list("claim__key", flat=True))


def counts() -> dict[str, object]:
    rows = Standing.objects.order_by("claim__key").values_list("claim__key", "assessment__result")
    return {key: (result["support"], result["denial"]) for key, result in rows}


def test_claims_that_rest_on_it_are_flagged_and_no_count_changes(desk: Desk) -> None:
    before = counts()
    made = desk.doubt()
    assert (made.note, made.said_at, made.recorded_by) == (NOTE, "2024-06", "user:eve")
    assert (flagged(), counts()) == ({"c", "d"}, before)
    flag = Flag.objects.get(code=CODE, claim__key="c")
    assert (flag.severity, flag.culprits) == ("info", [["attribution", "ada"]])
    assert_stored_equals_fresh(desk.now)
    before_it = Claim.objects.get(key="c").as_of(recorded=made.recorded_at - timedelta(microseconds=1))
    assert CODE not in {flag.code for flag in before_it.flags}
    assert CODE in {flag.code for flag in Claim.objects.get(key="c").as_of(recorded=made.recorded_at).flags}


def test_a_statement_that_a_further_document_holds_is_flagged_while_it_has_that_document(desk: Desk) -> None:
    said = row("cy", document="other", documents=[{"document": "paper"}])
    load({"claims": [claim("f", said)]}, at=desk.change().at)
    before = fingerprints(ids_of_all())
    made = desk.doubt()
    assert flagged() == {"c", "d", "f"}
    f = Claim.objects.get(key="f")
    changed = {pk for pk, found in fingerprints(ids_of_all()).items() if found != before[pk]}
    assert changed >= {f.pk}
    detach_document(Attribution.objects.get(claim=f), desk.paper, desk.change("It is another speech."))
    assert flagged() == {"c", "d"}
    assert CODE in {flag.code for flag in Claim.objects.get(key="f").as_of(recorded=made.recorded_at).flags}
    assert_stored_equals_fresh(desk.now)
    assert all(found.outcome == EQUAL for found in replay(ids_of_all()))


def test_it_is_cleared_when_lifted_and_stays_on_record(desk: Desk) -> None:
    made = desk.doubt()
    desk.doubt("Its images were altered.")
    lifted = lift_concerns(desk.paper, desk.change("The data were found."))
    assert (len(lifted), flagged(), desk.paper.doubted_at) == (2, set(), None)
    made.refresh_from_db()
    assert (made.lifted_by, made.lift_reason) == ("user:eve", "The data were found.")
    assert CODE in {flag.code for flag in Claim.objects.get(key="c").as_of(recorded=made.recorded_at).flags}
    assert_stored_equals_fresh(desk.now)
    assert all(found.outcome == EQUAL for found in replay(ids_of_all()))
    with pytest.raises(OperationError, match="no concern"):
        lift_concerns(desk.paper, desk.change())


def test_it_is_cleared_when_the_document_is_retracted(desk: Desk) -> None:
    desk.doubt()
    withdraw_document(desk.paper, desk.change("Retracted."))
    assert flagged() == set()
    assert_stored_equals_fresh(desk.now)
    with pytest.raises(OperationError, match="is retracted"):
        desk.doubt("More of it.")


def test_a_review_settles_it_until_another_concern(desk: Desk) -> None:
    desk.doubt()
    settle_flag(Claim.objects.get(key="c").pk, CODE, desk.change("The rest holds."))
    assert flagged() == {"d"}
    desk.doubt("Its images were altered.")
    assert flagged() == {"c", "d"}
    assert_stored_equals_fresh(desk.now)


def test_what_is_recorded_from_it_later_is_flagged_too(desk: Desk) -> None:
    desk.doubt()
    load({"claims": [claim("e", row("ada", document="paper"))]}, at=desk.change().at)
    assert "e" in flagged()


@pytest.mark.parametrize(("note", "problem"), [(" ", "Say what the publisher doubts"), (NOTE, "already recorded")])
def test_an_empty_or_repeated_concern_is_refused(desk: Desk, note: str, problem: str) -> None:
    desk.doubt()
    with pytest.raises(OperationError, match=problem):
        desk.doubt(note)
    assert ExpressionOfConcern.objects.count() == 1


def test_a_case_file_brings_concerns_and_lifts_them_once(desk: Desk) -> None:
    document = {"key": "paper", "publisher": "journal", "kind": "article", "title": "Paper"}
    concern = {"note": NOTE, "at": "2024-06"}
    load({"documents": [{**document, "concerns": [concern]}]}, at=desk.change().at)
    assert flagged() == {"c", "d"}
    assert load({"documents": [{**document, "concerns": [concern]}]}, at=desk.change().at).revised == ()
    assert exported()[0]["documents"][0]["concerns"] == [concern]
    lifted = {**concern, "lifted": {"reason": "The data were found."}}
    load({"documents": [{**document, "concerns": [lifted]}]}, at=desk.change().at)
    assert flagged() == set()
    assert load({"documents": [{**document, "concerns": [lifted]}]}, at=desk.change().at).documents == 0
    assert exported()[0]["documents"][0]["concerns"] == [lifted]
    load({"documents": [{**document, "concerns": [lifted, concern]}]}, at=desk.change().at)
    assert (flagged(), ExpressionOfConcern.objects.count()) == ({"c", "d"}, 2)
    assert_stored_equals_fresh(desk.now)

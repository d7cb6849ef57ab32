"""All that rests on a document is discredited as one action, and so is what is recorded from it later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.casefile import CaseFileError, read_lines
from claims.models import Attribution, Claim, Decision, Flag, Revision
from claims.operations.attributions.changes import void
from claims.operations.cases.streaming import load_lines
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.documents.changes import attach_document, withdraw_document
from claims.operations.documents.discrediting import discredit_document, undo_discrediting
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.decisions.discrediting import discredited
from claims.queries.documents.read import revisions_shown
from claims.verification import Change
from sources.models import Document
from tests.cases import claim, load, outlet, person, row
from tests.claims.casefile.build import encoded
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)
WHY = "The seals are of another year."


class Desk:
    """A forged document from which two claims are recorded, and a third claim of another; a clock that advances."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        kinds = {"forged": "dossier", "report": "agency"}
        documents = [{"key": key, "publisher": by, "kind": "report", "title": key.title()} for key, by in kinds.items()]
        said = row("dos", "dossier", document="forged"), row("mar", "martino", document="forged")
        sources = [outlet("agency"), outlet("rome"), person("dossier"), person("martino"), person("cy")]
        claims = [claim("c", *said, row("cy", document="report")), claim("d", said[0]), claim("e", row("cy"))]
        load({"sources": sources, "documents": documents, "claims": claims}, at=now)

    @property
    def forged(self) -> Document:
        return Document.objects.get(key="forged")

    def change(self, reason: str = WHY) -> Change:
        self.now += HOUR
        return Change(self.now, "user:eve", "discredited", reason)

    def discredit(self, **evidence: Any) -> tuple[Decision, ...]:
        shown = Evidence(**(evidence or {"document": Document.objects.get(key="report"), "shown_at": "2003-03-07"}))
        return discredit_document(self.forged, shown, self.change())

    def load(self, *claims: dict[str, Any]) -> None:
        load({"claims": list(claims)}, at=self.change().at)


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


def gone() -> set[tuple[str, str]]:
    """The attributions that are discredited, by the keys of claim and attribution."""
    keys = dict(Claim.objects.values_list("pk", "key"))
    return {(keys[claim], key) for claim, key in discredited(set(keys))}


def test_each_claim_has_one_decision_that_names_the_document(desk: Desk) -> None:
    made = desk.discredit()
    assert gone() == {("c", "dos"), ("c", "mar"), ("d", "dos")}
    assert [one.about for one in made] == [
        [["attribution", "dos"], ["attribution", "mar"], ["document", "forged"]],
        [["attribution", "dos"], ["document", "forged"]],
    ]
    assert {(one.reason, one.happened_at, one.source and one.source.key) for one in made} == {(WHY, "2003-03-07", "agency")}
    flagged = Flag.objects.filter(code="discredited_source", cleared_at=None)
    assert set(flagged.values_list("claim__key", flat=True)) == {"c", "d"}
    assert not Revision.objects.filter(claim__key="e", number=2).exists()
    assert_stored_equals_fresh(desk.now)


def test_what_is_voided_or_discredited_already_is_left(desk: Desk) -> None:
    void(Attribution.objects.get(claim__key="c", key="mar"), desk.change())
    own = discredit([Attribution.objects.get(claim__key="d")], Evidence(claim=Claim.objects.get(key="e")), desk.change())
    (made,) = desk.discredit()
    assert made.about == [["attribution", "dos"], ["document", "forged"]]
    undo_discrediting(desk.forged, desk.change("It is genuine."))
    assert gone() == {("d", "dos")}
    assert Decision.objects.get(pk=own.pk).struck_at is None


def test_what_a_genuine_document_holds_too_is_left_until_that_one_is_discredited(desk: Desk) -> None:
    both = row("both", "dossier", document="report", documents=[{"document": "forged"}])
    desk.load(claim("f", both), claim("g", row("first", "dossier", document="forged", documents=[{"document": "report"}])))
    other = Evidence(claim=Claim.objects.get(key="e"))
    discredit_document(desk.forged, other, desk.change())
    assert gone() == {("c", "dos"), ("c", "mar"), ("d", "dos")}
    desk.load(claim("h", {**both, "key": "late"}))
    discredit_document(Document.objects.get(key="report"), other, desk.change())
    assert gone() >= {("f", "both"), ("g", "first"), ("h", "late"), ("c", "cy")}
    desk.load(claim("i", {**both, "key": "later"}))
    assert ("i", "later") in gone()
    assert_stored_equals_fresh(desk.now)


def test_a_document_that_only_a_further_statement_rests_on_is_discredited_and_restored(desk: Desk) -> None:
    withdraw_document(Document.objects.get(key="report"), desk.change("Wrong."))
    desk.load(claim("f", row("both", "dossier", document="report", documents=[{"document": "forged"}])))
    discredit_document(desk.forged, Evidence(claim=Claim.objects.get(key="e")), desk.change())
    assert ("f", "both") in gone()
    undo_discrediting(desk.forged, desk.change("It is genuine."))
    assert gone() == set()


def test_a_further_document_of_a_statement_does_not_show_that_it_is_forged(desk: Desk) -> None:
    desk.load(claim("f", row("both", "dossier", document="report", documents=[{"document": "forged"}])))
    with pytest.raises(OperationError, match="is what is discredited"):
        discredit([Attribution.objects.get(key="both")], Evidence(document=desk.forged), desk.change())


def test_undoing_strikes_out_every_decision_of_the_action(desk: Desk) -> None:
    before = exported()
    made = desk.discredit()
    assert undo_discrediting(desk.forged, desk.change("It is genuine.")) == made
    assert gone() == set()
    assert not Flag.objects.filter(code="discredited_source", cleared_at=None).exists()
    assert exported()[0]["documents"] == before[0]["documents"]
    assert_stored_equals_fresh(desk.now)
    with pytest.raises(OperationError, match="not discredited as a whole"):
        undo_discrediting(desk.forged, desk.change())


def test_what_is_recorded_from_it_later_is_discredited_too(desk: Desk) -> None:
    desk.discredit()
    desk.load(
        claim("e", row("late", "dossier", document="forged"), row("void", "martino", document="forged", voided={"reason": "x"}))
    )
    assert ("e", "late") in gone()
    assert ("e", "void") not in gone()
    late = Decision.objects.latest("id")
    assert (late.about, late.reason, late.happened_at) == ([["attribution", "late"], ["document", "forged"]], WHY, "2003-03-07")
    assert late.source is not None
    assert late.actor == "user:ada"
    assert_stored_equals_fresh(desk.now)
    undo_discrediting(desk.forged, desk.change("It is genuine."))
    assert gone() == set()
    desk.load(claim("e", row("again", "dossier", document="forged")))
    assert gone() == set()


def test_a_file_that_says_what_became_of_it_is_believed(desk: Desk) -> None:
    desk.discredit()
    struck = {"kind": "discredited", "reason": "R", "document": "report", "about": [{"kind": "attribution", "key": "late"}]}
    own = row("own", "dossier", document="forged", discredited={"reason": "Mine.", "claim": "d"})
    late = row("late", "dossier", document="forged")
    desk.load(claim("e", late, own, decisions=[{**struck, "struck": {"reason": "Not this page."}}]))
    assert {key for of, key in gone() if of == "e"} == {"own"}


def test_line_after_line_is_the_same_as_one_by_one(desk: Desk) -> None:
    about = [{"kind": "attribution", "key": "dos"}, {"kind": "document", "key": "forged"}]
    made = {"kind": "discredited", "reason": WHY, "document": "report", "about": about}
    cases = [
        claim("f", row("before", "dossier", document="forged")),
        claim("d", decisions=[made]),
        claim("g", row("after", "dossier", document="forged")),
    ]
    results = load_lines(read_lines([b"\n".join(map(encoded, cases))]), desk.change)
    assert [result.outcome for result in results] == ["created", "changed", "created"]
    assert gone() == {("d", "dos"), ("g", "after")}


def test_it_loads_back_to_the_same(desk: Desk) -> None:
    desk.discredit()
    desk.load(claim("e", row("late", "dossier", document="forged")))
    before = exported()
    assert load(before[0], at=desk.change().at).revised == ()
    assert exported() == before


def test_it_documents_nothing_any_more(desk: Desk) -> None:
    desk.discredit()
    with pytest.raises(OperationError, match="was shown to be forged or false, and documents nothing"):
        attach_document(Attribution.objects.get(claim__key="e"), desk.forged, desk.change())
    with pytest.raises((OperationError, CaseFileError), match="documents nothing"):
        desk.load(claim("e", row("cy", document="forged")))


@pytest.mark.parametrize(
    ("evidence", "problem"),
    [
        (dict, "Link what shows it"),
        (lambda: {"document": Document.objects.get(key="forged")}, "is what is discredited"),
        (lambda: {"attribution": Attribution.objects.get(key="cy", claim__key="c")}, "in its own claim alone"),
        (lambda: {"claim": Claim.objects.get(key="d")}, "rests on “Forged” itself"),
        (lambda: {"claim": Claim.objects.get(key="e"), "shown_at": "2042"}, "in the future"),
    ],
)
def test_without_evidence_nothing_is_stored(desk: Desk, evidence: Any, problem: str) -> None:
    with pytest.raises(OperationError, match=problem):
        discredit_document(desk.forged, Evidence(**evidence()), desk.change())
    assert not Decision.objects.exists()


def test_a_claim_that_shows_it_cannot_be_made_of_it_later(desk: Desk) -> None:
    desk.discredit(claim=Claim.objects.get(key="e"))
    with pytest.raises(OperationError, match="by this claim alone"):
        desk.load(claim("e", row("late", "dossier", document="forged")))


def test_one_that_has_nothing_left_is_refused_and_so_is_a_stale_form(desk: Desk) -> None:
    seen = revisions_shown(desk.forged)
    desk.load(claim("c", row("cy2", "cy")))
    with pytest.raises(StaleRevisionError):
        discredit_document(desk.forged, Evidence(claim=Claim.objects.get(key="e")), desk.change(), expected=seen)
    desk.discredit()
    with pytest.raises(OperationError, match="there is nothing to discredit"):
        desk.discredit()

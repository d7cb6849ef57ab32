"""What is shown to be forged or false, or put in doubt, in random histories: statements and documents, and taking that back."""

from __future__ import annotations

from hypothesis import strategies as st

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import strike_decision
from claims.operations.documents.concerns import express_concern, lift_concerns
from claims.operations.documents.discrediting import discredit_document, undo_discrediting
from claims.operations.documents.page_problems import note_check
from claims.verification import Change
from claims.vocabulary import DISCREDITED
from sources.models import Capture, Document
from sources.operations.link_checks import record_check
from tests.settling import number, pick

DOUBTS = ("discredit", "credit", "discredit document", "credit document", "doubt", "undoubt", "check page")
#: What checks of pages find: with three checks a day later each, a page is gone.
_FOUND = ("not_found", "not_found", "captured", "timed_out", "blocked")
doubting = st.tuples(st.sampled_from(DOUBTS), number, number)


def doubt(what: str, index: int, other: int, change: Change) -> None:
    """Carry out a step of ``doubting``, if there is something to do it to."""
    shown = Evidence(claim=pick(Claim.objects.all(), other), shown_at=("", "2024-06-01")[other % 2])
    document = pick(Document.objects.all(), index)
    match what:
        case "discredit" if row := pick(Attribution.objects.filter(voided_at=None), index):
            discredit([row], shown, change)
        case "credit" if made := pick(Decision.objects.filter(kind=DISCREDITED, struck_at=None), index):
            strike_decision(made, change)
        case "discredit document":
            discredit_document(document, shown, change)
        case "credit document":
            undo_discrediting(document, change)
        case "doubt":
            express_concern(document, f"In doubt since {change.at}.", change)
        case "undoubt":
            lift_concerns(document, change)
        case "check page":
            found = Capture(document=document, outcome=_FOUND[other % 5], fetched_at=change.at, way="fetched")
            note_check(document, record_check(document, found, at=change.at, actor=change.actor, due_at=change.at), change)

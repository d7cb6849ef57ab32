"""Retractions of documents in random histories: by the publisher, by an author, and undoing them."""

from __future__ import annotations

from hypothesis import strategies as st

from claims.models import Attribution
from claims.operations.documents.authors import retract_by_authors, undo_authors_retraction
from claims.operations.documents.changes import undo_retraction, withdraw_document
from claims.verification import Change
from sources.models import AuthorsRetraction, Document
from tests.settling import number, pick

retracting = st.tuples(st.sampled_from(["retract", "unretract", "disown", "own"]), number)


def retract(what: str, index: int, change: Change) -> None:
    """Carry out a step of ``retracting``, if there is something to do it to."""
    match what:
        case "retract":
            withdraw_document(pick(Document.objects.all(), index), change)
        case "unretract" if document := pick(Document.objects.exclude(withdrawal_recorded_at=None), index):
            undo_retraction(document, change)
        case "disown" if row := pick(Attribution.objects.filter(document__isnull=False), index):
            retract_by_authors(row.document, [row.source], change)
        case "own" if made := pick(AuthorsRetraction.objects.filter(undone=None), index):
            undo_authors_retraction(made, change)

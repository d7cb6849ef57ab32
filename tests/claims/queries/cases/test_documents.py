"""The documents of a case file, from stored rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from msgspec import UNSET

from claims.operations.attributions.changes import void
from claims.operations.documents.authors import undo_authors_retraction
from claims.queries.cases.documents import document_records
from claims.queries.documents.read import authors_retractions_of
from sources.models import Document
from tests.cases import load, outlet
from tests.claims.disowned import HOUR, WHY, Desk, attribution
from tests.exchange import exported


def test_a_copy_names_its_original(db: None, now: datetime) -> None:
    original = {"key": "article", "publisher": "post", "kind": "article", "title": "It"}
    load({"sources": [outlet("post")], "documents": [original, {**original, "key": "copy", "copy_of": "article"}]}, at=now)

    records = document_records(list(Document.objects.order_by("id")))

    assert [(one.key, one.copy_of) for one in records] == [("article", UNSET), ("copy", "article")]


def test_retractions_by_authors_load_back_to_the_same(db: None, now: datetime) -> None:
    with transaction.atomic():
        desk = Desk(now)
        undo_authors_retraction(desk.retract("ada"), desk.change("A hoax."))
        desk.retract("ben", "cy")
        void(attribution("cy"), desk.change("Misread."))
        before = exported()
        transaction.set_rollback(True)
    said = {"at": "2024-06-12", "reason": WHY}
    assert next(each for each in before[0]["documents"] if each["key"] == "paper")["authors_withdrawn"] == [
        {"authors": ["ada"], **said, "undone": {"reason": "A hoax."}},
        {"authors": ["ben", "cy"], **said},
    ]

    load(before[0], at=now + timedelta(days=1))

    assert exported() == before
    (made,) = authors_retractions_of(Document.objects.get(key="paper"))
    assert set(made.withdrawals.values_list("claim__key", "key")) == {("c", "ben"), ("c", "cy"), ("d", "ben")}
    again = load(before[0], at=now + timedelta(days=1) + HOUR)
    assert (again.documents, again.attributions, again.revised) == (0, 0, ())

"""Which pages are due for a check, and how the checks go."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sources.models import Capture, Document
from sources.operations.link_checks import record_check, watch
from sources.queries.documents.link_checks import checks_of, copies_of, due_documents, is_archived, link_state, watch_figures
from tests.cases import load, outlet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pages(now: datetime) -> dict[str, Document]:
    url = "https://paper.example/"
    documents = [
        {"key": key, "publisher": "paper", "kind": "article", "title": key, **({"url": url + key} if key != "print" else {})}
        for key in ("a", "b", "print")
    ]
    load({"sources": [outlet("paper")], "documents": documents, "claims": []}, at=now)
    found = {document.key: document for document in Document.objects.all()}
    watch([document.pk for document in found.values()], at=now)
    return found


def missed(document: Document, at: datetime, outcome: str) -> None:
    found = Capture(outcome=outcome, problem="No.", document=document, fetched_at=at, way="fetched")
    record_check(document, found, at=at, actor="job", due_at=at + DAY)


def test_pages_are_due_by_age_and_what_has_no_url_never(pages: dict[str, Document], now: datetime) -> None:
    assert [each.key for each in due_documents(now, 9)] == ["a", "b"]
    missed(pages["a"], now, "not_found")
    assert [each.key for each in due_documents(now, 9)] == ["b"]
    assert [each.key for each in due_documents(now + 2 * DAY, 1)] == ["b"]


def test_checks_are_counted_and_listed(pages: dict[str, Document], now: datetime) -> None:
    missed(pages["a"], now, "not_found")
    missed(pages["a"], now + DAY, "blocked")
    missed(pages["b"], now, "timed_out")
    assert watch_figures() == (3, 1, 1, now + DAY, now + DAY)
    assert [each.outcome for each in checks_of(pages["a"], 9)] == ["blocked", "not_found"]
    state = link_state(pages["a"])
    assert state is not None
    assert state.blocked_since == now + DAY


def test_an_archive_or_a_copy_of_ours_keeps_a_page(pages: dict[str, Document], now: datetime) -> None:
    assert not is_archived(pages["a"])
    Document.objects.filter(key="b").update(archive_url="https://archive.example/b")
    copy = {"outcome": "captured", "sha256": "0" * 64, "text": "Words.", "fetched_at": now, "way": "fetched"}
    Capture.objects.create(document=pages["a"], **copy)
    assert is_archived(pages["a"])
    assert is_archived(Document.objects.get(key="b"))
    assert [each.text for each in copies_of(pages["a"])] == ["Words."]

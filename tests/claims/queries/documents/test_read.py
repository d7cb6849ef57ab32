"""Records of a document: what was made from it, what its retraction withdrew, and what was undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void, withdraw
from claims.operations.documents.changes import correct_document, undo_retraction, withdraw_document
from claims.queries.documents import read
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

HOUR = timedelta(hours=1)


@pytest.fixture
def story(loaded: Callable[..., Any]) -> Document:
    """A story from which two claims are recorded, and a claim of another document."""
    documents = [{"key": key, "publisher": "post", "kind": "article", "title": key} for key in ("story", "other")]
    ada, ben = row("ada", document="story"), row("ben", document="story")
    claims = [claim("c", ada, ben), claim("d", ada), claim("e", row("ada", document="other"))]
    loaded(sources=[outlet("post"), person("ada"), person("ben")], documents=documents, claims=claims)
    return Document.objects.get(key="story")


def keys(rows: list[Attribution]) -> list[tuple[str, str]]:
    return [(row.claim.key, row.key) for row in rows]


def test_what_was_made_from_it_comes_with_the_revision_shown_of_each_claim(
    story: Document, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # those of which it is a further document; attributions with claim and source
        assert keys(read.attributions_from(story)) == [("c", "ada"), ("c", "ben"), ("d", "ada")]
    assert read.revisions_shown(story) == {pk("c"): 1, pk("d"): 1}


def test_a_retraction_withdrew_what_no_other_withdrawal_had_and_voided_rows_stay_among_it(
    story: Document, now: datetime
) -> None:
    withdraw(Attribution.objects.get(key="ben"), because(now), by="source")
    withdraw_document(story, because(now + HOUR))
    void(Attribution.objects.get(claim__key="d"), because(now + 2 * HOUR))

    assert keys(read.withdrawn_with(story)) == [("c", "ada"), ("d", "ada")]


def test_an_undone_retraction_is_listed_with_each_withdrawal_that_it_had_caused(story: Document, now: datetime) -> None:
    for hours in (1, 3):
        withdraw_document(Document.objects.get(pk=story.pk), because(now + hours * HOUR, reason=f"Hoax {hours}."))
        undo_retraction(Document.objects.get(pk=story.pk), because(now + (hours + 1) * HOUR))

    assert [one.withdrawal_reason for one in read.undone_retractions_of(story)] == ["Hoax 1.", "Hoax 3."]
    assert [one.attribution.key for one in read.undone_withdrawals_in(Claim.objects.get(key="c"))] == ["ada", "ben"] * 2
    assert len(read.undone_withdrawals_of(Attribution.objects.get(claim__key="d"))) == 2
    assert read.undone_withdrawals_in(Claim.objects.get(key="e")) == []
    assert read.withdrawn_with(story) == []


def test_corrections_come_oldest_first(story: Document, now: datetime) -> None:
    for note in ("It was ten.", "It was nine."):
        correct_document(story, note, because(now))
    assert [one.note for one in read.corrections_of(story)] == ["It was ten.", "It was nine."]
    assert read.corrections_of(Document.objects.get(key="other")) == []

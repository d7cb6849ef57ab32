"""What a document does to the attributions made from it: attached, retracted, corrected, each in one action for all claims."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Claim, Flag, PublicBody, Revision
from claims.operations.attributions.changes import void
from claims.operations.documents.changes import attach_document, correct_document, withdraw_document
from claims.operations.sources.changes import apply_source_changes
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.documents.read import revisions_shown
from claims.queries.facts.current import load_facts
from claims.queries.facts.past import load_facts_as_of
from claims.verification import Change, clock_at
from factcheck.dates.partial_dates import PartialDateError
from sources.models import Correction, Document, Source
from sources.operations import change_source
from tests.cases import claim, outlet, person, row
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now + timedelta(hours=1), "user:eve", "edit", "because")


@pytest.fixture
def story(loaded: Load) -> Document:
    """A story from which two claims are recorded, and a third claim of another document."""
    documents = [{"key": name, "publisher": "post", "kind": "article", "title": name.title()} for name in ("story", "other")]
    said = row("ada", document="story"), row("ben", document="story")
    loaded(
        sources=[outlet("post"), person("ada"), person("ben")],
        documents=documents,
        claims=[claim("c", *said), claim("d", *said), claim("e", row("ada", document="other"))],
    )
    return Document.objects.get(key="story")


def attribution(key: str, claim: str = "c") -> Attribution:
    return Attribution.objects.get(key=key, claim__key=claim)


def open_flags(**of: Any) -> set[str]:
    return set(Flag.objects.filter(cleared_at=None, **of).values_list("code", flat=True))


def shown(claim: str) -> list[dict[str, Any]]:
    """Return the attributions of a public body, by their keys."""
    body = json.loads(PublicBody.objects.get(claim__key=claim).body)
    return list(body["attributions"])


def test_a_document_added_later_clears_undocumented(loaded: Load, change: Change) -> None:
    document = {"key": "doc", "publisher": "post", "kind": "statement", "title": "Statement"}
    loaded(sources=[outlet("post"), person("ada")], documents=[document], claims=[claim("c", row("ada"))])
    assert "undocumented" in open_flags()
    attach_document(attribution("ada"), Document.objects.get(), change)
    assert "undocumented" not in open_flags()
    with pytest.raises(OperationError, match="already has the document"):
        attach_document(attribution("ada"), Document.objects.get(), change)


def test_a_retraction_reaches_every_claim_in_one_action(loaded: Load, change: Change) -> None:
    document = {"key": "doc", "publisher": "post", "kind": "article", "title": "Story"}
    said = row("ada", document="doc")
    loaded(sources=[outlet("post"), person("ada")], documents=[document], claims=[claim("c", said), claim("d", said)])
    withdraw_document(Document.objects.get(), change, withdrawn_at="2024-06-12")
    assert Flag.objects.filter(code="retracted_source", cleared_at=None).count() == 2
    assert_stored_equals_fresh(change.at)
    with pytest.raises(OperationError, match="already"):
        withdraw_document(Document.objects.get(), change)


def test_who_withdrew_it_is_named_for_readers_follows_a_new_name_and_replays(story: Document, change: Change) -> None:
    withdraw_document(story, change)
    body = PublicBody.objects.get(claim__key="c").body
    assert "Post retracted what it had published from Ada and Ben; no origin is left." in body
    c = Claim.objects.get(key="c")
    until = clock_at(change.at).said_until
    assert load_facts([c.pk], until).claims[c.pk] == load_facts_as_of([c.pk], change.at, until).claims[c.pk]

    later = change._replace(at=change.at + timedelta(hours=1))
    change_source(Source.objects.get(key="post"), {"name": "The Journal"}, at=later.at, actor="user:eve")
    apply_source_changes(later.at, actor="job:test")
    assert "The Journal retracted what" in PublicBody.objects.get(claim__key="c").body
    assert_stored_equals_fresh(later.at)


def test_a_correction_withdraws_what_it_names_and_readers_see_it_everywhere(story: Document, change: Change) -> None:
    taken = [attribution("ada"), attribution("ben", "d")]

    correction = correct_document(story, " It was ten, not 12. ", change, said_at="2024-06-12", taken_back=taken)

    assert (correction.note, correction.said_at, correction.recorded_by) == ("It was ten, not 12.", "2024-06-12", "user:eve")
    for claim_key, back, stands in (("c", "ada", "ben"), ("d", "ben", "ada")):
        rows = {each["key"]: each for each in shown(claim_key)}
        assert rows[back]["withdrawn"] == {"by": "outlet", "reason": "It was ten, not 12.", "at": "2024-06-12"}
        assert "withdrawn" not in rows[stands]
        for each in rows.values():
            assert each["document"]["corrections"] == [{"note": "It was ten, not 12.", "at": "2024-06-12"}]
        assert "retracted_source" in open_flags(claim__key=claim_key)
        last = Revision.objects.filter(claim__key=claim_key).latest("number")
        assert (last.number, last.actor, last.reason) == (2, "user:eve", "because")
    assert Revision.objects.get(claim__key="e").number == 1
    assert "corrections" not in shown("e")[0]["document"]
    assert_stored_equals_fresh(change.at)


def test_a_correction_need_take_nothing_back_and_others_follow(story: Document, change: Change) -> None:
    correct_document(story, "The name was misspelt.", change._replace(reason=""))
    correct_document(story, "And the town.", change, said_at="2024-06")

    reported = shown("c")[0]["document"]["corrections"]
    assert reported == [{"note": "The name was misspelt."}, {"note": "And the town.", "at": "2024-06"}]
    assert "retracted_source" not in open_flags()
    assert Revision.objects.get(claim__key="c", number=2).reason == "The name was misspelt."


def test_a_correction_that_does_not_hold_is_refused_and_nothing_stored(story: Document, change: Change) -> None:
    void(attribution("ben"), change)
    elsewhere = attribution("ada", "e")
    for wrong, reported in (
        ({"note": " "}, "what the publisher corrected"),
        ({"taken_back": [attribution("ada", "d"), elsewhere]}, "“ada” is not made from “Story”"),
        ({"taken_back": [attribution("ada", "d"), attribution("ben")]}, "already withdrawn or voided"),
    ):
        with pytest.raises(OperationError, match=reported):
            correct_document(story, **{"note": "It was ten.", "change": change, **wrong})
    with pytest.raises(PartialDateError):
        correct_document(story, "It was ten.", change, said_at="June")
    assert not Correction.objects.exists()
    assert not Attribution.objects.exclude(withdrawal_recorded_at=None).exists()

    correct_document(story, "It was ten.", change)
    with pytest.raises(OperationError, match="already recorded"):
        correct_document(story, "It was ten.", change)


def test_a_correction_is_made_on_what_was_seen_of_every_claim(story: Document, change: Change, loaded: Load) -> None:
    seen = revisions_shown(story)
    assert seen == {Claim.objects.get(key=name).pk: 1 for name in ("c", "d")}
    void(attribution("ben", "d"), change)
    with pytest.raises(StaleRevisionError, match="by user:eve, edit"):
        correct_document(story, "It was ten.", change, expected=seen)

    seen = revisions_shown(story)
    loaded(claims=[claim("f", row("ben", document="story"))])
    with pytest.raises(StaleRevisionError, match="Another claim was recorded from “Story”"):
        correct_document(story, "It was ten.", change, expected=seen)
    correct_document(story, "It was ten.", change, expected=revisions_shown(story))

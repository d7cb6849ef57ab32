"""The timeline of a claim."""

from __future__ import annotations

from django.urls import reverse


def page_of(claim, name: str = "history") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


def test_the_timeline_shows_when_it_was_said_and_when_recorded(editor, arms):
    events = editor.get(page_of(arms)).context["timeline"]["events"]
    assert [event.order for event, _ in events] == sorted((event.order for event, _ in events), reverse=True)
    assert {event.lane for event, _ in events} == {"said", "recorded"}

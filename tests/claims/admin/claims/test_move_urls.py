"""On the page of a claim: what would settle a flag, waiving it, and the claim as it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Flag, Revision
from sources.models import IndependenceJudgement
from tests.cases import claim, load, outlet, row, unnamed
from tests.claims.admin.posting import opened

DAY = timedelta(days=1)


def page_of(claim, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


@pytest.fixture
def diplomat(db, now):
    """A claim of an unnamed diplomat and of a ministry: one origin is certain, two are possible."""
    sources = [outlet("paper"), unnamed("diplomat", "paper"), {"key": "ministry", "name": "Ministry", "kind": "organisation"}]
    load({"sources": sources, "claims": [claim("c", row("diplomat"), row("ministry"))]}, at=now)
    return Claim.objects.get()


def test_each_flag_shows_its_records_and_the_question_that_resolves_it(editor, arms):
    page = editor.get(page_of(arms)).content.decode()
    assert page.count("To resolve it:") == Flag.objects.filter(claim=arms, cleared_at=None).count()
    assert "Based on" in page


def test_a_question_of_independence_is_answered_on_the_spot(editor, diplomat, django_capture_on_commit_callbacks):
    page = editor.get(page_of(diplomat))
    card = next(card for card in page.context["cards"] if card["judge"])
    assert card["question"] == "Is unnamed official known only through Paper independent of Ministry?"
    sources = {name: card["judge"][name] for name in ("one", "other")}
    answer = {**sources, "outcome": "independent", "reason": "She was there."}
    with django_capture_on_commit_callbacks(execute=True):
        sent = editor.post(card["judge"]["address"], answer)
    assert sent["Location"] == page_of(diplomat)
    assert IndependenceJudgement.objects.get().reason == "She was there."
    after = editor.get(page_of(diplomat))
    assert not any(card["judge"] for card in after.context["cards"])
    changed = after.context["last_change"]
    assert changed["counts"][0] == ("Support", "independent origins", "1–2", "2")
    assert any("possibly single origin" in shown for shown in changed["cleared"])
    assert "Last change" in after.content.decode()


def test_a_page_of_another_site_is_not_gone_on_to(editor, diplomat):
    judge = next(card["judge"] for card in editor.get(page_of(diplomat)).context["cards"] if card["judge"])
    address = judge["address"].split("?")[0] + "?next=https://evil.example/"
    sent = editor.post(address, {"one": judge["one"], "other": judge["other"], "outcome": "unsure", "reason": "Who knows."})
    assert sent["Location"] == reverse("admin:sources_independencejudgement_changelist")


def test_a_flag_is_waived_for_a_while_with_its_reason(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    day = (timezone.localdate() + 3 * DAY).isoformat()
    sent = editor.post(address, opened(editor, address, reason="All know it.", until=day))
    assert sent["Location"] == page_of(arms)
    flag = Flag.objects.get(claim=arms, code="contested", cleared_at=None)
    assert (flag.waived_by, flag.waiver_reason) == ("user:ed", "All know it.")
    assert timezone.localdate(flag.waived_until).isoformat() == day
    page = editor.get(page_of(arms)).content.decode()
    assert "by user:ed: All know it." in page
    assert "End the waiver" in page


def test_a_waiver_is_ended(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    editor.post(address, opened(editor, address, reason="All know it."))
    editor.post(address, opened(editor, address, reason="Not so."))
    assert Flag.objects.get(claim=arms, code="contested", cleared_at=None).waived_at is None
    assert Revision.objects.filter(claim=arms, action__in=("waived", "waiver ended")).count() == 2


def test_a_day_that_has_passed_is_refused_and_what_was_typed_stays(editor, arms):
    address = f"{page_of(arms, 'waive')}?code=contested"
    sent = editor.post(address, opened(editor, address, reason="All know it.", until="2024-01-01"))
    assert "has passed" in sent.content.decode()
    assert "All know it." in sent.content.decode()


def test_a_flag_that_is_not_open_cannot_be_waived(editor, arms):
    assert editor.get(f"{page_of(arms, 'waive')}?code=stale").status_code == 404


def test_waiving_requires_the_permission_to_change_claims(newcomer, arms):
    assert newcomer.get(f"{page_of(arms, 'waive')}?code=contested").status_code == 403


def test_the_claim_is_shown_as_of_a_past_time(editor, diplomat, now):
    load({"claims": [claim("c", row("diplomat"), row("ministry"), text="It came to pass.")]}, at=now + DAY)
    before = editor.get(page_of(diplomat, "as_of"), {"revision": 1}).content.decode()
    after = editor.get(page_of(diplomat, "as_of"), {"revision": 2}).content.decode()
    assert "The claim c." in before
    assert "It came to pass." in after
    recorded = timezone.localtime(now + DAY / 2).strftime("%Y-%m-%dT%H:%M")
    assert "The claim c." in editor.get(page_of(diplomat, "as_of"), {"recorded": recorded}).content.decode()


def test_before_the_first_revision_nothing_was_held(editor, diplomat):
    assert (
        "The claim did not exist then"
        in editor.get(page_of(diplomat, "as_of"), {"recorded": "2020-01-01T00:00"}).content.decode()
    )


def test_it_is_reassessed_from_statements_up_to_a_date(editor, arms):
    page = editor.get(page_of(arms, "as_of"), {"said": "2022"}).content.decode()
    assert "reassessed" in page
    assert "is not a date" in editor.get(page_of(arms, "as_of"), {"said": "soon"}).content.decode()


def test_the_timeline_shows_when_it_was_said_and_when_recorded(editor, arms):
    events = editor.get(page_of(arms)).context["timeline"]["events"]
    assert [event.order for event, _ in events] == sorted(event.order for event, _ in events)
    assert {event.lane for event, _ in events} == {"said", "recorded"}


def test_what_a_revision_changed_is_read_in_words(editor, diplomat, now):
    load({"claims": [claim("c", row("diplomat"), row("ministry"), text="It came to pass.")]}, at=now + DAY)
    page = editor.get(page_of(diplomat)).content.decode()
    assert "<del>The claim c.</del> → <ins>It came to pass.</ins>" in page

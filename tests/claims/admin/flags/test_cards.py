"""The cards of open flags: what each rests on, and the question that resolves it."""

from __future__ import annotations

from django.urls import reverse

from claims.models import Flag
from sources.models import IndependenceJudgement


def page_of(claim, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


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

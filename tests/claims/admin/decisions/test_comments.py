"""Requests for comment on the desk, and what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Decision, Flag
from claims.operations.decisions.ledger import request_comment
from claims.verification import Change
from sources.models import Document, Source
from tests.claims.admin.posting import errors, opened


def page_of(claim: Claim, name: str = "decisions", asked: str = "") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk]) + asked


def sent(client: Client, url: str, **typed: Any) -> Any:
    return client.post(url, opened(client, url, **typed))


def open_codes() -> set[str]:
    return set(Flag.objects.filter(cleared_at=None).values_list("code", flat=True))


def asked_cyd(c: Claim, **fields: Any) -> Decision:
    change = Change(timezone.now(), "user:ann", "comment requested", "By e-mail.")
    return request_comment(c.pk, Source.objects.get(key="cyd"), change, **fields)[0]


def test_the_accused_are_preselected_in_a_request_for_comment(desk: Client, c: Claim) -> None:
    url = page_of(c, "comment")
    assert opened(desk, url)["parties"] == ["cyd"]
    assert "Select who was asked" in errors(desk.post(url, {**opened(desk, url), "parties": [], "reason": "By phone."}))

    ben = Source.objects.get(key="ben")
    done = sent(desk, url, reason="By phone.", source=ben.pk)

    assert done.status_code == 302, errors(done)
    assert set(Decision.objects.filter(kind="comment_requested").values_list("source__key", flat=True)) == {"cyd", "ben"}
    assert "no_response_sought" not in open_codes()
    shown = desk.get(page_of(c)).context["comment_requests"]
    assert [(one.row.source.key, one.overdue, one.no_answer) for one in shown] == [("ben", False, ""), ("cyd", False, "")]


def test_an_answer_is_recorded_from_the_open_request(desk: Client, c: Claim) -> None:
    asked = asked_cyd(c)
    (shown,) = desk.get(page_of(c)).context["comment_requests"]
    typed = {"stance": "denies", "quote": "Я этого не делал.", "translation": "I did not.", "said_at": "2024-06-12"}

    done = sent(desk, shown.answer, reason="By e-mail.", document=Document.objects.get().pk, **typed)

    assert done.status_code == 302, errors(done)
    answer = Decision.objects.get(request=asked).attribution
    assert (answer.key, answer.stance, answer.quote_exact, answer.basis) == ("cyd", "denies", typed["quote"], "statement")
    page = desk.get(page_of(c))
    assert page.context["comment_requests"] == []
    assert 'data-decision="comment_answered"' in page.content.decode()
    assert desk.get(shown.answer).status_code == 404


def test_that_no_answer_came_is_recorded_once_the_time_is_up(desk: Client, c: Claim) -> None:
    asked_cyd(c, answer_by=timezone.now() - timedelta(hours=1))
    (shown,) = desk.get(page_of(c)).context["comment_requests"]
    assert shown.overdue

    assert sent(desk, shown.no_answer, reason="Nothing came.").status_code == 302

    (shown,) = desk.get(page_of(c)).context["comment_requests"]
    assert (shown.silent, shown.no_answer, bool(shown.answer)) == (True, "", True)
    assert "did not answer" in desk.get(page_of(c)).content.decode()

"""The message after an action leads to the page that undoes it, for those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Claim, Comment, Decision, Flag
from tests.claims.admin.posting import opened


def undo_of(client: Client, url: str, **typed: Any) -> str:
    """Send a form and return the address that the message after it offers, or an empty text."""
    page = client.post(url, opened(client, url, **typed), follow=True).content.decode()
    found = re.search(r'data-undo href="([^"]+)"', page)
    return unescape(found[1]) if found else ""


def at(name: str, claim: Claim, query: str = "") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk]) + query


def _reaffirmed(claim: Claim) -> bool:
    return Decision.objects.filter(claim=claim, struck_at=None).exists()


def _waived(claim: Claim) -> bool:
    return Flag.objects.filter(claim=claim, waived_at__isnull=False).exists()


def _commented(claim: Claim) -> bool:
    return Comment.objects.filter(claim=claim, struck_at=None).exists()


@pytest.mark.parametrize(
    ("name", "query", "typed", "done"),
    [
        ("reaffirm", "", {"reason": "still so"}, _reaffirmed),
        ("waive", "?code=contested", {"reason": "all know it"}, _waived),
        ("discuss", "", {"text": "Call."}, _commented),
    ],
)
def test_an_action_on_a_claim_is_undone_from_its_message(
    name: str, query: str, typed: dict[str, str], done: Callable[[Claim], bool], arms: Claim, editor: Client
) -> None:
    undo = undo_of(editor, at(name, arms, query), **typed)
    assert done(arms)

    assert undo_of(editor, undo, reason="by mistake") == ""
    assert not done(arms)


def test_a_merge_is_undone_from_its_message(arms: Claim, editor: Client) -> None:
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]

    undo = undo_of(editor, at("merge", other, f"?into={arms.pk}"), reason="the same")
    assert undo == at("unmerge", other)
    undo_of(editor, undo, reason="not the same")
    assert not Claim.objects.filter(merged_into=arms).exists()


def test_claims_are_given_back_to_whoever_held_them(arms: Claim, ed: User, editor: Client, sen: User) -> None:
    Claim.objects.filter(pk=arms.pk).update(assignee=sen)

    undo = undo_of(editor, f"/admin/claims/claim/bulk/assign/?claims={arms.pk}", reason="mine now")
    assert Claim.objects.get(pk=arms.pk).assignee == ed
    undo_of(editor, undo, reason="not mine")
    assert Claim.objects.get(pk=arms.pk).assignee == sen

    Claim.objects.filter(pk=arms.pk).update(assignee=ed)
    undo = undo_of(editor, "/admin/claims/claim/hand-over/", to=sen.pk, note="")
    undo_of(editor, undo, reason="I stay")
    assert Claim.objects.get(pk=arms.pk).assignee == ed


def test_nobody_is_offered_what_they_may_not_do(arms: Claim, reporter: Client) -> None:
    party = Attribution.objects.filter(claim=arms, source__identified=True).order_by("id")[0].source

    assert undo_of(reporter, at("comment", arms), source=party.pk, reason="by e-mail") == ""
    assert Decision.objects.filter(claim=arms, kind="comment_requested").exists()

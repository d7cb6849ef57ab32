"""The inbox, its number in the sidebar, and handing claims over at the end of a shift."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Notice, Revision
from claims.operations.claims.assignment import assign
from claims.operations.desk.discussion import add_comment
from claims.verification import Change

INBOX = "/admin/claims/claim/inbox/"
HAND_OVER = "/admin/claims/claim/hand-over/"


def test_a_mention_waits_in_the_inbox_until_it_is_marked_as_read(arms: Claim, sen: User, senior: Client, now: datetime) -> None:
    add_comment(arms.pk, "<i>@sen</i>, call", at=now, actor="user:ed")

    page = senior.get(INBOX).content.decode()
    assert "&lt;i&gt;@sen&lt;/i&gt;, call" in page
    assert senior.post(INBOX, {"notice": str(Notice.objects.get().pk)}).status_code == 302
    page = senior.get(INBOX).content.decode()
    assert "Nothing new." in page
    assert "Earlier" in page


def test_the_sidebar_says_how_much_waits(arms: Claim, sen: User, senior: Client, editor: Client, now: datetime) -> None:
    add_comment(arms.pk, "@sen", at=now, actor="user:ed")

    assert [one.get(reverse("admin:index")).wsgi_request.inbox_waiting for one in (senior, editor)] == [1, 0]


def test_claims_are_handed_over_with_a_note_and_found_in_the_inbox(
    arms: Claim, ed: User, editor: Client, sen: User, senior: Client, now: datetime
) -> None:
    kept = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]
    for one in (arms, kept):
        assign(one.pk, ed, Change(now, "user:ed", "assigned", "", ed.pk))
    assert editor.get(HAND_OVER).content.decode().count("checked") == 2

    done = editor.post(HAND_OVER, {"to": sen.pk, "claims": [arms.pk], "note": "The embassy calls at six."}, follow=True)

    assert "1 claim is handed over to sen." in done.content.decode()
    assert dict(Claim.objects.filter(pk__in=(arms.pk, kept.pk)).values_list("pk", "assignee")) == {
        arms.pk: sen.pk,
        kept.pk: ed.pk,
    }
    last = Revision.objects.filter(claim=arms).latest("number")
    assert (last.action, last.actor, last.reason) == ("assigned", "user:ed", "The embassy calls at six.")
    assert "The embassy calls at six." in senior.get(INBOX).content.decode()


def test_a_claim_that_went_to_somebody_else_meanwhile_is_not_handed_over(
    arms: Claim, ed: User, editor: Client, sen: User, reporter: Client, now: datetime
) -> None:
    assign(arms.pk, ed, Change(now, "user:ed", "assigned", "", ed.pk))
    rep = User.objects.get(username="rep")
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]
    assign(other.pk, rep, Change(now, "user:ed", "assigned", "", ed.pk))

    assert "Select a valid choice" in editor.post(HAND_OVER, {"to": sen.pk, "claims": [other.pk]}).content.decode()
    assert editor.post(HAND_OVER, {"to": sen.pk, "claims": [arms.pk]}).status_code == 302
    assert editor.get(HAND_OVER).status_code == 302  # nothing is left
    assert reporter.post(HAND_OVER, {"to": sen.pk, "claims": [other.pk]}).status_code == 302
    assert Revision.objects.filter(claim=other).latest("number").reason == "Handed over at the end of a shift."
    assert Claim.objects.filter(assignee=sen).count() == 2


def test_viewers_read_their_inbox_and_hand_nothing_over(sample: None, viewer: Client, newcomer: Client) -> None:
    assert (viewer.get(INBOX).status_code, newcomer.get(INBOX).status_code) == (200, 403)
    assert [viewer.get(HAND_OVER).status_code, viewer.post(HAND_OVER, {}).status_code] == [403, 403]

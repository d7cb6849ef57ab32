"""What waits for a person is counted in one query, and what happened is what others did to the claims that they follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from claims.models import Attribution, Claim, Notice
from claims.operations.claims.assignment import assign
from claims.operations.decisions.ledger import reaffirm, request_comment
from claims.operations.desk.discussion import add_comment
from claims.operations.verdicts.drafts import draft_verdict, submit_draft
from claims.queries.desk.inbox import count_waiting, happened_since, inbox_of
from claims.verification import Change
from tests.claims.verdicts import author, change, wording

HOUR = timedelta(hours=1)


def test_everything_that_waits_is_counted_in_one_query(
    arms: Claim, sen: User, now: datetime, django_assert_num_queries: Any
) -> None:
    drafter, key = author("drafter"), Attribution.objects.filter(claim=arms).order_by("id")[0].key
    verdict = draft_verdict(arms.pk, wording("unproven", "Why.", key, of=arms), drafter, change(now, drafter))
    submit_draft(verdict, drafter, change(now, drafter))
    add_comment(arms.pk, "@sen, look", at=now, actor="user:drafter")
    assign(arms.pk, sen, Change(now, "user:drafter", "assigned", ""))
    party = Attribution.objects.filter(claim=arms, source__identified=True).order_by("id")[0].source
    request_comment(arms.pk, party, Change(now, "user:drafter", "comment requested", "by e-mail"), answer_by=now + HOUR)

    sen.has_perm("claims.view_claim")
    with django_assert_num_queries(1):
        assert count_waiting(sen, now + 2 * HOUR) == 4
    found = inbox_of(sen, now + 2 * HOUR)
    assert ([bool(one.comment) for one in found.new], len(found.to_review), len(found.overdue)) == ([False, True], 1, 1)
    assert count_waiting(drafter, now + 2 * HOUR) == 0


def test_what_others_did_to_claims_that_one_holds_or_follows(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]
    assign(arms.pk, ed, Change(now, "user:ed", "assigned", "", ed.pk))
    for claim, who in ((arms, "sen"), (arms, "ed"), (other, "sen")):
        reaffirm(claim.pk, Change(now + HOUR, f"user:{who}", "reaffirmed", "still so"))
    add_comment(arms.pk, "Look.", at=now + HOUR, actor="user:sen", person=sen.pk)

    (found,) = happened_since(ed, now + timedelta(minutes=1))
    assert (found.claim, [row.actor for row in found.revisions], found.comments) == (arms, ["user:sen"], 1)
    Notice.objects.create(
        person=ed, claim=other, comment=add_comment(other.pk, "Hm.", at=now, actor="user:sen").comment, at=now, actor=""
    )
    assert {one.claim for one in happened_since(ed, now + timedelta(minutes=1))} == {arms, other}
    assert happened_since(ed, now + 2 * HOUR) == []

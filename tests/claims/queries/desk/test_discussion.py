"""Comments are read with those on the claims merged here, and each is found on its own claim alone."""

from __future__ import annotations

from datetime import datetime

from claims.models import Claim
from claims.operations.desk.discussion import add_comment, strike_comment
from claims.operations.merges.merge import merge, undo_merge
from claims.queries.desk.discussion import comment_numbered, comment_on, discussion_of, number_of
from claims.verification import Change


def test_comments_come_along_when_their_claim_is_merged_and_leave_when_that_is_undone(arms: Claim, now: datetime) -> None:
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]
    own, theirs = (add_comment(each.pk, "Ask.", at=now, actor="user:ed").comment for each in (arms, other))

    merge(other.pk, arms.pk, Change(now, "user:ed", "merged", "the same"))
    assert discussion_of(arms) == [own, theirs]
    undo_merge(other.pk, Change(now, "user:ed", "merge undone", "not the same"))
    assert discussion_of(arms) == [own]


def test_a_comment_has_a_number_for_good_and_is_found_on_its_own_claim_alone(arms: Claim, now: datetime) -> None:
    first, second = (add_comment(arms.pk, text, at=now, actor="user:ed").comment for text in ("Ask.", "Asked."))
    strike_comment(first, at=now, actor="user:ed")
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]

    assert [number_of(one) for one in (first, second)] == [1, 2]
    assert comment_numbered(arms.pk, 1) == first
    assert [comment_numbered(arms.pk, number) for number in (0, 3, 2**31)] == [None] * 3
    assert comment_on(arms, str(second.pk)) == second
    assert [comment_on(other, str(second.pk)), comment_on(arms, "x"), comment_on(arms, "9" * 40), comment_on(arms, "²")] == [
        None
    ] * 4

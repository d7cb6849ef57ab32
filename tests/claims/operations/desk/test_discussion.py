"""Comments among those who work on a claim: kept, edited by their author, struck out, and no part of the claim's record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from claims.models import Claim, Comment, Notice, Revision
from claims.operations.desk.discussion import LONGEST, add_comment, edit_comment, strike_comment
from claims.operations.desk.roles import VIEWER, ensure_role
from claims.operations.writing import OperationError

HOUR = timedelta(hours=1)


def waiting(person: User) -> list[str]:
    rows = Notice.objects.filter(person=person, seen_at=None, comment__isnull=False).order_by("id")
    return [row.comment.text for row in rows.select_related("comment") if row.comment]


def test_whom_a_comment_mentions_finds_it_until_they_answer(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    revisions = Revision.objects.count()
    said = add_comment(
        arms.pk, "@Sen, please call. @ed knows; @cnn and a@sen.example do not.", at=now, actor="user:ed", person=ed.pk
    )

    assert ([one.username for one in said.mentioned], said.unknown) == (["sen", "ed"], ("cnn",))
    assert (waiting(sen), waiting(ed)) == ([said.comment.text], [])  # nobody calls themselves
    add_comment(arms.pk, "Done.", at=now + HOUR, actor="user:sen", person=sen.pk)
    assert waiting(sen) == []
    assert Revision.objects.count() == revisions


def test_nobody_is_mentioned_who_may_not_read_it(arms: Claim, now: datetime) -> None:
    User.objects.create_user("vi", is_staff=True).groups.add(ensure_role(VIEWER))
    User.objects.create_user("gone", is_staff=True, is_active=False, is_superuser=True)

    with pytest.raises(OperationError, match=r"“vi”, “gone” may not read comments on this claim"):
        add_comment(arms.pk, "secret @vi and @gone", at=now, actor="user:ed")
    assert not Comment.objects.exists()


def test_an_author_edits_a_comment_and_the_earlier_text_is_gone(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    comment = add_comment(arms.pk, "@sen the aide is Zoe", at=now, actor="user:ed", person=ed.pk).comment

    edit_comment(comment, "Call the aide", at=now + HOUR, person=ed.pk)
    with pytest.raises(OperationError, match="Only its author"):
        edit_comment(comment, "No.", at=now, person=sen.pk)

    assert Comment.objects.values_list("text", "edited_at").get() == ("Call the aide", now + HOUR)
    assert waiting(sen) == []


def test_a_comment_is_struck_out_without_its_text(arms: Claim, ed: User, sen: User, now: datetime) -> None:
    comment = add_comment(arms.pk, "@sen the aide is Zoe", at=now, actor="user:ed", person=ed.pk).comment

    strike_comment(comment, at=now + HOUR, actor="user:sen")

    assert Comment.objects.values_list("text", "actor", "struck_by").get() == ("", "user:ed", "user:sen")
    assert waiting(sen) == []
    for again in (
        lambda: strike_comment(comment, at=now, actor="user:ed"),
        lambda: edit_comment(comment, "x", at=now, person=ed.pk),
    ):
        with pytest.raises(OperationError, match="struck out"):
            again()


@pytest.mark.parametrize("text", ["", " \n ", "secret " * LONGEST])
def test_a_comment_that_is_empty_or_endless_is_refused_and_not_repeated(text: str, arms: Claim, now: datetime) -> None:
    with pytest.raises(OperationError) as refused:
        add_comment(arms.pk, text, at=now, actor="user:ed")

    assert "secret" not in str(refused.value)

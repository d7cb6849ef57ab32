"""The migration that binds old rows, which name their actor alone, to accounts."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from claims.models import Claim, Decision, PrivateNote, VerdictNote
from claims.operations.decisions.ledger import reaffirm
from claims.queries.verdicts.read import wrote
from claims.verification import Change
from factcheck.access.operations import issue_token
from sources.models import Source, SourceChange
from sources.queries.approvers import recorded
from tests.claims.verdicts import author, in_review, reviewer, rumour

_migration: Any = import_module("claims.migrations.0024_bind_old_rows_to_accounts")


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return rumour(now)


def renamed(person: User, name: str, at: datetime) -> User:
    """Rename an account as the admin does, and say so in its log."""
    User.objects.filter(pk=person.pk).update(username=name)
    LogEntry.objects.create(
        user=person, content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk), object_repr=name,
        action_flag=CHANGE, change_message='[{"changed": {"fields": ["Username"]}}]',
    )  # fmt: skip
    LogEntry.objects.update(action_time=at)
    return person


def unbind(at: datetime) -> None:
    User.objects.update(date_joined=at)
    for model in (VerdictNote, SourceChange, Decision, PrivateNote):
        model.objects.update(person=None)


def bind() -> None:
    _migration.bind(apps, None)


def test_a_row_is_bound_where_one_account_alone_can_be_meant(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    verdict = in_review(c, eve, now)
    reaffirm(c.pk, Change(now, "user:sam", "reaffirmed", "It holds."))
    PrivateNote.objects.create(claim=c, text="Ask.", actor="user:sam", recorded_at=now)
    unbind(now)

    bind()

    assert {note.person for note in VerdictNote.objects.all()} == {eve}
    assert (Decision.objects.get().person, PrivateNote.objects.get().person) == (sam, sam)
    assert wrote(verdict, eve)
    assert not wrote(verdict, sam)


def test_a_row_counts_against_each_account_that_may_be_meant(c: Claim, now: datetime) -> None:
    eve, old, sam = author("eve"), reviewer("bob"), reviewer("sam")
    verdict = in_review(c, eve, now)
    unbind(now)
    renamed(old, "eva", at=now.replace(month=11))  # what bob was called before is not known from the log
    verdict.drafted_by = sam  # whoever changed it last
    verdict.save()

    bind()

    assert VerdictNote.objects.filter(person=None).exists()
    assert [wrote(verdict, person) for person in (eve, old, reviewer("new"))] == [True, True, False]


def test_an_author_whose_name_fits_nobody_counts_against_everybody_who_was_there(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    verdict = in_review(c, eve, now)
    unbind(now)
    User.objects.filter(pk=eve.pk).update(username="eva")  # without a trace

    assert wrote(verdict, sam)
    bind()
    assert wrote(verdict, sam)
    assert wrote(verdict, eve)


def test_who_recorded_a_source_is_bound_by_the_account_of_the_token_too(c: Claim, now: datetime) -> None:
    ada = author("ada")
    token = issue_token(ada, "The CMS", ["sources:write"], at=now, actor="user:boss").token
    SourceChange.objects.update(actor=f"token:{token.key} (ada)")
    ada.username = "adele"
    ada.save()
    author("ada")

    bind()

    source = Source.objects.get(key="ben")
    assert SourceChange.objects.get(source=source).person == ada
    assert recorded(source, ada)
    assert not recorded(source, User.objects.get(username="ada"))

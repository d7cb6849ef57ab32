"""Who may approve an unnamed source: somebody who did not record it, in their own name."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from sources.models import Source, SourceChange
from sources.operations import change_source, record_sources
from sources.queries.approvers import approval_fault, recorded
from tests.cases import load, outlet


@pytest.fixture
def official(db: None, ed: User, now: datetime) -> Source:
    """An unnamed source that ed recorded."""
    load({"sources": [outlet("post"), outlet("times")]}, at=now)
    post = Source.objects.get(key="post")
    row = Source(key="u", name="Unnamed official", kind="person", identified=False, vouched_by=post)
    record_sources([row], at=now, actor="user:ed", person=ed.pk)
    return row


def test_whoever_recorded_it_does_not_approve_it_under_any_name(official: Source, ed: User, sen: User) -> None:
    assert (recorded(official, ed), recorded(official, sen)) == (True, False)
    assert approval_fault(official, "sen", sen) == ""
    assert "You recorded this unnamed source" in approval_fault(official, "ed", ed)
    User.objects.filter(pk=ed.pk).update(username="edith")
    assert "You recorded" in approval_fault(official, "edith", User.objects.get(pk=ed.pk))


def test_an_approval_is_given_in_ones_own_name_or_left_as_it_is(official: Source, ed: User, sen: User) -> None:
    assert "only approve in your own name" in approval_fault(official, "boss", sen)
    official.approved_by = "boss"
    assert approval_fault(official, "boss", ed) == approval_fault(official, "", ed) == ""


def test_nobody_approves_what_they_are_about_to_record(sen: User) -> None:
    assert "You recorded" in approval_fault(None, "sen", sen)
    assert approval_fault(None, "", sen) == ""


@pytest.mark.parametrize(("values", "counts"), [({"name": "Unnamed envoy"}, True), ({"country": "US"}, False)])
def test_whoever_makes_it_another_source_counts_as_having_recorded_it(
    official: Source, sen: User, now: datetime, values: dict[str, str], counts: bool
) -> None:
    change_source(official, values, at=now, actor="user:sen", person=sen.pk)
    assert recorded(official, sen) is counts


def test_an_old_row_counts_for_every_account_that_may_be_meant(official: Source, sen: User) -> None:
    change = SourceChange.objects.get(source=official)
    SourceChange.objects.filter(pk=change.pk).update(person=None, actor="user:sen")
    assert recorded(official, sen)
    change.may_be.add(User.objects.create_user("another"))
    assert not recorded(official, sen)

"""What is shown alongside stored bodies: the desk's own fields, and last changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Revision
from claims.operations.claims.assignment import assign
from claims.queries.claims.expansions import desk_fields, last_revisions
from tests.cases import claim
from tests.claims.operations.moving import because, pk
from tests.claims.verdicts import author, in_review, rumour


def test_the_desks_fields_name_the_assignee_and_take_one_query(
    loaded: Callable[..., Any], ed: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(claims=[claim("c", stage="checking"), claim("d", public=False)])
    assign(pk("c"), ed, because(now))
    ids = [pk("d"), pk("c"), 10**6]
    with django_assert_num_queries(1):
        found = desk_fields(ids)
    assert (found[pk("c")]["assignee"], found[pk("c")]["stage"]) == ("ed", "checking")
    assert (found[pk("d")]["assignee"], found[pk("d")]["public"], len(found)) == (None, False, 2)


def test_the_last_change_has_its_reason_but_not_that_of_a_verdict(
    db: None, ed: User, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rated = rumour(now)
    in_review(rated, author("eve"), now)
    (old,) = last_revisions([rated.pk]).values()
    assert old["actor"] == "user:eve"
    Revision.objects.filter(number=old["number"]).update(action="verdict submitted", reason="canary")
    assert last_revisions([rated.pk])[rated.pk]["reason"] == ""

    assign(rated.pk, ed, because(now, reason="Hers."))

    with django_assert_num_queries(1):
        (new,) = last_revisions([rated.pk]).values()
    assert (new["number"], new["reason"]) == (Claim.objects.get().revision, "Hers.")

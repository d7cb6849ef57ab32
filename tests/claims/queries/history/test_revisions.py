"""The last revisions of a claim, with what each changed of what readers see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from claims.models import Claim, Revision
from claims.operations.claims.assignment import assign
from claims.queries.history import revisions
from claims.queries.history.revisions import actions_in_use, last_revision, recent_changes, written_at
from claims.verification import Change
from tests.cases import claim, load

HOUR = timedelta(hours=1)


@pytest.fixture
def edited(db, now, ed):
    for number in range(25):
        # Nobody says it yet: there are no words that another wording could leave in doubt.
        load({"claims": [claim("c", text=f"Text {number}.")]}, at=now + number * HOUR)
    assign(Claim.objects.get().pk, ed, Change(now + 30 * HOUR, "user:eve", "assigned"))
    return Claim.objects.get()


@pytest.mark.parametrize("limit", [1, 3, 10, 100])
def test_each_shows_what_it_changed_in_two_queries_and_one_for_the_start(edited, django_assert_num_queries, limit) -> None:
    with django_assert_num_queries(3):
        found = recent_changes(edited, limit)
    assert [one.revision.number for one in found] == list(range(26, 26 - min(limit, 26), -1))
    assert found[0].lines == []
    for one in found[1:25]:
        assert [line[1:] for line in one.lines] == [(f"Text {one.revision.number - 2}.", f"Text {one.revision.number - 1}.")]


def test_the_first_revision_lists_all_that_it_added(edited) -> None:
    first = recent_changes(edited, 100)[-1]
    assert ("text", "", "Text 0.") in first.lines


def test_when_a_revision_or_the_last_one_before_it_was_written(edited, now) -> None:
    assert [written_at(edited, number) for number in (0, 1, 25, 26, 99)] == [
        None,
        now,
        now + 24 * HOUR,
        now + 30 * HOUR,
        now + 30 * HOUR,
    ]
    last = last_revision(edited)
    assert last is not None
    assert (last.number, last.action) == (26, "assigned")


def test_a_claim_without_revisions_has_none_to_show(db, now) -> None:
    bare = Claim.objects.create(key="bare", text="Bare.", recorded_at=now)
    assert (recent_changes(bare, 5), last_revision(bare), written_at(bare, 1)) == ([], None, None)


def test_actions_in_use_are_each_named_once_in_alphabetical_order_with_that_of_sweeps(edited) -> None:
    assert actions_in_use() == sorted({"verify", *Revision.objects.values_list("action", flat=True)})


@pytest.mark.skipif(connection.vendor != "postgresql", reason="an index of PostgreSQL")
def test_actions_in_use_are_read_along_an_index(edited) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {revisions._ACTIONS}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "revision_action" in plan

"""What the list of claims reads: lines, counts and choices, in a number of queries that does not grow with the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import mark
from claims.queries.claims import change_list as claim_list
from claims.queries.claims.selection import waiting_claims
from sources.models import Source
from tests.cases import claim, outlet, row
from tests.claims.operations.moving import because, pk
from tests.claims.verdicts import author, published, reviewer, rumour

Load = Callable[..., Any]


def test_waiting_claims_are_those_that_the_next_verification_visits(sample: None, now: datetime) -> None:
    def both() -> tuple[int, int]:
        return claim_list.waiting().number, waiting_claims()

    assert both() == (0, 0)
    mark([pk("arms-transfers")], now)
    assert both() == (1, 1)
    set_policy(because(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    assert both() == (Claim.objects.count(), Claim.objects.count())


def test_lines_take_three_queries_with_the_last_change_and_the_word_of_the_verdict(
    db: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rated = rumour(now)
    published(rated, author("eve"), reviewer("sam"), now)
    with django_assert_num_queries(3):  # claims with all one-to-one rows, topics, open flags
        line: Any = claim_list.for_claim_list(Claim.objects.all())[0]
        assert (line.changed_by, line.verdict_word) == ("user:sam", "Unproven")
        assert (line.standing.assessment.status, list(line.topics.all())) == ("unverified", [])
        severities = [flag.severity for flag in line.open_flags]
    assert severities == sorted(severities, key=["critical", "warning", "info"].index)


def test_claims_are_counted_up_to_a_limit(loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(claims=[claim(key) for key in "abc"])
    assert claim_list.counted(Claim.objects.all(), narrowed=True) == (3, "exactly")
    monkeypatch.setattr(claim_list, "MOST_COUNTED", 3)
    assert claim_list.counted(Claim.objects.all(), narrowed=True) == (3, "exactly")
    monkeypatch.setattr(claim_list, "MOST_COUNTED", 2)
    assert claim_list.counted(Claim.objects.all(), narrowed=True) == (2, "more than")
    assert claim_list.counted(Claim.objects.none(), narrowed=True) == (0, "exactly")


def test_choices_are_the_recorded_words_each_once_and_the_people_who_can_be_assigned(
    loaded: Load, ed: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(sources=[outlet("post")], claims=[claim("a", topics=["un", "arms"], language="ru"), claim("b", topics=["arms"])])
    gone = User.objects.create_user("gone", is_staff=True, is_active=False)
    source = Source.objects.get().pk
    with django_assert_num_queries(3):  # words in use, people, names of selected sources
        found = claim_list.offered([source], gone.pk)
    assert (found.values["topic"], found.values["language"], found.values["place"]) == (["arms", "un"], ["ru"], [])
    assert [name for _, name in found.people] == ["ed", "gone"]
    assert [name for _, name in claim_list.people()] == ["ed"]
    assert found.sources == {source: "Post"}
    monkeypatch.setattr(claim_list, "MAX_CHOICES", 1)
    assert claim_list.words_in_use()["topic"] == ["arms"]


def test_selected_claims_come_in_their_order_with_what_they_have_in_common(loaded: Load) -> None:
    loaded(sources=[outlet("post")], claims=[claim("a", topics=["un"]), claim("b", row("post"), topics=["un", "arms"])])

    chosen = claim_list.chosen([pk("b"), 10**9, pk("a")])

    assert [one.key for one in chosen.claims] == ["b", "a"]
    assert chosen.topics == {"arms": 1, "un": 2}
    assert chosen.flags["unsourced"] == 1
    assert claim_list.first_ids(Claim.objects.order_by("-id"), 1) == [pk("b"), pk("a")]

"""Reads of verdicts: who sees drafts, whose turn it is, and what readers may see of the past."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from claims.models import Attribution, Claim, RatingWord, Verdict
from claims.operations.attributions.changes import void
from claims.operations.verdicts.drafts import change_draft, submit_draft
from claims.operations.verdicts.review import confirm_verdict, return_draft, withdraw_verdict
from claims.queries.verdicts import read
from tests.cases import claim, load, row
from tests.claims.verdicts import author, change, in_review, published, reviewer, rumour, seen, staff, wording

HOUR = timedelta(hours=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    return rumour(now)


def test_drafts_are_seen_by_those_who_write_or_review_until_they_leave(c: Claim) -> None:
    eve = author("eve")
    assert [read.sees_drafts(one) for one in (eve, reviewer("sam"), staff("ann"))] == [True, True, False]
    eve.is_active = False
    assert not read.sees_drafts(eve)


def test_nobody_reviews_what_they_ever_wrote_and_it_is_returned_to_who_drafted_it(c: Claim, now: datetime) -> None:
    eve, sam, kim = author("eve"), reviewer("sam"), reviewer("kim")
    verdict = in_review(c, eve, now)
    change_draft(verdict, wording("true", "Seen.", of=c), sam, change(now, sam))
    submit_draft(verdict, eve, change(now, eve))

    assert [read.wrote(verdict, one) for one in (eve, sam, kim)] == [True, True, False]
    assert [list(read.to_review(one)) for one in (eve, sam, kim)] == [[], [], [verdict]]
    assert [read.turn_of(one) for one in (eve, sam, kim)] == [(0, 0), (0, 0), (1, 0)]

    return_draft(verdict, kim, change(now, kim, "Whose words are these?"))

    assert [read.turn_of(one) for one in (eve, kim)] == [(0, 0), (0, 0)]
    assert list(read.returned_to(sam)) == [verdict]  # whose words they are since sam changed them
    assert read.turn_of(sam) == (0, 1)


def test_what_waits_for_somebody_takes_one_query(
    c: Claim, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    in_review(c, author("eve"), now)
    sam = User.objects.get(pk=reviewer("sam").pk)
    with django_assert_num_queries(1):
        assert read.turn_of(sam) == (1, 0)


def test_past_verdicts_and_notes_come_only_with_the_history(
    c: Claim, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    eve, sam = author("eve"), reviewer("sam")
    first = published(c, eve, sam, now)
    second = published(c, sam, reviewer("kim"), now + HOUR, word="true")
    draft = in_review(c, eve, now + HOUR)

    with django_assert_num_queries(2):  # verdicts with word and people; their evidence
        current = read.verdicts_of(c)
    with django_assert_num_queries(3):  # these, and all notes
        history = read.verdicts_of(c, history=True)

    assert (current.published, current.under_way, current.past) == (second, draft, [])
    assert (history.published, history.under_way, history.past) == (second, draft, [first])
    assert list(read.published_once(Verdict.objects.order_by("id"))) == [first, second]


def test_the_findings_that_it_holds_on_follow_a_confirmation_and_end_with_a_withdrawal(c: Claim, now: datetime) -> None:
    assert read.holds_on(c.pk) == ""
    sam, kim = reviewer("sam"), reviewer("kim")
    verdict = published(c, author("eve"), sam, now)
    made_on = read.findings_of(c.pk)
    assert read.holds_on(c.pk) == made_on != ""
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + HOUR)
    assert (read.holds_on(c.pk), read.is_flagged_outdated(c.pk)) == (made_on, True)

    confirm_verdict(verdict, kim, change(now + HOUR, kim, "It holds."), expected=seen(c))
    assert (read.holds_on(c.pk), read.is_flagged_outdated(c.pk)) == (read.findings_of(c.pk), False)
    assert read.holds_on(c.pk) != made_on

    withdraw_verdict(verdict, sam, change(now + 2 * HOUR, sam, "Wrong."), expected=seen(c))
    assert read.holds_on(c.pk) == read.findings_of(c.pk + 1) == ""


def test_evidence_is_offered_in_the_order_of_recording_with_what_was_chosen_before(
    c: Claim, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, echo = Attribution.objects.filter(claim=c).order_by("id")
    monkeypatch.setattr(read, "MOST_OFFERED", 1)
    assert read.evidence_offered(c, []) == [echo]
    assert read.evidence_offered(c, [ada.pk]) == [ada, echo]
    void(echo, change(now, author("eve"), "Misheard."))
    assert read.evidence_offered(c, []) == [ada]


def test_a_retired_word_is_offered_no_more_and_found_all_the_same(c: Claim, now: datetime) -> None:
    RatingWord.objects.filter(key="mixed").update(retired_at=now)
    assert "mixed" not in [word.key for word in read.words_offered()]
    assert [word.key for word in read.all_words() if word.retired_at] == ["mixed"]
    assert read.word_of("mixed") is not None
    assert read.word_of("none") is None

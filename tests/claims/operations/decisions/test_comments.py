"""Answers to requests for comment, and that none came."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Decision, Revision
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import (
    request_comment,
    strike_decision,
)
from claims.operations.writing import OperationError, StaleRevisionError
from claims.verification import Change
from sources.models import Document, Source
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)


def change(at: datetime, reason: str = "I called them.") -> Change:
    return Change(at, "user:eve", "settled", reason)


def test_an_answer_is_a_statement_of_the_party_with_its_words(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="kim"), change(now + HOUR))
    done = record_answer(
        asked,
        "denies",
        change(now + 2 * HOUR, "By e-mail."),
        quote="Нет.",
        translation="No.",
        said_at="2024-06-12",
        document=Document.objects.get(),
        expected={c.pk: 2},
    )

    said = Attribution.objects.get(key="kim")
    assert (done.kind, done.request, done.attribution, done.source) == ("comment_answered", asked, said, asked.source)
    assert (said.stance, said.basis, said.quote_exact, said.quote_translation) == ("denies", "statement", "Нет.", "No.")
    assert (said.said_at, said.document, said.ground_rule) == ("2024-06-12", Document.objects.get(), "on_the_record")
    assert [one.action for one in Revision.objects.filter(claim=c).order_by("number")][2:] == [
        "attribution recorded",
        "settled",
    ]
    assert_stored_equals_fresh(now + 2 * HOUR)
    with pytest.raises(OperationError, match="already recorded"):
        record_answer(asked, "declined", change(now + 3 * HOUR))
    with pytest.raises(OperationError, match="withdraw that first"):
        strike_decision(asked, change(now + 3 * HOUR))


def test_each_answer_has_a_key_of_its_own(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="ben"), change(now + HOUR))
    done = record_answer(asked, "declined", change(now + 2 * HOUR))
    assert done.attribution is not None
    assert (done.attribution.key, done.attribution.said_at) == ("ben-2", "")


def test_what_is_no_answer_leaves_nothing(c: Claim, now: datetime) -> None:
    (asked,) = request_comment(c.pk, Source.objects.get(key="cyd"), change(now + HOUR))
    with pytest.raises(OperationError, match="is not an answer"):
        record_answer(asked, "reports", change(now + 2 * HOUR))
    with pytest.raises(CaseFileError, match="said_at"):
        record_answer(asked, "denies", change(now + 2 * HOUR), said_at="soon")
    with pytest.raises(StaleRevisionError):
        record_answer(asked, "denies", change(now + 2 * HOUR), expected={c.pk: 1})
    strike_decision(asked, change(now + 2 * HOUR))
    with pytest.raises(OperationError, match="was withdrawn"):
        record_answer(asked, "denies", change(now + 3 * HOUR))
    assert not Attribution.objects.filter(source__key="cyd").exists()


def test_that_no_answer_came_is_recorded_once_its_time_is_up_and_a_late_one_may_follow(c: Claim, now: datetime) -> None:
    until = now + 5 * HOUR
    (asked,) = request_comment(c.pk, Source.objects.get(key="cyd"), change(now + HOUR), answer_by=until)
    with pytest.raises(OperationError, match="not passed yet"):
        record_silence(asked, change(until - HOUR))
    done = record_silence(asked, change(until))
    assert (done.kind, done.attribution, done.request) == ("comment_answered", None, asked)
    with pytest.raises(OperationError, match="already recorded"):
        record_silence(asked, change(until + HOUR))
    late = record_answer(asked, "denies", change(until + HOUR))
    assert late.attribution is not None
    assert Decision.objects.filter(request=asked, struck_at=None).count() == 2

"""The desk's words for verdicts: readers see what a word says now."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from claims.models import Claim, PublicBody, Revision
from claims.operations.verdicts.rating_words import Meaning, add_word, change_word
from claims.operations.verdicts.review import publish_verdict, withdraw_verdict
from claims.operations.writing import OperationError
from tests.claims.verdicts import author, change, in_review, published, reviewer, rumour, seen
from tests.recompute import assert_stored_equals_fresh

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def body(c: Claim) -> dict[str, Any]:
    reported: dict[str, Any] = json.loads(PublicBody.objects.get(claim=c).body)
    return reported


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_word_that_is_changed_while_a_verdict_is_published_is_shown_as_it_is_now(now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: nobody waits with what was read")
    c, eve, sam = rumour(now), author("eve"), reviewer("sam")
    verdict, looked, begun = in_review(c, eve, now), seen(c), Event()

    def rename() -> None:
        begun.set()
        change_word(verdict.rating, Meaning("Not shown", "Nobody showed it."), change(now, eve, "Clearer."), retired=False)
        connection.close()

    waiting = Thread(target=rename)
    with transaction.atomic():
        publish_verdict(verdict, sam, change(now, sam, "Checked."), expected=looked)
        waiting.start()
        assert begun.wait(10)
        waiting.join(1)  # as long as this is not committed, it finds no verdict that shows the word
    waiting.join(10)
    assert body(c)["verdict"]["word"] == "Not shown"


def test_another_word_is_shown_to_readers_at_once_and_a_retired_one_stays_where_it_is(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    verdict = published(c, eve, sam, now)
    meaning = Meaning("Not shown", "We could not tell.", None, 3)
    word = verdict.rating
    assert change_word(word, meaning, change(now + HOUR, sam, "Plainer."), retired=True) == 0
    assert body(c)["verdict"]["word"] == "Not shown"
    last = Revision.objects.filter(claim=c).order_by("-number")[0]
    assert (last.reason, last.actor) == ("Plainer.", "user:sam")
    numbers = Revision.objects.count()
    change_word(word, meaning._replace(definition="Nobody can."), change(now + HOUR, sam, "Shorter."), retired=True)
    assert Revision.objects.count() == numbers  # readers of the claim are not reported what it means
    withdraw_verdict(verdict, sam, change(now + DAY, sam, "Wrong."))
    with pytest.raises(OperationError, match="is in use"):
        add_word("unproven", meaning, change(now, sam, "Again."))
    assert add_word("satire", meaning._replace(word="Satire"), change(now, sam, "New.")).retired_at is None
    assert_stored_equals_fresh(now + DAY)

"""A claim that was merged or deleted takes nothing more: whichever way somebody tries, and whoever was quicker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Attribution, Decision, Interest, PrivateNote, Revision
from claims.operations.attributions.changes import void, withdraw
from claims.operations.claims.assignment import assign, assign_all, strike_interest
from claims.operations.claims.relations import contradict
from claims.operations.claims.stakes import Stake, set_stakes
from claims.operations.claims.topics import add_topic, remove_topic
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import link_outcome, reaffirm, request_comment, settle_flag, strike_decision
from claims.operations.decisions.notes import add_note
from claims.operations.desk.discussion import add_comment
from claims.operations.documents.changes import attach_document
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError
from claims.queries.integrity import broken_rules
from sources.models import Document, Source
from tests.cases import load
from tests.claims.operations.moving import LATER, assert_whole, because, duplicates, pk


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    load(duplicates(), at=now)
    request_comment(pk("a"), Source.objects.get(key="ben"), because(now, "asked"))
    return now + LATER


def every_write(at: datetime, ed: User) -> dict[str, Callable[[], Any]]:
    """Return what may be tried on the claim ``a`` with records of it that were read before it went."""
    a, now = pk("a"), because(at + LATER)
    row, request = Attribution.objects.get(claim=a, key="cy-again"), Decision.objects.get(claim=a, kind="comment_requested")
    ben, document, stake = Source.objects.get(key="ben"), Document.objects.get(key="doc"), Interest.objects.get(claim=a)
    return {
        "settle": lambda: settle_flag(a, "contested", now),
        "reaffirm": lambda: reaffirm(a, now),
        "outcome": lambda: link_outcome(a, "did_not", now, document=document),
        "ask": lambda: request_comment(a, ben, now),
        "answer": lambda: record_answer(request, "denies", now),
        "silence": lambda: record_silence(request, now),
        "strike": lambda: strike_decision(request, now),
        "attach": lambda: attach_document(row, document, now),
        "withdraw": lambda: withdraw(row, now, by="source"),
        "void": lambda: void(row, now),
        "unstake": lambda: strike_interest(stake, now),
        "stakes": lambda: set_stakes(a, [Stake(ben, -1)], now),
        "contradict": lambda: contradict(a, pk("b"), now),
        "comment": lambda: add_comment(a, "Ask.", at=at + LATER, actor="user:ed"),
        "assign": lambda: assign(a, ed, now),
        "assign all": lambda: assign_all([a, pk("b")], ed, now),
        "topic": lambda: add_topic([pk("b"), a], "new", now),
        "no topic": lambda: remove_topic([a], "arms", now),
    }


def refusal(write: Callable[[], Any]) -> str:
    try:
        write()
    except OperationError as error:
        return str(error)
    return ""


def test_nothing_is_recorded_of_a_claim_that_was_merged_and_the_answer_names_the_place(desk: datetime, ed: User) -> None:
    tried = every_write(desk, ed)
    merge(pk("a"), pk("b"), because(desk))
    before = Revision.objects.count(), Decision.objects.count()
    shown = {how: refusal(write) for how, write in tried.items()}
    assert [how for how, said in shown.items() if "“a” was merged into “b”" not in said] == []
    assert (Revision.objects.count(), Decision.objects.count()) == before
    assert_whole(desk + LATER)


def test_nothing_is_recorded_of_a_claim_that_was_deleted(desk: datetime, ed: User) -> None:
    tried = every_write(desk, ed) | {"note": lambda: add_note(pk("a"), "Ask.", at=desk, actor="user:sen")}
    del tried["no topic"]  # it has none any more
    remove_claim(pk("a"), because(desk))
    before = Revision.objects.count()
    assert [how for how, write in tried.items() if not refusal(write)] == []
    assert Revision.objects.count() == before
    assert not PrivateNote.objects.exists()
    assert list(broken_rules()) == []

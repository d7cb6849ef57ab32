"""A verdict needs two people, whatever one of them may do otherwise; and it holds on the findings that they saw."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from claims.models import Attribution, Claim, Decision, Flag, PublicBody, Revision, Standing, Verdict
from claims.models.verdict import DRAFT, IN_REVIEW, PUBLISHED, REPLACED, RETURNED
from claims.operations.attributions.changes import void
from claims.operations.decisions.ledger import strike_decision
from claims.operations.verdicts.drafts import change_draft, draft_verdict, drop_draft, submit_draft
from claims.operations.verdicts.review import confirm_verdict, publish_verdict, return_draft, withdraw_verdict
from claims.operations.writing import OperationError, StaleRevisionError, writing
from claims.queries.verdicts.read import turn_of
from claims.vocabulary import CORROBORATED
from tests.cases import claim, load, row
from tests.claims.verdicts import author, change, in_review, published, reviewer, rumour, seen, wording
from tests.recompute import assert_stored_equals_fresh

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def body(c: Claim) -> dict[str, Any]:
    reported: dict[str, Any] = json.loads(PublicBody.objects.get(claim=c).body)
    return reported


def flags(c: Claim) -> set[str]:
    return set(Flag.objects.filter(claim=c, cleared_at=None).values_list("code", flat=True))


def state(verdict: Verdict) -> str:
    return Verdict.objects.get(pk=verdict.pk).state


def test_a_new_name_makes_no_second_pair_of_eyes(c: Claim, now: datetime) -> None:
    kim, sam = reviewer("kim"), reviewer("sam")
    verdict = in_review(c, kim, now)
    with_other_words = wording("false", "Nobody was there at all.", of=c)
    change_draft(verdict, with_other_words, sam, change(now + HOUR, sam))
    submit_draft(verdict, sam, change(now + HOUR, sam))
    kim.username = "kimberly"
    kim.save()
    namesake = reviewer("kim")

    with pytest.raises(OperationError, match="You drafted or changed"):
        publish_verdict(verdict, kim, change(now + DAY, kim, "Read."), expected=seen(c))
    assert (turn_of(kim).review, turn_of(namesake).review) == (0, 1)
    publish_verdict(verdict, namesake, change(now + DAY, namesake, "Read."), expected=seen(c))
    with pytest.raises(OperationError, match="You drafted or changed"):
        confirm_verdict(verdict, kim, change(now + DAY, kim, "It holds."), expected=seen(c))


def test_a_verdict_goes_from_draft_to_readers_and_nothing_of_its_making_leaves_the_house(c: Claim, now: datetime) -> None:
    eve, kim, sam = author("eve"), reviewer("kim"), reviewer("sam")
    status = Standing.objects.get().status
    assert "unverified" in flags(c)
    verdict = draft_verdict(
        c.pk, wording("false", "Inkling of the draft.", "echo", of=c), eve, change(now + HOUR, eve, "Inkling one.")
    )
    change_draft(
        verdict, wording("unproven", "One witness.", "echo", "ada", of=c), kim, change(now + HOUR, kim, "Inkling two.")
    )
    submit_draft(verdict, eve, change(now + HOUR, eve))
    assert (turn_of(sam), turn_of(kim)) == ((1, 0), (0, 0))
    return_draft(verdict, sam, change(now + HOUR, sam, "Inkling three."))
    assert (state(verdict), turn_of(kim), turn_of(eve)) == (RETURNED, (0, 1), (0, 0))
    change_draft(verdict, wording("unproven", "One witness alone.", "ada", "echo", of=c), eve, change(now + HOUR, eve))
    submit_draft(verdict, eve, change(now + HOUR, eve))
    assert body(c).get("verdict") is None
    for own in (eve, kim):  # kim changed it once, though eve was the last
        own.user_permissions.set(sam.user_permissions.all())
        with pytest.raises(OperationError, match="somebody else must review it"):
            publish_verdict(verdict, User.objects.get(pk=own.pk), change(now + HOUR, own, "Mine."), expected=seen(c))

    publish_verdict(verdict, sam, change(now + DAY, sam, "Inkling four."), expected=seen(c))

    verdict.refresh_from_db()
    assert (verdict.state, verdict.drafted_by, verdict.decided_by) == (PUBLISHED, eve, sam)
    assert body(c)["verdict"] == {
        "rating": "unproven", "word": "Unproven", "rationale": "One witness alone.",
        "published_at": verdict.decided_at.isoformat() if verdict.decided_at else "", "evidence": ["ada", "echo"],
    }  # fmt: skip
    assert [note.action for note in verdict.notes.all()] == [
        "drafted", "changed", "submitted", "returned", "changed", "submitted", "published",
    ]  # fmt: skip
    assert "It was rated “False”.\nThe rationale was: Inkling of the draft.\nIt rested on: echo." in verdict.notes.all()[1].text
    assert Standing.objects.get().status == status
    assert "unverified" not in flags(c)  # somebody replaces the second source
    assert Revision.objects.filter(claim=c).count() == 1 + 7
    assert [note.text for note in verdict.notes.all()][-1] == "Inkling four."
    assert set(Revision.objects.filter(claim=c).values_list("reason", flat=True)) == {""}
    assert list(Decision.objects.filter(claim=c).values_list("kind", "reason")) == [("verdict_published", "")]
    bodies = "".join(one.body_text() for one in Revision.objects.filter(claim=c).order_by("number"))
    assert re.findall(r"\b(Inkling|eve|kim|sam|False|draft)\b", bodies) == []
    assert_stored_equals_fresh(now + DAY)


def test_the_database_too_refuses_one_pair_of_eyes(c: Claim, now: datetime) -> None:
    boss = User.objects.create_superuser("boss")
    verdict = in_review(c, boss, now)
    with pytest.raises(OperationError, match="somebody else must review it"):
        publish_verdict(verdict, boss, change(now, boss, "I am the boss."), expected=seen(c))
    with pytest.raises(OperationError, match="somebody else must review it"):
        return_draft(verdict, boss, change(now, boss, "I am the boss."))
    for shown in (PUBLISHED, REPLACED, "withdrawn"):
        with pytest.raises(IntegrityError, match="verdict_four_eyes"), transaction.atomic():
            Verdict.objects.update(state=shown, decided_by=boss, findings_digest="0")
    sam = reviewer("sam")
    publish_verdict(verdict, sam, change(now, sam, "Checked."), expected=seen(c))
    with pytest.raises(IntegrityError, match="verdict_four_eyes"), transaction.atomic():
        Verdict.objects.update(drafted_by=sam)
    with pytest.raises(OperationError, match="somebody else must review it"):
        confirm_verdict(verdict, boss, change(now, boss, "I am the boss."), expected=seen(c))


def test_who_may_not_review_does_not_even_of_others(c: Claim, now: datetime) -> None:
    eve, max_ = author("eve"), author("max")
    verdict = in_review(c, eve, now)
    attempts: list[Callable[..., object]] = [publish_verdict, return_draft]
    for attempt in attempts:
        with pytest.raises(OperationError, match="You need permission to review"):
            attempt(verdict, max_, change(now, max_, "Looks good."), expected=seen(c))
    with pytest.raises(OperationError, match="You need permission to review"):
        withdraw_verdict(published_elsewhere(c, eve, now), max_, change(now, max_, "No."))


def published_elsewhere(c: Claim, eve: User, now: datetime) -> Verdict:
    drop_draft(Verdict.objects.get(), eve, change(now, eve, "Another one."))
    return published(c, eve, reviewer("sam"), now)


def test_a_reprint_does_not_outdate_a_verdict_and_what_changes_the_findings_does(c: Claim, now: datetime) -> None:
    eve, sam, kim = author("eve"), reviewer("sam"), reviewer("kim")
    verdict = published(c, eve, sam, now + HOUR)
    reprints = [row(f"reprint-{number}", "echo", stance="reports", cites=["ada"]) for number in range(31)]
    load({"claims": [claim("c", row("ada"), *reprints)]}, at=now + 2 * HOUR)
    assert "verdict_outdated" not in flags(c)
    with pytest.raises(OperationError, match="nothing to confirm"):
        confirm_verdict(verdict, kim, change(now + 2 * HOUR, kim, "Still so."), expected=seen(c))

    before = seen(c)
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + DAY)

    assert {"verdict_outdated", "unverified"} <= flags(c)
    with pytest.raises(StaleRevisionError):
        confirm_verdict(verdict, kim, change(now + DAY, kim, "Still so."), expected=before)
    confirm_verdict(verdict, kim, change(now + DAY, kim, "Ben would say so."), expected=seen(c))
    assert not {"verdict_outdated", "unverified"} & flags(c)
    assert Decision.objects.get(kind="verdict_confirmed").findings_digest == Standing.objects.get().assessment.findings_digest
    assert_stored_equals_fresh(now + DAY)

    with pytest.raises(OperationError, match="withdraw the verdict"):
        strike_decision(Decision.objects.get(kind="verdict_published"), change(now + DAY, sam, "No."))
    withdraw_verdict(verdict, sam, change(now + 2 * DAY, sam, "We were wrong."), expected=seen(c))
    assert "unverified" in flags(c)
    assert body(c).get("verdict") is None
    assert_stored_equals_fresh(now + 2 * DAY)
    # What stood then can be reported from the record alone.
    held = {at: {flag.code for flag in c.as_of(recorded=now + at, said="2030").flags} for at in (HOUR / 2, 2 * HOUR, 3 * DAY)}
    assert ["unverified" in codes for codes in held.values()] == [True, False, True]


def test_a_verdict_says_nothing_of_status_whatever_it_says(c: Claim, now: datetime) -> None:
    load({"claims": [claim("c", row("ada"), row("ben"))]}, at=now)
    assert Standing.objects.get().status == CORROBORATED
    published(c, author("eve"), reviewer("sam"), now + HOUR, word="false")
    assert Standing.objects.get().status == CORROBORATED


def test_a_new_verdict_takes_the_place_of_the_old(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    first = published(c, eve, sam, now)
    second = published(c, sam, reviewer("kim"), now + HOUR, word="true")
    first.refresh_from_db()
    assert (first.state, second.state, body(c)["verdict"]["rating"]) == (REPLACED, PUBLISHED, "true")
    assert first.ended_at == second.decided_at
    assert [note.action for note in first.notes.all()][-1] == "replaced"
    assert body(c)["verdict"]["scale"] == 5
    with pytest.raises(OperationError, match="because the verdict was replaced by a later one"):
        withdraw_verdict(first, sam, change(now, sam, "Gone."))


def test_what_changed_since_the_reviewer_looked_is_theirs_to_read_first(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    verdict = in_review(c, eve, now)
    looked = seen(c)
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + HOUR)
    with pytest.raises(StaleRevisionError, match="load case"):
        publish_verdict(verdict, sam, change(now + HOUR, sam, "Checked."), expected=looked)
    with pytest.raises(OperationError, match="which revision of the claim you saw"):
        publish_verdict(verdict, sam, change(now + HOUR, sam, "Checked."), expected={})
    void(Attribution.objects.get(key="ada"), change(now + HOUR, sam, "Misheard."))
    with pytest.raises(OperationError, match="“ada” was voided"):
        publish_verdict(verdict, sam, change(now + HOUR, sam, "Checked."), expected=seen(c))
    assert state(verdict) == IN_REVIEW
    assert not Decision.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waits_while_the_words_are_changed_does_not_publish_them_unread(now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: nobody waits with what was read")
    c, eve, sam = rumour(now), author("eve"), reviewer("sam")
    verdict, looked, begun, said = in_review(c, eve, now), seen(c), Event(), []

    def publish() -> None:
        try:
            begun.set()
            publish_verdict(verdict, sam, change(now, sam, "Checked."), expected=looked)
        except OperationError as error:
            said.append(str(error))
        finally:
            connection.close()

    with writing([c.pk], change(now, eve)):
        waiting = Thread(target=publish)
        waiting.start()
        assert begun.wait(10)
        change_draft(verdict, wording("true", "Quite another thing.", of=c), eve, change(now, eve))
    waiting.join(10)
    assert (len(said), state(verdict)) == (1, DRAFT)

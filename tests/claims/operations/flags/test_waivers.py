"""Waiving a flag: who, until when and why; and how a waiver ends by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, Flag, Revision, Standing
from claims.models.run import ALL, DUE
from claims.operations.flags.waivers import LONGEST, end_waiver, waive
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.history.night import night_report
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import Change
from tests.cases import claim, load, outlet, person, row
from tests.recompute import assert_stored_equals_fresh

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODE = "single_origin"


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    """A claim that one person supports."""
    load({"sources": [person("ada"), person("ben")], "claims": [claim("c", row("ada"))]}, at=now)
    return Claim.objects.get()


def change(at: datetime, reason: str = "Nobody else was in the room.") -> Change:
    return Change(at, "user:eve", "waived", reason)


def flag() -> Flag:
    return Flag.objects.get(code=CODE, cleared_at=None)


def verify(scope: str, at: datetime) -> list[tuple[str, str]]:
    """Do a run as of ``at``; return the flags that it reported as raised."""
    run = start_run(scope, now=at, actor="job:nightly")
    while work_chunk(run, lambda: at):
        pass
    assert finish_run(run, at)
    return [(line.key, line.about) for line in night_report(run).raised]


def test_a_waiver_shows_who_why_and_until_when_and_changes_neither_status_nor_body(c: Claim, now: datetime) -> None:
    status = Standing.objects.get().status
    assert waive([c.pk], {CODE}, change(now + HOUR), until=now + 3 * DAY) == 1
    waived = flag()
    assert (waived.waived_by, waived.waiver_reason, waived.waived_until) == (
        "user:eve", "Nobody else was in the room.", now + 3 * DAY,
    )  # fmt: skip
    assert Standing.objects.get().status == status
    last = Revision.objects.get(number=2)
    assert (last.action, last.actor, last.body) == ("waived", "user:eve", None)
    assert_stored_equals_fresh(now + HOUR)


def test_a_waiver_ends_when_its_day_comes_and_the_night_report_shows_it(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 3 * DAY)
    assert Standing.objects.get().due_at == now + 3 * DAY
    assert verify(DUE, now + 2 * DAY) == []
    assert flag().waived_until is not None
    assert verify(DUE, now + 3 * DAY) == [("c", CODE)]
    assert (flag().waived_at, flag().waiver_reason) == (None, "")
    assert Revision.objects.get(number=3).action == "verify"
    assert verify(DUE, now + 4 * DAY) == []
    due_at = Standing.objects.get().due_at
    assert due_at is not None
    assert due_at > now + 4 * DAY


def test_a_full_sweep_finds_its_day_too(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 3 * DAY)
    assert verify(ALL, now + 2 * DAY) == []
    assert verify(ALL, now + 3 * DAY) == [("c", CODE)]


def test_a_waiver_ends_at_once_when_what_the_flag_rests_on_changes(c: Claim, now: datetime) -> None:
    denied = claim("c", row("ada"), row("ben", stance="denies"))
    load({"claims": [denied]}, at=now)
    waive([c.pk], {"contested", CODE}, change(now + HOUR), until=now + 30 * DAY)
    load({"sources": [person("cyd")], "claims": [claim("c", row("cyd", stance="denies"))]}, at=now + DAY)
    assert Flag.objects.get(code="contested", cleared_at=None).waived_at is None
    assert flag().waived_until == now + 30 * DAY
    assert_stored_equals_fresh(now + DAY)


def test_a_denial_leaves_the_waiver_of_a_flag_on_the_support_alone(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE, "unverified"}, change(now + HOUR), until=now + 30 * DAY)
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + DAY)
    waived = Flag.objects.filter(cleared_at=None, waived_at__isnull=False)
    assert set(waived.values_list("code", flat=True)) == {CODE, "unverified"}


def test_another_word_of_the_only_origin_says_nothing_new(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 30 * DAY)
    load({"claims": [claim("c", row("ada"), row("ada-again", "ada"))]}, at=now + DAY)
    assert flag().waived_until == now + 30 * DAY


def test_it_stays_when_what_comes_says_nothing_new(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 30 * DAY)
    reprint = row("gazette", stance="reports", cites=["ada"])
    load({"sources": [outlet("gazette")], "claims": [claim("c", row("ada"), reprint)]}, at=now + DAY)
    assert flag().waived_until == now + 30 * DAY


def test_a_flag_that_is_cleared_keeps_on_record_that_it_was_waived(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 30 * DAY)
    load({"claims": [claim("c", row("ada"), row("ben"))]}, at=now + DAY)
    cleared = Flag.objects.get(code=CODE)
    assert cleared.cleared_at is not None
    assert cleared.waived_by == "user:eve"


def test_an_editor_may_end_a_waiver(c: Claim, now: datetime) -> None:
    waive([c.pk], {CODE}, change(now + HOUR), until=now + 30 * DAY)
    assert end_waiver([c.pk], {CODE}, change(now + DAY, "I was wrong.")) == 1
    assert flag().waived_at is None
    assert Standing.objects.get().due_at != now + 30 * DAY
    with pytest.raises(OperationError, match="None of these flags is waived"):
        end_waiver([c.pk], {CODE}, change(now + DAY, "Again."))


def test_several_claims_are_waived_at_once_and_those_without_the_flag_are_left_alone(c: Claim, now: datetime) -> None:
    load({"claims": [claim("d", row("d-ada", "ada")), claim("e")]}, at=now)
    ids = list(Claim.objects.order_by("id").values_list("id", flat=True))
    assert waive(ids, {CODE}, change(now + HOUR), until=now + DAY) == 2
    assert [one.revision for one in Claim.objects.order_by("id")] == [2, 2, 1]


@pytest.mark.parametrize(
    ("codes", "days", "reason", "shown"),
    [
        ({CODE}, 3, " ", "Say why"),
        ({CODE}, 0, "Because.", "has passed"),
        ({CODE}, LONGEST.days + 1, "Because.", "a year at most"),
        ({"sin_origin"}, 3, "Because.", "no flag “sin_origin”"),
        (set(), 3, "Because.", "which flag"),
        ({"contested"}, 3, "Because.", "None of these flags is open"),
    ],
)
def test_what_cannot_be_waived_is_refused_and_leaves_nothing(
    c: Claim, now: datetime, codes: set[str], days: int, reason: str, shown: str
) -> None:
    with pytest.raises(OperationError, match=shown):
        waive([c.pk], codes, change(now, reason), until=now + days * DAY)
    assert Revision.objects.count() == 1


def test_a_claim_that_changed_meanwhile_is_not_waived(c: Claim, now: datetime) -> None:
    with pytest.raises(StaleRevisionError):
        waive([c.pk], {CODE}, change(now), until=now + DAY, expected={c.pk: 7})

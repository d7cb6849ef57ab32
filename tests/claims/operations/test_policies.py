from __future__ import annotations

import pytest

from claims.models import DeskPolicy, Standing
from claims.operations.policies import set_policy
from claims.operations.writing import OperationError
from claims.queries.policies import thresholds
from claims.runs import finish_run, start_run, work_chunk
from claims.verification import Change
from tests.cases import two_statements

SET = {"min_on_record": 3, "min_disinterested": 2, "shelf_life_days": 30, "outcome_grace_days": 1}


def test_versions_are_numbered_and_the_last_is_in_force(db, clock):
    set_policy(Change(clock(), "user:boss", "policy set", "stricter"), **SET)
    set_policy(Change(clock(), "user:boss", "policy set", "laxer"), **{**SET, "min_on_record": 2})

    assert list(DeskPolicy.objects.order_by("version").values_list("version", "min_on_record")) == [(1, 3), (2, 2)]
    assert thresholds().min_on_record == 2


def test_the_next_verification_visits_every_claim_under_it_and_the_one_after_none(loaded, clock):
    loaded(**two_statements())
    run_off(clock())
    assert run_off(clock()).verified == 0
    set_policy(Change(clock(), "user:boss", "policy set", "stricter"), **SET)

    assert run_off(clock()).verified == 1
    assert Standing.objects.get().status == "unverified"
    assert run_off(clock()).verified == 0


def run_off(at):
    run = start_run("due", now=at, actor="job:nightly")
    while work_chunk(run, lambda: at) is not None:
        pass
    assert finish_run(run, at)
    return run


@pytest.mark.parametrize(("reason", "values"), [(" ", {}), ("why", {"min_disinterested": 4})])
def test_a_policy_without_a_reason_or_that_nobody_could_meet_is_refused(reason, values, db, clock):
    with pytest.raises(OperationError):
        set_policy(Change(clock(), "user:boss", "policy set", reason), **{**SET, **values})

    assert not DeskPolicy.objects.exists()

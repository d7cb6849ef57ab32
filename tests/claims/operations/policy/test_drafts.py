from __future__ import annotations

import pytest

from claims.models import Assessment, DeskPolicy, Flag, Standing
from claims.operations.policy.drafts import activate_policy, draft_policy, drop_draft, set_policy
from claims.operations.writing import OperationError
from claims.queries.policy.versions import thresholds, thresholds_as_of
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import Change
from tests.cases import two_statements

SET = {"min_on_record": 3, "min_disinterested": 2, "shelf_life_days": 30, "outcome_grace_days": 1}


def test_versions_are_numbered_and_the_last_is_in_force(db, clock):
    set_policy(Change(clock(), "user:boss", "policy set", "stricter"), **SET)
    set_policy(Change(clock(), "user:boss", "policy set", "laxer"), **{**SET, "min_on_record": 2})

    assert list(DeskPolicy.objects.order_by("version").values_list("version", "min_on_record")) == [(1, 3), (2, 2)]
    assert thresholds().min_on_record == 2


def test_a_draft_changes_nothing_until_it_is_put_in_force_and_then_the_past_keeps_its_own(db, clock):
    drafted_at = clock()
    draft = draft_policy(Change(drafted_at, "user:ed", "policy drafted", "stricter"), **SET)
    assert thresholds().version == 0

    before = clock()
    activate_policy(draft, Change(clock(), "user:boss", "policy set", "agreed on"))

    assert (thresholds().version, thresholds().min_on_record) == (1, 3)
    assert thresholds_as_of(before).version == 0
    stored = DeskPolicy.objects.get()
    assert (stored.drafted_by, stored.recorded_by, stored.reason) == ("user:ed", "user:boss", "agreed on")


def test_a_draft_is_put_in_force_once_and_never_once_it_is_given_up(db, clock):
    change = Change(clock(), "user:boss", "policy set", "so")
    draft, other = draft_policy(change, **SET), draft_policy(change, **SET)
    activate_policy(draft, change)
    drop_draft(other, change)

    for gone in (draft, other):
        with pytest.raises(OperationError, match="already in force or was dropped"):
            activate_policy(gone, change)
        with pytest.raises(OperationError):
            drop_draft(gone, change)
    assert thresholds().version == 1


def test_the_next_verification_visits_every_claim_under_it_and_the_one_after_none(loaded, clock):
    loaded(**two_statements())
    run_off(clock())
    assert run_off(clock()).verified == 0
    set_policy(Change(clock(), "user:boss", "policy set", "stricter"), **SET)

    assert run_off(clock()).verified == 1
    assert Standing.objects.get().status == "unverified"
    assert run_off(clock()).verified == 0


def test_flags_are_raised_as_the_policy_grades_them_and_each_result_names_its_version(loaded, clock):
    loaded(**two_statements())
    assert Flag.objects.get(code="undocumented", cleared_at=None).severity == "info"
    graded = {**SET, "severities": {"undocumented": "critical"}, "switched_off": ["unverified"]}
    set_policy(Change(clock(), "user:boss", "policy set", "stricter"), **graded)

    run_off(clock())

    assert Flag.objects.get(code="undocumented", cleared_at=None).severity == "critical"
    assert not Flag.objects.filter(code="unverified", cleared_at=None).exists()
    assert Assessment.objects.order_by("-id")[0].policy_version.endswith("+1")


def run_off(at):
    run = start_run("due", now=at, actor="job:nightly")
    while work_chunk(run, lambda: at) is not None:
        pass
    assert finish_run(run, at)
    return run


@pytest.mark.parametrize(
    ("reason", "values", "said"),
    [
        (" ", {}, "Say why"),
        ("why", {"min_disinterested": 4}, "cannot include"),
        ("why", {"severities": {"no_such": "info"}}, "no flag “no_such”"),
        ("why", {"severities": {"stale": "fatal"}}, "“fatal” is not a severity"),
        ("why", {"switched_off": ["contested"]}, "cannot be switched off"),
    ],
)
def test_a_policy_without_a_reason_or_that_makes_no_sense_is_refused(reason, values, said, db, clock):
    with pytest.raises(OperationError, match=said):
        set_policy(Change(clock(), "user:boss", "policy set", reason), **{**SET, **values})

    assert not DeskPolicy.objects.exists()

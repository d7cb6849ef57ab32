"""What a visit that trusts digests leaves alone, and how it is checked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Assessment, Attribution, Flag, PublicBody, Revision, Standing
from claims.operations.sources.changes import apply_source_changes, mark
from claims.policy.facts import Thresholds
from claims.queries.claims.selection import ids_of_all
from claims.queries.policy.versions import thresholds
from claims.verification import Change, Outcome, clock_at, settle, settling
from sources.models import Source, SourceChange
from sources.operations import change_source
from tests.cases import claim, person, row
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=1)


@pytest.fixture(autouse=True)
def _five_claims(loaded: Load) -> None:
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(5)])


def visit(at: datetime, policy: Thresholds | None = None, sampled: Collection[int] = ()) -> Outcome:
    change = Change(at, "job:x", "verify")
    return settle(ids_of_all(), change, clock_at(at), policy or thresholds(), trusting=True, sampled=sampled)


def assessed(outcome: Outcome) -> int:
    return sum(found.assessment is not None for found in outcome.verified.values())


def test_what_is_proven_unchanged_is_not_assessed(later: datetime) -> None:
    outcome = visit(later)
    assert (len(outcome.verified), assessed(outcome), len(outcome.changed)) == (5, 0, 0)


def test_a_changed_row_is_assessed_though_nobody_marked_it(later: datetime) -> None:
    Attribution.objects.filter(claim__key="c3").update(stance="denies")
    outcome = visit(later)
    assert (assessed(outcome), len(outcome.changed)) == (1, 1)
    assert ("c3", "denied_only") in outcome.raised


def test_what_is_due_or_under_another_policy_is_assessed(now: datetime, later: datetime) -> None:
    assert assessed(visit(now + timedelta(days=90))) == 5
    assert assessed(visit(later, Thresholds(version=7))) == 5


def test_a_marked_claim_is_looked_at_and_its_mark_taken_off(later: datetime) -> None:
    mark(ids_of_all(), later)
    assert assessed(visit(later)) == 5
    assert not Standing.objects.filter(marked_at__isnull=False).exists()


def test_a_marked_claim_shows_what_changed_of_its_source_though_its_result_stays(later: datetime) -> None:
    change_source(Source.objects.get(), {"description": "A countess."}, at=later, actor="user:eve")
    apply_source_changes(later, actor="user:eve", at_once=0)
    outcome = visit(later)
    assert not outcome.changed
    assert "A countess." in PublicBody.objects.get(claim__key="c4").body
    assert Revision.objects.filter(number=2).count() == 5
    assert_stored_equals_fresh(later)


def test_a_sampled_claim_is_assessed_though_proven_and_a_surprise_is_reported(later: datetime) -> None:
    ids = ids_of_all()
    assert assessed(visit(later, sampled=ids)) == 5
    assert visit(later, sampled=ids).surprises == ()
    Standing.objects.filter(claim__key="c2").update(result_digest="another result")
    assert visit(later, sampled=ids).surprises == ("c2",)


def test_a_source_that_changes_while_facts_are_read_is_read_again(later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the state of the sources that an assessment rests on would be unknown."""
    evaluate, times = settling.evaluate, []

    def overtaken(*args: Any, **options: Any) -> Any:
        found = evaluate(*args, **options)
        if not times:
            change_source(Source.objects.get(), {"name": "Ada Lovelace"}, at=later, actor="user:eve")
        times.append(len(found))
        return found

    monkeypatch.setattr(settling, "evaluate", overtaken)
    mark(ids_of_all(), later)
    visit(later)
    assert times == [5, 5]
    assert "Ada Lovelace" in PublicBody.objects.get(claim__key="c4").body
    last = Assessment.objects.order_by("-id")[0]
    assert last.sources_at == SourceChange.objects.order_by("-id")[0].at


def test_a_clock_set_back_leaves_nothing_proven(later: datetime) -> None:
    mark(ids_of_all(), later)
    visit(later + timedelta(days=100))
    assert Flag.objects.filter(code="stale", cleared_at=None).count() == 5
    outcome = visit(later)
    assert assessed(outcome) == 5
    assert not Flag.objects.filter(code="stale", cleared_at=None).exists()
    assert_stored_equals_fresh(later)

"""Past assessments replayed from the records: equal to what was shown then, or with the difference."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given

from claims.models import Assessment, Attribution, Revision
from claims.operations.attributions.changes import void, withdraw
from claims.operations.documents.changes import attach_document
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import apply_source_changes
from claims.policy import assess as policy
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.assembling import directory_of
from claims.queries.facts.current import load_facts
from claims.queries.facts.past import Records
from claims.verification import Change, replaying
from claims.verification.replaying import DIFFERS, EQUAL, OTHER_POLICY, Replayed, replay
from sources.models import Document, Source, SourceRelation
from sources.operations import change_source, judge, relate
from sources.queries import SourceHistory, members
from sources.queries.changes import last_change_at
from tests.cases import claim, outlet, person, row, two_statements, unnamed
from tests.examples import histories
from tests.histories import live_through_upheavals, turbulent_steps

Load = Callable[..., Any]


def replayed() -> list[Replayed]:
    return list(replay(ids_of_all()))


def bodies(pk: int) -> list[dict[str, Any]]:
    """Return the public body that each revision of a claim left, oldest first."""
    return [json.loads(revision.body_text()) for revision in Revision.objects.filter(claim=pk).order_by("number")]


def assert_every_revision_replays() -> None:
    """Compare what each revision showed with its assessment, and each assessment with what the records of its time give."""
    found = replayed()
    assert [one for one in found if one.outcome != EQUAL] == []
    assert len(found) == Assessment.objects.count()
    for pk in ids_of_all():
        revisions = Revision.objects.filter(claim=pk).select_related("assessment").order_by("number")
        instants = [revision.at for revision in revisions]
        assert instants == sorted(set(instants))
        for revision, body in zip(revisions, bodies(pk), strict=True):
            stored = revision.assessment
            shown = [{name: value for name, value in flag.items() if name != "culprits"} for flag in stored.result["flags"]]
            for flag in body["flags"]:
                flag.pop("implied_by", None)  # follows from the other flags, and is not stored
            assert (body["status"], body["explanation"], body["flags"]) == (stored.status, stored.explanation, shown)
            assert (body["support"], body["denial"]) == (stored.result["support"], stored.result["denial"])
            assert stored.at <= revision.at


def assert_the_record_of_now_is_what_stands(at: datetime) -> None:
    """Compare the facts as recorded by the last record time with those read from the current rows."""
    ids = ids_of_all()
    end = max([at, *Revision.objects.values_list("at", flat=True)])
    said_until = "2024-06-12T12:00Z"
    sources = SourceHistory()
    named = list(Source.objects.values_list("id", flat=True))
    read_at = last_change_at() or end
    assert directory_of(sources.members(named, read_at)) == directory_of(members(named, whole_families=True))
    past = Records(ids).loaded(ids, end, said_until, lambda wanted: directory_of(sources.members(wanted, read_at)))
    assert dict(past.claims) == dict(load_facts(ids, said_until).claims)


@pytest.mark.django_db
@histories(100)
@given(turbulent_steps)
def test_whatever_happened_every_past_revision_replays_to_what_was_shown(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        at = live_through_upheavals(sequence)
        assert_every_revision_replays()
        assert_the_record_of_now_is_what_stands(at)
        transaction.set_rollback(True)


def outcomes() -> list[str]:
    return [one.outcome for one in replayed()]


def test_a_row_changed_behind_the_operations_differs_and_both_results_are_reported(loaded: Load) -> None:
    loaded(**two_statements())
    Attribution.objects.filter(key="ben").update(stance="denies")
    (one,) = replayed()
    assert (one.outcome, one.key, one.revision) == (DIFFERS, "c", 1)
    assert one.difference == "status, explanation, findings_digest, result"
    assert one.found is not None
    assert (one.stored.status, one.found.status) == ("corroborated", "contested")


def test_one_that_cannot_be_assessed_again_is_reported_and_the_rest_continue(
    loaded: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d", row("ada"))])
    monkeypatch.setattr(replaying, "assess", fails_on("c"))
    first, second = replayed()
    assert (first.outcome, first.difference, first.found) == (DIFFERS, "cannot be assessed again: ValueError: broken", None)
    assert second.outcome == EQUAL


def fails_on(key: str) -> Callable[..., Any]:
    def assess(facts: Any, *others: Any) -> Any:
        if facts.key == key:
            raise ValueError("broken")
        return policy.assess(facts, *others)

    return assess


def test_other_rules_are_reported_and_are_no_difference(loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(**two_statements())
    made_by = policy.RULES_VERSION
    monkeypatch.setattr(policy, "RULES_VERSION", "next")
    (one,) = replayed()
    assert (one.outcome, one.difference) == (OTHER_POLICY, f"made by policy {made_by}+0; these rules make next+0")


def test_thresholds_that_are_not_stored_are_reported(loaded: Load) -> None:
    loaded(**two_statements())
    Assessment.objects.update(policy_version=f"{policy.RULES_VERSION}+7")
    assert outcomes() == [OTHER_POLICY]


def test_each_assessment_is_replayed_by_the_thresholds_of_its_time(loaded: Load, clock: Callable[[], datetime]) -> None:
    loaded(**two_statements())
    change = Change(clock(), "user:boss", "policy set", "stricter")
    set_policy(change, min_on_record=3, min_disinterested=1, shelf_life_days=90, outcome_grace_days=7)
    loaded(claims=[claim("c", priority=1)])
    found = replayed()
    assert [(one.stored.status, one.outcome) for one in found] == [("corroborated", EQUAL), ("unverified", EQUAL)]


def test_a_window_edited_since_is_the_one_of_then(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[person("ada")],
        claims=[claim("c", row("ada", said_at="2024-01"), window={"from": "2024-03", "until": "2024-05"})],
    )
    assert "overdue_outcome" in [flag["code"] for flag in replayed()[0].stored.result["flags"]]
    loaded(claims=[claim("c", window=None)])
    assert outcomes() == [EQUAL, EQUAL]


def test_what_was_recorded_while_the_clock_was_set_back_comes_after_all_the_same(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    withdraw(Attribution.objects.get(key="ben"), Change(now - timedelta(days=3), "user:eve", "withdrawn", "No."), by="source")
    void(Attribution.objects.get(key="ada"), Change(now - timedelta(days=9), "user:eve", "voided", "Ours."))
    assert [one.stored.status for one in replayed()] == ["corroborated", "unverified", "unsourced"]
    assert_every_revision_replays()


def test_a_source_is_as_the_assessment_had_read_it_though_its_times_run_ahead(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    for name, minutes in (("A.", 60), ("B.", 90)):
        change_source(
            Source.objects.get(key="ada"), {"short_name": name}, at=now + timedelta(minutes=minutes), actor="user:eve"
        )
        apply_source_changes(now + timedelta(minutes=1), actor="user:eve")  # by a clock that was set back
    found = replayed()
    assert [next(name for name in ("A.", "B.", "Ada") if name in one.stored.explanation) for one in found] == [
        "Ada",
        "A.",
        "B.",
    ]
    assert outcomes() == [EQUAL, EQUAL, EQUAL]


def test_a_later_voice_does_not_reach_back(loaded: Load, clock: Callable[[], datetime]) -> None:
    loaded(**two_statements())
    ends = {"from_source": Source.objects.get(key="ada"), "to_source": Source.objects.get(key="ben")}
    relate([SourceRelation(**ends, kind="same_as", reason="one man")], at=clock(), actor="user:eve")
    apply_source_changes(clock(), actor="user:eve")
    assert [one.stored.status for one in replayed()] == ["corroborated", "unverified"]
    assert outcomes() == [EQUAL, EQUAL]


def test_a_claim_that_contradicts_counts_as_it_was_then(loaded: Load, now: datetime) -> None:
    rivals = claim("c", row("ada"), relations=[{"kind": "contradicts", "claim": "d"}]), claim("d", row("ben"))
    loaded(sources=[person("ada"), person("ben")], claims=[*rivals])
    void(Attribution.objects.get(key="ben"), Change(now - timedelta(days=1), "user:eve", "voided", "Ours."))
    assert sorted(one.stored.status for one in replayed() if one.key == "c") == ["contested", "unverified"]
    assert_every_revision_replays()


def test_what_an_unnamed_source_was_compared_with_is_as_it_was_then(loaded: Load, clock: Callable[[], datetime]) -> None:
    rows = row("us"), row("u"), row("post", stance="reports", cites=["us", "u"])
    sources = [outlet("post"), person("us", country="US"), unnamed("u", "post", country="CN")]
    loaded(sources=sources, claims=[claim("c", *rows)])
    change_source(Source.objects.get(key="us"), {"country": "CN"}, at=clock(), actor="user:eve")
    apply_source_changes(clock(), actor="user:eve")
    assert [one.stored.result["support"]["at_least"] for one in replayed()] == [2, 1]
    assert outcomes() == [EQUAL, EQUAL]


def test_a_later_judgement_does_not_reach_back(loaded: Load, clock: Callable[[], datetime]) -> None:
    rows = row("u"), row("v"), row("post", stance="reports", cites=["u", "v"])
    loaded(sources=[outlet("post"), unnamed("u", "post"), unnamed("v", "post")], claims=[claim("c", *rows)])
    pair = Source.objects.get(key="u"), Source.objects.get(key="v")
    for outcome in ("independent", "unsure"):
        judge(*pair, outcome, at=clock(), actor="user:eve", reason="as the outlet says")
        apply_source_changes(clock(), actor="user:eve")
    assert [one.stored.result["support"]["at_least"] for one in replayed()] == [1, 2, 1]
    assert outcomes() == [EQUAL, EQUAL, EQUAL]


def test_a_document_that_came_later_does_not_reach_back(loaded: Load, clock: Callable[[], datetime]) -> None:
    documents = [{"key": "page", "publisher": "post", "kind": "article", "title": "Page"}]
    loaded(sources=[outlet("post"), person("ada")], documents=documents, claims=[claim("c", row("ada"))])
    change = Change(clock(), "user:eve", "document attached", "found it")
    attach_document(Attribution.objects.get(), Document.objects.get(), change)
    codes = [[flag["code"] for flag in one.stored.result["flags"]] for one in replayed()]
    assert ["undocumented" in shown for shown in codes] == [True, False]
    assert outcomes() == [EQUAL, EQUAL]

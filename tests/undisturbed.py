"""What a run leaves of every claim, by content and without ids or times, to compare a disturbed run with an undisturbed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction

from claims.models import Assessment, Claim, Flag, PublicBody, Revision, Standing
from claims.models.run import ALL
from claims.queries.integrity import broken_rules
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run

Picture = Mapping[str, Mapping[str, Any]]


def undisturbed(load: Callable[[], Any], now: datetime, *, actor: str = "job:weekly") -> Picture:
    """Return the picture after loading and one run over everything at ``now``, all of which is undone again."""
    with transaction.atomic():
        load()
        run = start_run(ALL, now=now, actor=actor)
        while work_chunk(run, lambda: now) is not None:
            pass
        assert finish_run(run, now)
        picture = whole_picture()
        transaction.set_rollback(True)
    assert not Claim.objects.exists()
    return picture


def whole_picture() -> Picture:
    """Return, by key of claim, everything that was ever stored of it: its past and its current state."""
    return {key: _past(pk) | _present(pk) for pk, key in Claim.objects.values_list("id", "key")}


def present_picture() -> Picture:
    """Return, by key of claim, its current state."""
    return {key: _present(pk) for pk, key in Claim.objects.values_list("id", "key")}


def _present(pk: int) -> dict[str, Any]:
    standing = Standing.objects.select_related("assessment").get(pk=pk)
    assert standing.assessment is not None
    flags = Flag.objects.filter(claim=pk, cleared_at=None).order_by("code")
    return {
        "standing": (standing.status, standing.error, standing.marked_at, standing.due_at),
        "result": (standing.assessment.result, standing.assessment.explanation, standing.assessment.findings_digest),
        "open flags": list(flags.values_list("code", "severity", "level", "reason", "culprits")),
        "public body": PublicBody.objects.get(pk=pk).body,
    }


def _past(pk: int) -> dict[str, Any]:
    assessments = list(Assessment.objects.filter(claim=pk).order_by("id"))
    number = {None: None} | {assessment.pk: count for count, assessment in enumerate(assessments, 1)}
    flags = Flag.objects.filter(claim=pk).order_by("code", "id")
    revisions = Revision.objects.filter(claim=pk).order_by("number")
    return {
        "assessments": [(one.status, one.result, one.explanation, one.findings_digest, one.due_at) for one in assessments],
        "flags": [(flag.code, flag.reason, number[flag.raised_by_id], number[flag.cleared_by_id]) for flag in flags],
        "revisions": [
            (one.number, one.actor, one.action, one.reason, number[one.assessment_id], one.body_text()) for one in revisions
        ],
    }


def assert_same(found: Picture, expected: Picture) -> None:
    """Compare claim by claim, and see that revisions, chains and stored bodies keep the rules."""
    assert found.keys() == expected.keys()
    for key, claim in found.items():
        assert claim == expected[key], key
    assert_rules_kept()


def assert_rules_kept() -> None:
    assert list(broken_rules()) == []
    for pk in Claim.objects.values_list("id", flat=True):
        times = Revision.objects.filter(claim=pk).order_by("number").values_list("at", flat=True)
        assert all(sooner < later for sooner, later in pairwise(times))

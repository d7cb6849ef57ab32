"""What the installed rules find about claims, compared with their stored results; nothing is written or locked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db.models import F

from claims.models import Standing
from claims.policy.facts import Clock, Thresholds
from claims.queries.facts.current import Ids, Sources, of
from claims.verification.evaluating import Verified, evaluate
from claims.verification.storage.storing import result_of

#: The counts of a side, in the order in which they are shown.
COUNTS: Final = ("at_least", "at_most", "open", "on_record", "disinterested", "routes", "exact")
_NOTHING: Final[Mapping[str, Any]] = {"support": {}, "denial": {}, "flags": []}


class Kind(StrEnum):
    """What differs for a claim."""

    STATUS = "status"
    COUNTS = "counts"
    RAISED = "flags raised"
    CLEARED = "flags cleared"
    SEVERITY = "severities"
    WORDING = "wording only"  # of the sentences and witnesses: status, counts and flags stay


class Findings(NamedTuple):
    """What people see of an assessment."""

    status: str
    support: Mapping[str, Any]
    denial: Mapping[str, Any]
    flags: Mapping[str, str]  # severities by flag


class RuleChange(NamedTuple):
    """A claim whose result the installed rules change."""

    key: str
    kinds: tuple[Kind, ...]
    before: Findings
    after: Findings
    due: bool  # marked or due as well: a part of the difference may come from changed records, or from time


class Compared(NamedTuple):
    """The comparison of some claims."""

    number: int
    changes: tuple[RuleChange, ...]
    failed: tuple[tuple[str, str], ...]  # (claim key, error)


class _Stored(NamedTuple):
    digest: str
    explanation: str
    result: Mapping[str, Any]
    findings: Findings
    due: bool


def compare(ids: Ids, clock: Clock, thresholds: Thresholds, sources: Sources) -> Compared:
    """Return which of the claims ``ids`` the installed rules would change.

    A claim that somebody changes meanwhile is left out: it has the result of the installed rules by then.
    """
    stored = _stored(ids, clock)
    found = evaluate(ids, clock, thresholds, sources=sources, tolerant=True)
    while sources.outdated():
        found = evaluate(ids, clock, thresholds, sources=sources, tolerant=True)
    differing = {pk: change for pk, one in found.items() if pk in stored and (change := _change(stored[pk], one)) is not None}
    same = _digests(differing)
    changes = [change for pk, change in differing.items() if same.get(pk) == stored[pk].digest]
    failed = [(one.key, one.error) for one in found.values() if one.error]
    return Compared(len(found), tuple(changes), tuple(failed))


def _stored(ids: Ids, clock: Clock) -> dict[int, _Stored]:
    rows = Standing.objects.filter(of("claim_id", ids)).annotate(
        explanation=F("assessment__explanation"), result=F("assessment__result")
    )
    columns = ("claim_id", "status", "result_digest", "explanation", "result", "marked_at", "due_at")
    found = {}
    for claim, status, digest, explanation, result, marked_at, due_at in rows.values_list(*columns):
        due = marked_at is not None or (due_at is not None and due_at <= clock.now)
        found[claim] = _Stored(digest, explanation or "", result or _NOTHING, _findings(status, result or _NOTHING), due)
    return found


def _digests(ids: Collection[int]) -> dict[int, str]:
    return dict(Standing.objects.filter(of("claim_id", sorted(ids))).values_list("claim_id", "result_digest")) if ids else {}


def _change(stored: _Stored, found: Verified) -> RuleChange | None:
    if found.assessment is None:
        return None
    result = json.loads(result_of(found.assessment))
    after = _findings(found.assessment.status, result)
    kinds = tuple(_kinds(stored.findings, after))
    if not kinds:
        if (stored.result, stored.explanation) == (result, found.assessment.explanation):
            return None
        kinds = (Kind.WORDING,)
    return RuleChange(found.key, kinds, stored.findings, after, stored.due)


def _findings(status: str, result: Mapping[str, Any]) -> Findings:
    flags = {flag["code"]: flag["severity"] for flag in result["flags"]}
    return Findings(status, _counts(result["support"]), _counts(result["denial"]), flags)


def _counts(side: Mapping[str, Any]) -> dict[str, Any]:
    """Return the counts of a side, also of one that other rules stored without some of them."""
    return {name: side.get(name, name == "exact" or (False if name == "open" else 0)) for name in COUNTS}


def _kinds(before: Findings, after: Findings) -> Iterator[Kind]:
    if before.status != after.status:
        yield Kind.STATUS
    if (before.support, before.denial) != (after.support, after.denial):
        yield Kind.COUNTS
    if after.flags.keys() - before.flags.keys():
        yield Kind.RAISED
    if before.flags.keys() - after.flags.keys():
        yield Kind.CLEARED
    if any(before.flags.get(code, severity) != severity for code, severity in after.flags.items()):
        yield Kind.SEVERITY

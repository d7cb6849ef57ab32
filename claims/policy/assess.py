"""From facts to an assessment: the counts, the flags of all rules, the status and a one-sentence explanation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from claims.policy.explanation import explain
from claims.policy.facts import AttributionFact, ClaimFacts, Clock, Directory, SourceFact, Thresholds
from claims.policy.findings import Case, Check, Culprit, Rule
from claims.policy.origins.independence import Side
from claims.vocabulary import CONTESTED, CORROBORATED, DISCREDITED, RETIRING, UNSOURCED, UNVERIFIED, Severity
from factcheck.dates.partial_dates import earliest
from factcheck.discovery import discover

#: Increase this whenever the same facts may lead to another result.
RULES_VERSION = "6"

RULES: tuple[Rule, ...] = discover("claims.policy.rules", "RULE", Rule)
#: The codes of all flags, in alphabetical order.
CODES: tuple[str, ...] = tuple(sorted(rule.code for rule in RULES))
#: Flags that a desk cannot switch off: the status, or what readers see of a verdict, follows from them.
ALWAYS_ON = frozenset({CONTESTED, "verdict_outdated"})
#: Flags that only the desk sees, because they rest on private fields.
DESK_ONLY = frozenset(rule.code for rule in RULES if rule.desk_only)
#: For each flag that others say more exactly, those others.
SAID_BY: Mapping[str, tuple[str, ...]] = {
    code: tuple(rule.code for rule in RULES if code in rule.implies) for code in {of for rule in RULES for of in rule.implies}
}
_DUES = tuple(rule.due for rule in RULES if rule.due is not None)
_CHECKS = tuple((rule.code, rule.check) for rule in RULES if not rule.on_findings)
_ON_FINDINGS = tuple((rule.code, rule.check) for rule in RULES if rule.on_findings)
#: The time zone that is furthest ahead of UTC (Line Islands, UTC+14).
_HOURS_AHEAD = 14
_HOUR = timedelta(hours=1)


class RaisedFlag(NamedTuple):
    """One flag of an assessment."""

    code: str
    severity: str
    reason: str
    culprits: tuple[Culprit, ...]
    level: str


class Assessment(NamedTuple):
    """The policy's result for one claim."""

    status: str
    flags: tuple[RaisedFlag, ...]  # most severe first, then by code
    support: Side
    denial: Side
    explanation: str
    findings_digest: str
    due_at: datetime | None  # when the passing of time alone may change it
    superseded_by: tuple[str, ...] = ()  # keys of claims


def implied_by(code: str, raised: Collection[str]) -> str:
    """Return the first of the flags raised on a claim that says more exactly what a flag says; empty if none does."""
    return next((other for other in SAID_BY.get(code, ()) if other in raised), "")


def policy_version(thresholds: Thresholds) -> str:
    """Return the version of rules and thresholds together, in the form that an assessment records."""
    return f"{RULES_VERSION}+{thresholds.version}"


def assess(facts: ClaimFacts, directory: Directory, thresholds: Thresholds, clock: Clock) -> Assessment:
    """Return the assessment of one claim at ``clock``."""
    case = Case(facts, directory, thresholds, clock)
    if facts.decisions and retired(facts):
        case.status = status = _status(case, ())
        digest = findings_digest(status, case)
        return Assessment(status, (), case.support, case.denial, explain(case), digest, None, _newer(facts))
    raised = _raised(case, _CHECKS)
    status = _status(case, raised)
    case.status, case.findings = status, findings_digest(status, case)
    raised += _raised(case, _ON_FINDINGS)
    if thresholds.severities or thresholds.switched_off:
        raised = _as_the_desk_wants(raised, thresholds)
    raised.sort(key=_by_severity)
    explained, due_at, newer = explain(case), _due_at(case), _newer(facts)
    return Assessment(status, tuple(raised), case.support, case.denial, explained, case.findings, due_at, newer)


def _newer(facts: ClaimFacts) -> tuple[str, ...]:
    return tuple([newer.key for newer in facts.newer]) if facts.newer else ()


def retired(facts: ClaimFacts) -> bool:
    """Return whether a claim was replaced by others: it was merged into another one, or split."""
    return any(decision.kind in RETIRING for decision in facts.decisions)


def case_at(facts: ClaimFacts, directory: Directory, thresholds: Thresholds, clock: Clock) -> Case:
    """Return the case that the rules get, with its findings digest computed."""
    case = Case(facts, directory, thresholds, clock)
    case.status = _status(case, _raised(case, _CHECKS))
    case.findings = findings_digest(case.status, case)
    return case


def _raised(case: Case, checks: Iterable[tuple[str, Check]]) -> list[RaisedFlag]:
    raised = []
    for code, check in checks:
        finding = check(case)
        if finding is not None:
            severity, reason, culprits, level = finding
            raised.append(RaisedFlag(code, severity, reason, culprits, level))
    return raised


def _as_the_desk_wants(raised: Iterable[RaisedFlag], thresholds: Thresholds) -> list[RaisedFlag]:
    severities = dict(thresholds.severities)
    return [
        flag._replace(severity=severities.get(flag.code, flag.severity))
        for flag in raised
        if flag.code not in thresholds.switched_off
    ]


_SEVERITY = {severity: number for number, severity in enumerate(Severity.words())}


def _by_severity(flag: RaisedFlag) -> tuple[int, str]:
    return _SEVERITY[flag.severity], flag.code


def _status(case: Case, flags: Iterable[RaisedFlag]) -> str:
    side, needs = case.support, case.thresholds
    for flag in flags:
        if flag.code == CONTESTED:
            return CONTESTED
    if side.on_record >= needs.min_on_record and side.disinterested >= needs.min_disinterested:
        return CORROBORATED
    return UNVERIFIED if side.at_most or side.partial else UNSOURCED


def findings_digest(status: str, case: Case) -> str:
    """Return a digest of the status, the counts, the witnesses and the deniers: an editor's decision is bound to it."""
    denial = case.denial
    deniers = sorted({case.source(row).key for row in (*denial.origins, *denial.dark, *denial.partial)})
    return _digest(
        (status, _numbers(case.support), _numbers(denial), [source.key for source in case.support.witnesses], deniers)
    )


def _numbers(side: Side) -> tuple[object, ...]:
    return side[:6]


def facts_digest(facts: ClaimFacts, directory: Directory) -> str:
    """Return a digest of everything that the policy read for this claim.

    The clock and the thresholds are left out. The thresholds have a version of their own.
    """
    ids = {row.source for row in facts.attributions} | {source for source, _ in facts.stakes}
    ids.update(row.withdrawn_by for row in facts.attributions if row.withdrawn_by is not None)
    ids.update(asked.source for asked in facts.decisions if asked.source is not None)
    known = [directory.sources[source] for source in sorted(ids)]
    compared = () if all(source.known for source in known) else _compared(known, directory)
    judged = _judged(known, directory) if directory.independent else []
    ties = [directory.ties[head].read for head in sorted({source.family for source in known} & directory.ties.keys())]
    # Without an empty ``pages``, the last field: few claims have any, and the others keep the digest that they had before.
    read = facts if facts.pages else facts[:-1]
    return _digest((read, known, compared, judged, ties))


def _compared(known: list[SourceFact], directory: Directory) -> list[object]:
    """Return what unnamed sources are compared with: the members of families."""
    families = {source.family for source in known if source.known}
    return [sorted(directory.families[family]) for family in sorted(families)]


def _judged(known: list[SourceFact], directory: Directory) -> list[tuple[int, int]]:
    """Return editors' judgements that concern these sources."""
    voices = {source.voice for source in known}
    voices |= {directory.ties[source.family].voice(source.id) for source in known if source.family in directory.ties}
    return sorted(pair for pair in directory.independent if voices.intersection(pair))


def _digest(value: object) -> str:
    return blake2b(msgspec.json.encode(value), digest_size=16).hexdigest()


def _due_at(case: Case) -> datetime | None:
    """Return the next time at which the passing of time alone may change the result.

    That is when a rule says so, or when a statement or withdrawal that is dated ahead begins to count.
    """
    dues = [due for ask in _DUES if (due := ask(case)) is not None]
    until = case.clock.said_until
    if case.counts.chains.ahead:
        dues.extend(_dated_ahead(case.facts.attributions, case.clock))
        dues.extend(_soonest(by.happened_at, case.clock.now) for by in case.decided(DISCREDITED) if by.happened_at > until)
    return min(dues, default=None)


def _dated_ahead(rows: Iterable[AttributionFact], clock: Clock) -> Iterable[datetime]:
    for row in rows:
        if row.said_at > clock.said_until:
            yield _soonest(row.said_at, clock.now)
        if row.withdrawn_at and row.withdrawn_at > clock.said_until:
            yield _soonest(row.withdrawn_at, clock.now)


def _soonest(date: str, now: datetime) -> datetime:
    """Return when to check whether a date has begun: when it begins furthest east, then every hour until it begins in UTC."""
    begins = earliest(date)
    if len(date) > len("2024-06-10") or begins <= now:
        return begins
    hours = min(-((now - begins) // _HOUR) - 1, _HOURS_AHEAD)
    return begins - max(hours, 0) * _HOUR

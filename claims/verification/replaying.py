"""Replay past assessments from the records at their time, by the current rules, and compare with what was stored.

The inputs are those stored with an assessment: when it was made, the last change of a source that it had read, its clock and
the version of its policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from claims.models import Assessment, Revision
from claims.policy.assess import Assessment as Assessed
from claims.policy.assess import assess, policy_version
from claims.policy.facts import Clock, Thresholds
from claims.queries.facts.assembling import directory_of
from claims.queries.facts.current import of
from claims.queries.facts.past import Records
from claims.queries.policy.versions import thresholds
from claims.verification.storage.storing import result_of
from sources.queries import SourceHistory
from sources.queries.changes import last_change_at

#: Claims whose records are in memory at the same time.
BATCH = 200

EQUAL = "equal"
DIFFERS = "differs"
OTHER_POLICY = "other policy"
#: It rests on a claim that was deleted since, of which nothing is left to read, or on a text that was erased.
ERASED = "erased"


class Shown(NamedTuple):
    """An assessment in the form in which it is stored."""

    status: str
    explanation: str
    findings_digest: str
    result: dict[str, Any]  # counts of both sides, flags with their reasons


class Replayed(NamedTuple):
    """One assessment and the result of replaying it."""

    key: str
    revision: int | None  # the first revision that showed it
    at: datetime
    made_by: str  # its policy version
    outcome: str  # EQUAL, DIFFERS, OTHER_POLICY or ERASED
    difference: str  # what differs, or which policy made it; empty where equal
    stored: Shown
    found: Shown | None  # None where it cannot be replayed


def replay(ids: Sequence[int]) -> Iterator[Replayed]:
    """Yield every stored assessment of the claims ``ids`` with the result of replaying it, by claim, oldest first.

    An assessment by other rules is reported, not replayed. If one by these rules differs, that is a defect: a record was
    changed that must not be, or was dated wrong, or the rules changed without a new version. Assessments of deleted claims are
    erased, and skipped.
    """
    sources: SourceHistory | None = None
    read_at: datetime | None = None
    policies: dict[str, Thresholds | None] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = Assessment.objects.filter(of("claim_id", batch), claim__removed_at=None).select_related("claim")
        assessments = list(rows.order_by("claim_id", "id"))
        records = Records(batch)
        if sources is None or last_change_at() != read_at:  # somebody may have changed a source since the batch before
            read_at, sources = last_change_at(), SourceHistory()
        shown_by = _revisions(batch)
        for row in assessments:
            if row.policy_version not in policies:
                policies[row.policy_version] = _policy(row.policy_version)
            yield _replayed(row, shown_by.get(row.pk), policies[row.policy_version], records, sources)


def _policy(version: str) -> Thresholds | None:
    """Return the thresholds of a policy version; None if the rules, or the stored thresholds, differ from it."""
    number = version.rpartition("+")[2]
    if not number.isdecimal():
        return None
    policy = Thresholds() if number == "0" else thresholds(int(number))
    return policy if policy_version(policy) == version else None


def _revisions(ids: Sequence[int]) -> dict[int, int]:
    """Return the number of the first revision that showed each assessment of some claims."""
    rows = Revision.objects.filter(of("claim_id", ids)).order_by("-number").values_list("assessment_id", "number")
    return dict(rows)


def _replayed(
    row: Assessment, revision: int | None, policy: Thresholds | None, records: Records, sources: SourceHistory
) -> Replayed:
    stored = Shown(row.status, row.explanation, row.findings_digest, row.result)
    replayed = Replayed(row.claim.key, revision, row.at, row.policy_version, EQUAL, "", stored, None)
    if policy is None:
        difference = f"made by policy {row.policy_version}; these rules make {policy_version(thresholds())}"
        return replayed._replace(outcome=OTHER_POLICY, difference=difference)
    try:
        found = shown(_assessed_again(row, policy, records, sources))
    except Exception as error:  # noqa: BLE001 - any error is reported with the assessment, and the rest continue
        return replayed._replace(outcome=DIFFERS, difference=f"cannot be assessed again: {type(error).__name__}: {error}")
    differs = [name for name in Shown._fields if getattr(stored, name) != getattr(found, name)]
    if differs and records.rests_on_removed(row.claim_id, row.at):
        return replayed._replace(outcome=ERASED, difference="rests on a claim that was deleted since", found=found)
    if differs and not row.facts_digest:  # an erasure took the digest with what it was made of
        return replayed._replace(outcome=ERASED, difference="rests on a text that was erased since", found=found)
    return replayed._replace(outcome=DIFFERS if differs else EQUAL, difference=", ".join(differs), found=found)


def findings_again(ids: Sequence[int]) -> dict[int, str]:
    """Return the digest of findings that each assessment of some claims has by the records, where these rules made it."""
    records, sources = Records(ids), SourceHistory()
    found: dict[int, str] = {}
    for row in Assessment.objects.filter(of("claim_id", ids), claim__removed_at=None).select_related("claim"):
        policy = _policy(row.policy_version)
        if policy is not None:
            found[row.pk] = _assessed_again(row, policy, records, sources).findings_digest
    return found


def _assessed_again(row: Assessment, policy: Thresholds, records: Records, sources: SourceHistory) -> Assessed:
    read_at = row.sources_at or row.at
    facts, directory = records.loaded(
        [row.claim_id], row.at, row.said_until, lambda named: directory_of(sources.members(named, read_at))
    )
    return assess(facts[row.claim_id], directory, policy, Clock(row.now, row.said_until))


def shown(assessed: Assessed) -> Shown:
    """Return an assessment in the form in which it is stored."""
    result = msgspec.json.decode(result_of(assessed))
    return Shown(assessed.status, assessed.explanation, assessed.findings_digest, result)

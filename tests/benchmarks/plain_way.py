"""The plain way to verify, as the floor: for each claim a task that loads model instances, assesses and saves them one by one.

``python -m tests.benchmarks.plain_way SAMPLE CLAIMS`` prints what ``main`` returns. A queue's own cost would come on top.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()

import msgspec
from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from claims.body_packing import packed
from claims.models import Assessment, Attribution, Citation, Claim, DeskPolicy, Flag, PublicBody, Revision, Standing
from claims.policy.assess import Assessment as Assessed
from claims.policy.assess import assess, policy_version
from claims.policy.facts import AttributionFact, ClaimFacts, Contradiction, Directory, Member, SourceFact, Supporter
from claims.policy.origins.in_time import in_time
from claims.policy.origins.independence import count
from claims.policy.origins.stakes import Stakes
from claims.policy.origins.ties import components
from claims.queries.bodies.assessments import public_assessment
from claims.queries.bodies.rendering import render_bodies
from claims.queries.facts.assembling import label
from claims.queries.policy.versions import thresholds
from claims.revision_chain import chain_digest
from claims.verification import clock_at
from claims.vocabulary import BY_OUTLET, CONTRADICTS, COPIES
from factcheck.dates.partial_dates import from_instant
from sources.families import spoken_for
from sources.models import IndependenceJudgement, Source
from sources.queries.ties import ties_as_of
from sources.vocabulary import INDEPENDENT, PUBLISHERS

#: Days: under one of them every claim is stale, under the other none is.
SHELF_LIVES = (1, 90)


def verify(pk: int, now: datetime) -> None:
    """Assess one claim and save what was found, whether it differs or not."""
    with transaction.atomic():
        claim, clock, policy = load(pk), clock_at(now), thresholds()
        facts, directory = facts_of(claim, clock.said_until)
        assessed = assess(facts, directory, policy, clock)
        standing = Standing.objects.get(claim=claim)
        result = msgspec.json.encode(assessed).decode()
        digest = sha256(result.encode()).hexdigest()[:32]
        changed = standing.result_digest != digest
        if changed:
            standing.assessment = Assessment.objects.create(
                claim=claim, at=now, now=now, said_until=clock.said_until, status=assessed.status, due_at=assessed.due_at,
                explanation=assessed.explanation, result=result, policy_version=policy_version(policy),
                facts_digest="", findings_digest=assessed.findings_digest,
            )  # fmt: skip
            _save_flags(claim, assessed, standing.assessment, now)
        standing.status, standing.result_digest, standing.due_at = assessed.status, digest, assessed.due_at
        standing.policy_version, standing.marked_at, standing.error = policy_version(policy), None, ""
        standing.save()
        if changed:
            _revise(claim, assessed, standing.assessment, now)


def _save_flags(claim: Claim, assessed: Assessed, assessment: Assessment, now: datetime) -> None:
    found = {flag.code: flag for flag in assessed.flags}
    for flag in Flag.objects.filter(claim=claim, cleared_at=None):
        raised = found.pop(flag.code, None)
        if raised is None:
            flag.cleared_at, flag.cleared_by = now, assessment
        else:
            flag.severity, flag.level, flag.reason = raised.severity, raised.level, raised.reason
            flag.culprits = [list(culprit) for culprit in raised.culprits]
        flag.save()
    for raised in found.values():
        Flag.objects.create(
            claim=claim, code=raised.code, severity=raised.severity, level=raised.level, reason=raised.reason,
            culprits=[list(culprit) for culprit in raised.culprits], raised_at=now, raised_by=assessment,
        )  # fmt: skip


def _revise(claim: Claim, assessed: Assessed, assessment: Assessment, now: datetime) -> None:
    text = render_bodies([claim.pk], {claim.pk: public_assessment(assessed)})[claim.pk]
    body = PublicBody.objects.get(claim=claim)
    revision = Revision(
        claim=claim, number=body.revision + 1, at=max(now, body.at + timedelta(microseconds=1)), actor="command:verify",
        action="verify", assessment=assessment, body_sha256=sha256(text).hexdigest(), previous_sha256=body.chain_sha256,
        body=packed(text, None), body_from=body.revision + 1,
    )  # fmt: skip
    revision.sha256 = chain_digest(revision)
    revision.save()
    body.revision, body.at, body.sha256, body.chain_sha256 = revision.number, revision.at, revision.body_sha256, revision.sha256
    body.body, body.body_from = text.decode(), revision.number
    body.save()


def load(pk: int) -> Claim:
    """Return a claim with everything that hangs on it fetched."""
    links = Prefetch("attributions__citations", Citation.objects.filter(struck_at=None).order_by("cited_id"))
    fetched = Claim.objects.prefetch_related("attributions__source__vouched_by", links, "interests__source__vouched_by")
    return fetched.get(pk=pk)


def facts_of(claim: Claim, said_until: str) -> tuple[ClaimFacts, Directory]:
    """Return the same facts of a claim as ``claims.queries.facts.current.load_facts``, and a directory of its sources."""
    opposed = [*claim.relations_from.filter(kind=CONTRADICTS, struck_at=None).values_list("to_claim_id", flat=True)]
    opposed += claim.relations_to.filter(kind=CONTRADICTS, struck_at=None).values_list("from_claim_id", flat=True)
    against = (_contradiction(load(other), said_until) for other in sorted(set(opposed)))
    facts = _own_facts(claim)._replace(contradictions=tuple(found for found in against if found is not None))
    return facts, _directory(claim)


def _own_facts(claim: Claim) -> ClaimFacts:
    rows = sorted((row for row in claim.attributions.all() if row.voided_at is None), key=lambda row: row.pk)
    attributions = tuple(
        AttributionFact(
            row.pk, row.key, row.source_id, row.stance, row.scope, row.basis, row.said_at,
            None if row.withdrawal_recorded_at is None else row.withdrawn_at, row.supersedes_id, row.document_id is not None,
            tuple(link.cited_id for link in row.citations.all() if link.kind != COPIES),
            next((link.cited_id for link in row.citations.all() if link.kind == COPIES), None),
            _withdrawn_by(row), from_instant(row.recorded_at), row.document.published_at if row.document is not None else "",
        )
        for row in rows
    )  # fmt: skip
    stakes = tuple(sorted((stake.source_id, stake.side) for stake in claim.interests.all() if stake.struck_at is None))
    instants = [at for row in rows for at in (row.recorded_at, row.withdrawal_recorded_at) if at is not None]
    last = max([claim.recorded_at, *instants])
    times = claim.window_from, claim.window_until, claim.recorded_at, last
    return ClaimFacts(claim.key, attributions, stakes, (), *times, predicts=claim.predicts)


def _withdrawn_by(row: Attribution) -> int | None:
    if row.withdrawn_by == BY_OUTLET:
        return row.document.publisher_id if row.document is not None else None
    return row.source_id if row.withdrawn_by else None


def _contradiction(other: Claim, said_until: str) -> Contradiction | None:
    facts, directory = _own_facts(other), _directory(other)
    facts, directory = in_time(facts, directory, said_until)
    side = count(facts, directory, said_until).support
    if not side.at_most:
        return None
    rows = (*side.origins, *side.dark, *(row for circle in side.closed for row in circle.members))
    stakes = Stakes(facts.stakes, directory)
    who = dict.fromkeys(directory.sources[row.source] for row in rows)
    supporters = [Supporter(one.id, one.label, one.voice, bool(stakes.of(one, 1)), one.plural) for one in who]
    return Contradiction(facts.key, tuple(supporters))


def _directory(claim: Claim) -> Directory:
    sources = {row.source for row in claim.attributions.all()} | {stake.source for stake in claim.interests.all()}
    sources |= {source.vouched_by for source in sources if source.vouched_by is not None}
    named = [source.family_id or source.pk for source in sources if source.identified]
    unnamed = [source for source in sources if not source.identified]
    families: dict[int, list[Member]] = {}
    kin = list(Source.objects.filter(Q(family__in=named) | Q(pk__in=named), identified=True).order_by("pk"))
    for source in kin:
        member = Member(source.pk, source.voice_id or source.pk, source.country, ())
        families.setdefault(source.family_id or source.pk, []).append(member)
    independent = _judged_independent(unnamed) if unnamed else frozenset()
    recorded = ties_as_of(None, [one.pk for one in kin])
    names = {source.pk: label(source, [], {}) for source in kin}
    tops = {one: names[top] for one, top in spoken_for(recorded).items() if top in names}
    facts = {source.pk: _source_fact(source, tops.get(source.pk, "")) for source in sources}
    ties = components({source.pk: source.family_id or source.pk for source in kin}, recorded)
    return Directory(facts, {family: tuple(rows) for family, rows in families.items()}, independent, ties)


def _judged_independent(unnamed: Iterable[Source]) -> frozenset[tuple[int, int]]:
    judged = IndependenceJudgement.objects.filter(
        Q(a__in=unnamed) | Q(b__in=unnamed), superseded_at=None, outcome=INDEPENDENT
    ).select_related("a", "b")
    pairs = (sorted((row.a.voice_id or row.a_id, row.b.voice_id or row.b_id)) for row in judged)
    return frozenset((low, high) for low, high in pairs)


def _source_fact(source: Source, speaks_for: str) -> SourceFact:
    voucher = source.vouched_by
    needs = (
        ("a description", source.description),
        ("a reason for anonymity", source.anonymity_reason),
        ("an approving editor", source.approved_by),
    )
    return SourceFact(
        source.pk, source.key, label(source, [voucher] if voucher else [], {}), source.identified, source.voice_id or source.pk,
        source.family_id or source.pk, (voucher.voice_id or voucher.pk,) if voucher else (), source.country,
        (), source.plural, source.kind in PUBLISHERS,
        () if source.identified else tuple(need for need, given in needs if not given), None, speaks_for,
    )  # fmt: skip


def main(sample: int, claims: int) -> tuple[float, float]:
    """Verify some of the claims, evenly spread; return the seconds that one takes if nothing changed and if everything did."""
    now, ids = timezone.now(), range(1, claims + 1, max(claims // sample, 1))[:sample]
    for pk in ids:  # the first time all differ: this way has a digest of its own
        verify(pk, now)
    same = _seconds_each(ids, now)
    stands = thresholds()
    (other,) = set(SHELF_LIVES) - {stands.shelf_life_days}
    policy = DeskPolicy.objects.create(
        version=stands.version + 1, shelf_life_days=other, recorded_at=now, recorded_by="benchmark", reason="All change."
    )
    changed = _seconds_each(ids, now)
    policy.delete()  # the next sweep finds these claims, and no others, to be assessed anew
    return same, changed


def _seconds_each(ids: range, now: datetime) -> float:
    started = time.perf_counter()
    for pk in ids:
        verify(pk, now)
    return (time.perf_counter() - started) / len(ids)


if __name__ == "__main__":
    print(*main(int(sys.argv[1]), int(sys.argv[2])))

"""Deciding about proposals: accepting them as claims, and rejecting them, by the same operation as the review screen."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from msgspec import Struct
from rest_framework.request import Request

from claims.api.claims.bodies import claim_etag
from claims.api.claims.bulk import ChangedClaim
from claims.api.claims.read import ClaimsView
from claims.api.documents.captures import unshared
from claims.api.proposals.accepting import Accepting
from claims.api.proposals.decided import MOST, ProposalDecisions
from claims.api.proposals.readings import NEEDS, ReadingsView, require_scope
from claims.api.sources.frame import RecordWrite, adds
from claims.api.writing import require, rights_of
from claims.casefile import CaseFileError, case_of_values
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.proposals.decisions import Decided, DecidedMeanwhileError, record_decisions
from claims.operations.proposals.planning import Plan
from claims.operations.proposals.readings import is_readable
from claims.operations.writing import OperationError, lock_loading
from claims.queries.claims.read import heads
from claims.queries.merges.retired import going_on
from claims.queries.proposals.review import proposals_of_ids
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_WRITE, SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import answer, encoded
from factcheck.api.writing import actor_of
from sources.operations import lock_sources


class DecidedProposal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was recorded of a proposal: ``accepted``, ``edited`` (another stance, hedge or chain) or ``rejected``."""

    id: int
    decision: str
    claim: str = ""  # the key of the claim that it led to


class DecisionsRecorded(Struct, frozen=True, kw_only=True):
    """What was recorded of each proposal, the current state of the claims, and the keys of new sources."""

    proposals: tuple[DecidedProposal, ...]
    claims: tuple[ChangedClaim, ...]
    sources: tuple[str, ...]


class DecideProposals(RecordWrite, ReadingsView, ClaimsView):
    """``POST /readings/ID/decisions/``: accept and reject proposals, all or nothing."""

    ops = {
        "POST": Op(
            name="decide_proposals",
            does="Accept proposals of a reading, as new or recorded claims, and reject others; all of it or nothing.",
            scope=CLAIMS_WRITE,
            needs=NEEDS,
            takes=ProposalDecisions,
            gives=DecisionsRecorded,
            problems=("stale",),
            example={
                "accept": [
                    {"proposals": [{"id": 11}, {"id": 14, "stance": "denies"}], "new_claim": {"text": "The bridge is closed."}},
                    {"proposals": [{"id": 12, "chain": ["west"]}], "claim": {"key": "harbour-closed", "revision": 3}},
                ],
                "reject": [{"id": 13, "because": "not_of_interest"}],
            },
        )
    }

    def posted(self, request: Request, said: ProposalDecisions, **keys: Any) -> HttpResponse:
        require_scope(request, SOURCES_WRITE)
        if said.sources:
            require(request, *adds("sources.source"))
        with transaction.atomic():
            # Locks before anything is looked up, so that what is planned is what is recorded.
            lock_loading()
            lock_sources()
            reading = self.reading(keys["number"])
            if not is_readable(reading.capture):
                raise OperationError("This capture has no text that could be read, or it was erased.")
            body = self._decide(request, said, reading)
        return unshared(answer(encoded(body)))

    def _decide(self, request: Request, said: ProposalDecisions, reading: CaptureReading) -> DecisionsRecorded:
        rows = _proposals(said, reading)
        named = {each.claim.key for each in said.accept or () if each.claim}
        claims = {claim.key: claim for claim in self.readable().filter(going_on(), key__in=named)}
        accepting = Accepting(said, reading, rows, claims)
        plan = accepting.plan()
        if accepting.faults:
            raise ProblemError("invalid", errors=accepting.faults)
        rejected = [Decided(each.id, because=each.because) for each in said.reject or ()]
        decided = [*(accepting.decided(plan) if plan is not None else ()), *rejected]
        change = self._change(request, said, reading, is_new=not claims)
        try:
            case = case_of_values(plan.values) if plan is not None else None
            expected = plan.expected if plan is not None else None
            record_decisions(decided, change, case=case, expected=expected, rights=rights_of(request))
        except CaseFileError as error:
            faults = [accepting.fault_of(each, plan) for each in error.problems] if plan is not None else []
            raise ProblemError("invalid", errors=faults) from error
        return _recorded(decided, plan)

    def _change(self, request: Request, said: ProposalDecisions, reading: CaptureReading, *, is_new: bool) -> Change:
        document = reading.capture.document
        reason = said.reason or (document.title if document is not None else "")
        action = "recorded" if is_new else "attribution recorded"
        return Change(timezone.now(), actor_of(request), action, reason, request.user.pk)


def _proposals(said: ProposalDecisions, reading: CaptureReading) -> dict[int, ProposedAttribution]:
    """Return the proposals that a body names, by id.

    Raises: ProblemError if it names none, one twice, or one of another reading; DecidedMeanwhileError.
    """
    accepted = enumerate(said.accept or ())
    places = {f"/accept/{at}/proposals/{n}/id": sent.id for at, each in accepted for n, sent in enumerate(each.proposals)}
    places |= {f"/reject/{number}/id": each.id for number, each in enumerate(said.reject or ())}
    if not places:
        raise ProblemError("invalid", errors=[Fault(detail="Accept or reject at least one proposal.")])
    if len(places) > MOST:
        raise ProblemError("invalid", errors=[Fault(detail=f"These are {len(places):,} proposals; the limit is {MOST}.")])
    rows = {row.pk: row for row in proposals_of_ids(reading, set(places.values()))}
    faults, seen = [], set[int]()
    for pointer, pk in places.items():
        if pk not in rows:
            faults.append(Fault(detail=f"This reading has no proposal {pk}.", pointer=pointer))
        elif pk in seen:
            faults.append(Fault(detail="Give each proposal once.", pointer=pointer))
        seen.add(pk)
    if faults:
        raise ProblemError("invalid", errors=faults)
    if late := sorted(pk for pk, row in rows.items() if row.decision):
        raise DecidedMeanwhileError(f"Somebody has decided about {', '.join(map(str, late))} in the meantime.")
    return rows


def _decided(each: Decided) -> DecidedProposal:
    return DecidedProposal(id=each.proposal, decision=each.decision, claim=each.rows[0][0] if each.rows else "")


def _recorded(decided: list[Decided], plan: Plan | None) -> DecisionsRecorded:
    keys = list(plan.expected) if plan is not None else []
    now = heads(keys)
    return DecisionsRecorded(
        proposals=tuple(map(_decided, decided)),
        claims=tuple(
            ChangedClaim(key=key, revision=now[key].revision, etag=claim_etag(now[key].revision, now[key].digest))
            for key in keys
            if key in now
        ),
        sources=tuple(source["key"] for source in plan.values["sources"]) if plan is not None else (),
    )

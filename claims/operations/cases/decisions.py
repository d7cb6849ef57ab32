"""The decisions of a case file.

Decisions have no key: one is known by all that it says, and the second of two that say the same is the second that is stored.
It is recorded at the time of the load, as all that a file tells is, and who made it is told as the file's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.records import ClaimRecord
from claims.models import Decision
from claims.operations.decisions.ledger import mark_struck
from claims.operations.writing import OperationError
from claims.queries.cases.stored import Known, decisions_on
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, evaluate
from claims.vocabulary import COMMENT_ANSWERED, REWORDED
from factcheck.dates.partial_dates import earliest

#: Begins the actor of a decision that a file says somebody made.
BY_FILE: Final = "file:"
_LONGEST_ACTOR: Final = 300
_BATCH = 500
#: Any place's calendar day lies within one day of the same date in UTC.
_ZONE_SLACK = timedelta(days=1)


class _Said(NamedTuple):
    """What a decision says, by which it is known."""

    kind: str
    reason: str
    about: frozenset[tuple[str, str]]
    attribution_id: int | None
    source_id: int | None
    other_claim_id: int | None
    document_id: int | None
    request_id: int | None
    outcome: str
    happened_at: str
    answer_by: datetime | None


def record_decisions(case: CaseFile, known: Known, change: Change) -> set[int]:
    """Store the decisions that are new, and strike out those that a file tells were; return the claims of these.

    Raises: OperationError where a request for comment would be struck out of which an answer stands.
    """
    records = [record for record in case.claims or () if record.decisions]
    if not records:
        return set()
    stored: dict[int, list[Decision]] = {}
    for row in decisions_on(known.claims[record.key].pk for record in records):
        stored.setdefault(row.claim_id, []).append(row)
    ledger = _Ledger(known, change)
    for record in records:
        ledger.record(record, stored.get(known.claims[record.key].pk, []))
    ledger.write()
    _bind(ledger.unbound, change)
    _refuse_struck_requests(ledger.struck)
    return ledger.touched


def still_to_come(case: CaseFile, now: datetime) -> list[Problem]:
    """Return the problem of every outcome that a file says happened at a time that is still to come."""
    return [
        Problem(
            f"$.claims[{number}].decisions[{index}].happened_at",
            f"{told.happened_at} is still to come; link an outcome once it is known",
        )
        for number, record in enumerate(case.claims or ())
        for index, told in enumerate(record.decisions or ())
        if told.happened_at and earliest(told.happened_at) - _ZONE_SLACK > now
    ]


def rewordings_brought(case: CaseFile, known: Known) -> set[str]:
    """Return the keys of claims of which a file tells a rewording that is not stored: it says itself what is left in doubt."""
    told = {
        record.key: number
        for record in case.claims or ()
        if record.key in known.claims and (number := sum(by.kind == REWORDED for by in record.decisions or ()))
    }
    stored = (
        [row.claim_id for row in decisions_on(known.claims[key].pk for key in told) if row.kind == REWORDED] if told else []
    )
    return {key for key, number in told.items() if number > stored.count(known.claims[key].pk)}


class _Ledger:
    """Decisions on their way into the ledger, in the order of the file."""

    def __init__(self, known: Known, change: Change) -> None:
        self._known = known
        self._change = change
        self._new: list[Decision] = []
        self.touched: set[int] = set()
        self.unbound: list[Decision] = []  # of which the file does not tell on what findings they were made
        self.struck: list[Decision] = []

    def record(self, claim: ClaimRecord, stored: Sequence[Decision]) -> None:
        """Match the decisions that a file tells of a claim with those stored; what is new is kept until ``write``."""
        pk = self._known.claims[claim.key].pk
        left: dict[_Said, list[Decision]] = {}
        for row in stored:
            left.setdefault(_said_of(row), []).append(row)
        named: dict[str, Decision] = {}
        for told in claim.decisions or ():
            request = named[told.request] if told.request else None
            if request is not None and request.pk is None:
                self.write()  # what it answers needs an id
            said = self._said(claim.key, told, request)
            same = left.get(said)
            row = self._strike(same.pop(0), told) if same else self._add(pk, said, told)
            if isinstance(told.key, str):
                named[told.key] = row

    def write(self) -> None:
        """Store what is new so far."""
        Decision.objects.bulk_create(self._new, batch_size=_BATCH)
        self._new = []

    def _said(self, claim: str, told: DecisionRecord, request: Decision | None) -> _Said:
        known = self._known
        source = known.sources[told.source].pk if told.source else None
        return _Said(
            kind=told.kind,
            reason=told.reason,
            about=frozenset((subject.kind, subject.key) for subject in told.about or ()),
            attribution_id=known.ids[claim, told.attribution] if told.attribution else None,
            source_id=request.source_id if request is not None else source,
            other_claim_id=known.claims[told.claim].pk if told.claim else None,
            document_id=known.documents[told.document].pk if told.document else None,
            request_id=request.pk if request is not None else None,
            outcome=told.outcome or "",
            happened_at=told.happened_at or "",
            answer_by=datetime.fromisoformat(told.answer_by) if told.answer_by else None,
        )

    def _add(self, claim_id: int, said: _Said, told: DecisionRecord) -> Decision:
        change = self._change
        values: dict[str, Any] = said._asdict() | {"about": [[subject.kind, subject.key] for subject in told.about or ()]}
        if told.struck is not UNSET:
            values.update(struck_at=change.at, struck_by=_actor(told.struck.by, change), struck_reason=told.struck.reason)
        row = Decision(claim_id=claim_id, actor=_actor(told.by, change), recorded_at=change.at, **values)
        row.person_id = None if isinstance(told.by, str) else change.person
        row.findings_digest = told.findings or ""
        self._new.append(row)
        self.touched.add(claim_id)
        if not told.findings:
            self.unbound.append(row)
        return row

    def _strike(self, row: Decision, told: DecisionRecord) -> Decision:
        if told.struck is not UNSET and row.struck_at is None:
            actor = _actor(told.struck.by, self._change)
            mark_struck(row, self._change._replace(actor=actor, reason=told.struck.reason))
            self.struck.append(row)
            self.touched.add(row.claim_id)
        return row


def _said_of(row: Decision) -> _Said:
    about = frozenset((record, key) for record, key in row.about)
    return _Said._make(about if name == "about" else getattr(row, name) for name in _Said._fields)


def _actor(by: object, change: Change) -> str:
    """Return who made a decision: as the file says, and marked as its word, or else whoever loads it."""
    return f"{BY_FILE}{by}"[:_LONGEST_ACTOR] if isinstance(by, str) else change.actor


def _bind(rows: Sequence[Decision], change: Change) -> None:
    """Bind decisions to what is found now that they are recorded: the file does not tell on what they were made."""
    ids = sorted({row.claim_id for row in rows})
    found = evaluate(ids, clock_at(change.at), thresholds(), tolerant=True) if ids else {}
    for row in rows:
        assessment = found[row.claim_id].assessment
        row.findings_digest = assessment.findings_digest if assessment is not None else ""
    Decision.objects.bulk_update(rows, ["findings_digest"], batch_size=_BATCH)


def _refuse_struck_requests(struck: Sequence[Decision]) -> None:
    requests = [row.pk for row in struck]
    standing = Decision.objects.filter(request__in=requests, kind=COMMENT_ANSWERED, struck_at=None) if requests else ()
    for answer in standing:
        raise OperationError(
            f"An answer to a request for comment stands (“{answer.reason}”), so the request is not struck out: strike out the"
            " answer in the same file, or take it back first."
        )

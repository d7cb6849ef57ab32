"""The decisions of a case file.

Decisions have no key: a decision is identified by its content, and the second of two equal ones is the second one stored. It is
recorded at the time of the load, as everything in a file is; who made it is marked as stated by the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile, Problem, discreditings
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.records import ClaimRecord
from claims.models import Claim, Decision
from claims.operations.decisions.ledger import mark_struck
from claims.operations.writing import OperationError
from claims.queries.cases.stored import StoredRows, decisions_on
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, evaluate
from claims.vocabulary import COMMENT_ANSWERED, DISCREDITED, REWORDED
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import earliest

#: Starts the actor of a decision where the file names who made it.
BY_FILE: Final = "file:"
_LONGEST_ACTOR: Final = 300
_BATCH = 500
#: Any place's calendar day lies within one day of the same date in UTC.
_ZONE_SLACK = timedelta(days=1)


class _Said(NamedTuple):
    """The content of a decision, which identifies it."""

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


def record_decisions(case: CaseFile, known: StoredRows, change: Change) -> set[int]:
    """Store the new decisions, and strike out those that the file strikes out; return the claims of both.

    Raises: OperationError if a request for comment would be struck out whose answer is not.
    """
    records = [record for record in case.claims or () if record.decisions or discreditings(record)]
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
    """Return the problem of every outcome and discrediting that the file dates in the future."""
    return [
        Problem(path, f"{at} is in the future; {_ONCE_SHOWN if kind == DISCREDITED else _ONCE_KNOWN}")
        for number, record in enumerate(case.claims or ())
        for path, kind, at in _dated(record, f"$.claims[{number}]")
        if earliest(at) - _ZONE_SLACK > now
    ]


_ONCE_KNOWN: Final = "link an outcome once it is known"
_ONCE_SHOWN: Final = "discredit it once it is shown"


def _dated(record: ClaimRecord, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the path, kind and date of what a file says to have happened."""
    for index, decision in enumerate(record.decisions or ()):
        if decision.happened_at:
            yield f"{path}.decisions[{index}].happened_at", decision.kind, decision.happened_at
    for index, row in enumerate(record.attributions or ()):
        if row.discredited and row.discredited.at:
            yield f"{path}.attributions[{index}].discredited.at", DISCREDITED, row.discredited.at


def rewordings_brought(case: CaseFile, known: StoredRows) -> set[str]:
    """Return the keys of claims with a rewording in the file that is not stored: it names itself what it leaves in doubt."""
    counts = {
        record.key: number
        for record in case.claims or ()
        if record.key in known.claims and (number := sum(by.kind == REWORDED for by in record.decisions or ()))
    }
    stored = (
        [row.claim_id for row in decisions_on(known.claims[key].pk for key in counts) if row.kind == REWORDED] if counts else []
    )
    return {key for key, number in counts.items() if number > stored.count(known.claims[key].pk)}


class _Ledger:
    """Decisions waiting to be written to the ledger, in the order of the file."""

    def __init__(self, known: StoredRows, change: Change) -> None:
        self._known = known
        self._change = change
        self._new: list[Decision] = []
        self.touched: set[int] = set()
        self.unbound: list[Decision] = []  # the file does not say which findings they were made on
        self.struck: list[Decision] = []

    def record(self, claim: ClaimRecord, stored: Sequence[Decision]) -> None:
        """Match the decisions in the file on a claim with the stored ones; new ones are kept until ``write``."""
        pk = self._known.claims[claim.key].pk
        left: dict[_Said, list[Decision]] = {}
        for row in stored:
            left.setdefault(_said_of(row), []).append(row)
        named: dict[str, Decision] = {}
        for decision in claim.decisions or ():
            request = named[decision.request] if decision.request else None
            if request is not None and request.pk is None:
                self.write()  # what it answers needs an id
            said = self._said(claim.key, decision, request)
            same = left.get(said)
            row = self._strike(same.pop(0), decision) if same else self._add(pk, said, decision)
            if isinstance(decision.key, str):
                named[decision.key] = row
        self._discredit(claim, stored, left)

    def _discredit(self, claim: ClaimRecord, stored: Sequence[Decision], left: dict[_Said, list[Decision]]) -> None:
        """Add the decisions that attributions stand for, unless they were made and struck out, or another is in force."""
        standing = {key for row in stored if row.kind == DISCREDITED and row.struck_at is None for record, key in row.about}
        for decision in discreditings(claim):
            said = self._said(claim.key, decision, None)
            ((_, key),) = said.about
            before = self._known.attributions.get((claim.key, key))
            if not left.get(said) and key not in standing and (before is None or before.voided_at is None):
                self._add(self._known.claims[claim.key].pk, said, decision)

    def write(self) -> None:
        """Store the decisions kept so far."""
        Decision.objects.bulk_create(self._new, batch_size=_BATCH)
        self._new = []

    def _said(self, claim: str, decision: DecisionRecord, request: Decision | None) -> _Said:
        known = self._known
        source = known.sources[decision.source].pk if decision.source else None
        document = known.documents[decision.document] if decision.document else None
        if source is None and document is not None and decision.kind == DISCREDITED:
            source = document.publisher_id  # who showed it, as ``Evidence.source`` has it
        return _Said(
            kind=decision.kind,
            reason=decision.reason,
            about=frozenset((subject.kind, subject.key) for subject in decision.about or ()),
            attribution_id=known.ids[claim, decision.attribution] if decision.attribution else None,
            source_id=request.source_id if request is not None else source,
            other_claim_id=known.claims[decision.claim].pk if decision.claim else None,
            document_id=document.pk if document is not None else None,
            request_id=request.pk if request is not None else None,
            outcome=decision.outcome or "",
            happened_at=decision.happened_at or "",
            answer_by=datetime.fromisoformat(decision.answer_by) if decision.answer_by else None,
        )

    def _add(self, claim_id: int, said: _Said, decision: DecisionRecord) -> Decision:
        change = self._change
        values: dict[str, Any] = said._asdict() | {"about": [[subject.kind, subject.key] for subject in decision.about or ()]}
        if decision.struck is not UNSET:
            values.update(
                struck_at=change.at, struck_by=_actor(decision.struck.by, change), struck_reason=decision.struck.reason
            )
        row = Decision(claim_id=claim_id, actor=_actor(decision.by, change), recorded_at=change.at, **values)
        # Whom a file names has no account here, and must not get the rights of a namesake.
        row.person_id = None if isinstance(decision.by, str) else change.person
        row.findings_digest = decision.findings or ""
        self._new.append(row)
        self.touched.add(claim_id)
        if not decision.findings:
            self.unbound.append(row)
        return row

    def _strike(self, row: Decision, decision: DecisionRecord) -> Decision:
        if decision.struck is not UNSET and row.struck_at is None:
            actor = _actor(decision.struck.by, self._change)
            mark_struck(row, self._change._replace(actor=actor, reason=decision.struck.reason))
            self.struck.append(row)
            self.touched.add(row.claim_id)
        return row


def _said_of(row: Decision) -> _Said:
    about = frozenset((record, key) for record, key in row.about)
    return _Said._make(about if name == "about" else getattr(row, name) for name in _Said._fields)


def _actor(by: object, change: Change) -> str:
    """Return who made a decision: as the file states, marked as such, or else whoever loads it."""
    return f"{BY_FILE}{by}"[:_LONGEST_ACTOR] if isinstance(by, str) else change.actor


def _bind(rows: Sequence[Decision], change: Change) -> None:
    """Bind decisions to the current findings: the file does not say which findings they were made on.

    A merged claim has none: what is decided on it later, such as that a document is forged, is bound to no findings.
    """
    claims = Claim.objects.filter(among("pk", sorted({row.claim_id for row in rows})), merged_into=None)
    ids = sorted(claims.values_list("pk", flat=True))
    found = evaluate(ids, clock_at(change.at), thresholds(), tolerant=True) if ids else {}
    for row in rows:
        assessment = found[row.claim_id].assessment if row.claim_id in found else None
        row.findings_digest = assessment.findings_digest if assessment is not None else ""
    Decision.objects.bulk_update(rows, ["findings_digest"], batch_size=_BATCH)


def _refuse_struck_requests(struck: Sequence[Decision]) -> None:
    requests = [row.pk for row in struck]
    standing = Decision.objects.filter(request__in=requests, kind=COMMENT_ANSWERED, struck_at=None) if requests else ()
    for answer in standing:
        raise OperationError(
            f"The request for comment has an answer (“{answer.reason}”): strike out the"
            " answer in the same file, or withdraw it first."
        )

"""The ledger of decisions: editors append to it, and withdraw a decision by striking it out.

``claims.operations.decisions.comments`` records answers to requests for comment. Every function raises OperationError for a
claim that was merged or deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from claims.models import Attribution, Claim, Decision, Flag, Standing
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, need_reason, writing
from claims.policy.assess import RULES
from claims.policy.findings import Culprit
from claims.queries.facts.current import of
from claims.verification import Change
from claims.vocabulary import (
    ACKNOWLEDGED,
    CHANGE_DECLARED,
    COMMENT_REQUESTED,
    CONTEST_RESOLVED,
    MERGED,
    OUTCOME_LINKED,
    REAFFIRMED,
    RECONFIRMED,
    REVIEWED,
    REWORDED,
    SPLIT,
    VERDICT_CONFIRMED,
    VERDICT_PUBLISHED,
    VERDICT_WITHDRAWN,
    PredictionOutcome,
)
from factcheck.dates.partial_dates import earliest, parse
from factcheck.text.blanks import is_blank
from sources.models import Document, Source

#: Decisions that settle a flag by themselves; the others carry more data, and have their own operations.
_BY_A_WORD: Final = frozenset({CONTEST_RESOLVED, ACKNOWLEDGED, REVIEWED, RECONFIRMED, REAFFIRMED})
#: The decision with which an editor settles a flag, by the flag's code.
BY_A_WORD: Final = {rule.code: kind for rule in RULES for kind in rule.settles if kind in _BY_A_WORD}
#: Decisions with further effects: they are withdrawn only by undoing those.
UNDONE_ELSEWHERE: Final[dict[str, str]] = {
    MERGED: "undo the merge on the page of the claim",
    SPLIT: "undo the split on the page of the claim",
    VERDICT_PUBLISHED: "withdraw the verdict",
    VERDICT_CONFIRMED: "withdraw the verdict, or publish another",
    VERDICT_WITHDRAWN: "publish the verdict again",
}
#: Any place's calendar day lies within one day of the same date in UTC.
_ZONE_SLACK = timedelta(days=1)


def append(claim_id: int, kind: str, dated: Change, *, about: Iterable[Culprit] = (), **fields: Any) -> Decision:
    """Write a decision within a write already started; ``fields`` are those of the record."""
    # Those before the decision, which are what its author saw.
    standing = Standing.objects.filter(pk=claim_id).values_list("assessment__findings_digest", flat=True)
    return Decision.objects.create(
        claim_id=claim_id,
        kind=kind,
        about=[[record, key] for record, key in about],
        findings_digest=standing.first() or "",
        reason=dated.reason,
        actor=dated.actor,
        person_id=dated.person,
        recorded_at=dated.at,
        **fields,
    )


def settle_flag(
    claim_id: int,
    code: str,
    change: Change,
    *,
    only: Collection[Culprit] | None = None,
    expected: Mapping[int, int] | None = None,
) -> Decision:
    """Settle an open flag: resolve a contest, acknowledge, review, reconfirm or reaffirm.

    It covers the records that the flag rests on now, or ``only`` some of them: a flag that rests on another one is open again.

    Raises: OperationError without a reason, if no such flag is open or it does not rest on what is named, or if it cannot be
    settled this way; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    kind = BY_A_WORD.get(code)
    if kind is None:
        raise OperationError(f"“{code}” cannot be settled this way: its card says what it needs.")
    with writing([claim_id], change, expected=expected) as dated:
        refuse_retired([claim_id])
        # Read under the lock: since the page was opened it may have been cleared, or rest on other records.
        flag = Flag.objects.filter(claim=claim_id, code=code, cleared_at=None).first()
        if flag is None:
            raise OperationError(f"“{code}” is no longer open on this claim; nothing was settled.")
        named = [(record, key) for record, key in flag.culprits]
        return append(claim_id, kind, dated, about=named if only is None else _chosen(named, only, code))


def _chosen(named: Collection[Culprit], only: Collection[Culprit], code: str) -> list[Culprit]:
    strangers = [key for record, key in sorted(set(only).difference(named))]
    if strangers:
        raise OperationError(f"“{code}” does not, or no longer, rest on “{strangers[0]}”: open the claim again.")
    if not only:
        raise OperationError(f"Say which of the records that “{code}” rests on you mean.")
    return [culprit for culprit in named if culprit in set(only)]


def reaffirm(claim_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Record that a claim is still correct, which restarts its shelf life and adds no origin.

    Raises: OperationError without a reason; StaleRevisionError.
    """
    need_reason(change)
    with writing([claim_id], change, expected=expected) as dated:
        refuse_retired([claim_id])
        return append(claim_id, REAFFIRMED, dated)


def declare_change(last_word: Attribution, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Declare which statement is the last word of a voice that both supported and denied: its other stances are past.

    Raises: OperationError without a reason, if the statement is not current, or if ``self_contradicting`` does not name it;
    StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with writing([last_word.claim_id], change, expected=expected) as dated:
        refuse_retired([last_word.claim_id])
        flag = Flag.objects.filter(claim=last_word.claim_id, code="self_contradicting", cleared_at=None).first()
        named = [key for record, key in flag.culprits if record == "attribution"] if flag is not None else []
        if last_word.key not in named:
            raise OperationError(
                f"“{last_word.key}” is not one of two opposite statements of one voice: there is nothing to declare."
            )
        voice = last_word.source.voice_id or last_word.source_id
        rows = Attribution.objects.filter(claim=last_word.claim_id, key__in=named).select_related("source")
        past = [
            row.key
            for row in rows.order_by("key")
            if row.stance != last_word.stance and (row.source.voice_id or row.source_id) == voice
        ]
        about = [("attribution", key) for key in past]
        if flag is not None:  # the claims that contradict this one and have the same supporter
            about += [("claim", key) for record, key in flag.culprits if record == "claim"]
        return append(last_word.claim_id, CHANGE_DECLARED, dated, about=about, attribution=last_word)


def link_outcome(
    claim_id: int,
    outcome: str,
    change: Change,
    *,
    document: Document | None = None,
    other_claim: Claim | None = None,
    happened_at: str = "",
    expected: Mapping[int, int] | None = None,
) -> Decision:
    """Record the outcome of a prediction, with the document or the claim that shows it.

    ``happened_at`` is a partial date. An earlier outcome stays in force too until it is struck out.

    Raises: OperationError without a reason, for an unknown or future outcome, or if no evidence is given;
        PartialDateError; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if outcome not in PredictionOutcome.words():
        raise OperationError(f"“{outcome}” is not an outcome: use one of {', '.join(PredictionOutcome.words())}.")
    if document is None and other_claim is None:
        raise OperationError("Link the evidence of the outcome: a document that we hold, or a claim.")
    if other_claim is not None and other_claim.pk == claim_id:
        raise OperationError("A claim cannot be evidence of its own outcome: link another claim, or a document.")
    said = parse(happened_at) if happened_at else ""
    if said and earliest(said) - _ZONE_SLACK > change.at:
        raise OperationError(f"{said} is in the future: link an outcome once it is known.")
    with writing([claim_id], change, expected=expected) as dated:
        refuse_retired([claim_id])
        shown: dict[str, Any] = {"document": document, "other_claim": other_claim, "outcome": outcome, "happened_at": said}
        return append(claim_id, OUTCOME_LINKED, dated, **shown)


def request_comment(
    claim_id: int,
    source: Source,
    change: Change,
    *others: Source,
    answer_by: datetime | None = None,
    expected: Mapping[int, int] | None = None,
) -> list[Decision]:
    """Record that a party, and ``others`` with the same words, was asked for comment: one request each, in one write.

    ``answer_by`` is the deadline for an answer. The reason says how and what was asked.

    Raises: OperationError without a reason, or for an unnamed source; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    asked = list(dict.fromkeys((source, *others)))
    if not all(one.identified for one in asked):
        raise OperationError("Only a named party can be asked for comment; an unnamed source is asked by its outlet.")
    with writing([claim_id], change, expected=expected) as dated:
        refuse_retired([claim_id])
        return [append(claim_id, COMMENT_REQUESTED, dated, source=one, answer_by=answer_by) for one in asked]


def strike_decision(decision: Decision, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Withdraw a decision: it stays on record as struck out, and settles nothing any longer.

    Raises: OperationError if it is already struck out, without a reason, for a decision that is undone elsewhere (a merge, a
    verdict), and for a request for comment that has an answer; StaleRevisionError.
    """
    need_reason(change)
    if decision.kind in UNDONE_ELSEWHERE:
        raise OperationError(f"This cannot be withdrawn by itself: {UNDONE_ELSEWHERE[decision.kind]}.")
    with writing([decision.claim_id], change, expected=expected) as dated:
        refuse_retired([decision.claim_id])
        if decision.kind == COMMENT_REQUESTED and Decision.objects.filter(request=decision, struck_at=None).exists():
            raise OperationError("This request has an answer: withdraw that first.")
        mark_struck(decision, dated)


def mark_struck(decision: Decision, dated: Change) -> None:
    """Strike out a decision within a write already started."""
    struck = {"struck_at": dated.at, "struck_by": dated.actor, "struck_reason": dated.reason}
    if not Decision.objects.filter(pk=decision.pk, struck_at=None).update(**struck):
        raise OperationError("This decision is already struck out.")


def doubt(claim_ids: Iterable[int], dated: Change) -> None:
    """Record, within a write already started, that claims have new words: what was recorded for the old ones is in doubt."""
    ids = sorted(set(claim_ids))
    recorded = Attribution.objects.filter(of("claim_id", ids), voided_at=None).order_by("claim_id", "id")
    doubted: dict[int, list[Culprit]] = {}
    for claim, key in recorded.values_list("claim_id", "key"):
        doubted.setdefault(claim, []).append(("attribution", key))
    why = dated._replace(reason="The text was changed.") if is_blank(dated.reason) else dated
    for claim, about in doubted.items():
        append(claim, REWORDED, why, about=about)

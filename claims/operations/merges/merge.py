"""Merge a duplicate into the claim that it duplicates, and undo that.

The attributions of the duplicate are copied, and stay with it as well: see docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction

from claims.models import Attribution, Claim, ClaimTopic, Decision, Interest
from claims.operations.attributions.changes import mark_voided
from claims.operations.claims.relations import copy_relations, incoming, strike_copied_relations
from claims.operations.claims.succession import refuse_circle_of
from claims.operations.decisions.ledger import append, mark_struck
from claims.operations.merges.copying import Copied, alike_in, copy_attributions, copy_stakes, copy_topics, take_back_alike
from claims.operations.merges.discrediting import carry_back_discreditings
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock_loading, need_reason, writing
from claims.policy.findings import Culprit
from claims.queries.claims.selection import ids_of_keys
from claims.queries.merges.retired import (
    ATTRIBUTION,
    INTEREST,
    RELATION_HERE,
    SAME,
    TOPIC,
    merged_here,
    move_of,
    named_in,
)
from claims.verification import Change
from claims.vocabulary import DISCREDITED, MERGED


class Merged(NamedTuple):
    """The result of a merge: its decision, and the attributions by their keys in both claims."""

    decision: Decision
    copied: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, str], ...]  # already recorded there


def merge(claim_id: int, into_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> Merged:
    """Merge a claim into another, which gets copies of its attributions, stakes, relations and topics.

    The claim keeps its own record; it raises no flags and contradicts no claim any more: the other one does in its place.

    Raises: OperationError without a reason, for a claim and itself, if one of them was already merged, split or deleted (it
        says what replaced it), or if one source has opposite stakes in the two; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if claim_id == into_id:
        raise OperationError("A claim cannot be merged into itself: choose the claim that it duplicates.")
    with transaction.atomic():
        lock_loading()  # nobody records a relation to either meanwhile
        with writing([claim_id, into_id, *incoming(claim_id)], change, expected=expected) as dated:
            refuse_retired([claim_id, into_id])
            _refuse_opposite_stakes(claim_id, into_id)
            copied = copy_attributions(claim_id, into_id, dated)
            about = [*_about(copied), *((INTEREST, row.source.key) for row in copy_stakes(claim_id, into_id, dated))]
            about += [*copy_relations(claim_id, into_id, dated), *((TOPIC, topic) for topic in copy_topics(claim_id, into_id))]
            into = Claim.objects.get(pk=into_id)
            refuse_circle_of(into.key)
            decision = retire_into(claim_id, into, dated, about=about)
    pairs = _pairs(copied)
    return Merged(decision, pairs[True], pairs[False])


def retire_into(claim_id: int, into: Claim, dated: Change, *, about: Iterable[Culprit] = ()) -> Decision:
    """Mark a claim as merged into another, within a write already started."""
    Claim.objects.filter(pk=claim_id).update(merged_into=into)
    return append(claim_id, MERGED, dated, about=about, other_claim=into)


def _about(copied: Copied) -> list[Culprit]:
    """Return what happened to the attributions, in the form of the decision's ``about``."""
    return sorted((ATTRIBUTION if pk in copied.new else SAME, row.key) for pk, row in copied.rows.items())


def _pairs(copied: Copied) -> dict[bool, tuple[tuple[str, str], ...]]:
    keys = dict(Attribution.objects.filter(pk__in=list(copied.rows)).values_list("pk", "key"))
    found: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for pk, row in sorted(copied.rows.items()):
        found[pk in copied.new].append((keys[pk], row.key))
    return {new: tuple(pairs) for new, pairs in found.items()}


def _refuse_opposite_stakes(claim_id: int, into_id: int) -> None:
    """Refuse a merge after which one source would have two stakes: a claim holds one of each.

    Raises: OperationError, which names the two claims.
    """
    rows = Interest.objects.filter(claim__in=[claim_id, into_id], struck_at=None).select_related("source", "claim")
    first: dict[int, Interest] = {}
    for row in rows.order_by("id"):
        other = first.setdefault(row.source_id, row)
        if other.side != row.side:
            raise OperationError(
                f"“{row.source}” has opposite stakes in “{other.claim.key}” and “{row.claim.key}”:"
                " strike out the one that does not hold, then merge."
            )


def undo_merge(claim_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> Decision:
    """Undo a merge: what it added to the other claim is voided or struck out there, and the claim is open again.

    A stake, relation or topic that another claim merged there also has stays. Attributions withdrawn there since, by source or
    outlet, are withdrawn here too, and those discredited there since are discredited here.

    Raises: OperationError without a reason, if the claim was not merged, or if another merge relies on what it added (the
    message says which to undo first); StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        lock_loading()
        decision = move_of(claim_id, MERGED)
        if decision is None or decision.other_claim is None:
            raise OperationError("This claim is not merged into another, or the merge was already undone.")
        into = decision.other_claim
        shown_in = ids_of_keys([key.partition(":")[2] for key in named_in(decision, RELATION_HERE)])
        with writing([claim_id, into.pk, *shown_in], change, expected=expected) as dated:
            if Claim.objects.filter(pk=into.pk, removed_at=None).exists():  # a deleted claim has nothing left to undo
                refuse_retired([into.pk])
            others = [other for other in merged_here(into.pk) if other.pk != decision.pk]
            _refuse_relied_on(decision, others)
            _take_back(decision, into, [other.claim_id for other in others], dated)
            mark_struck(decision, dated)
            Claim.objects.filter(pk=claim_id).update(merged_into=None)
    return decision


def _refuse_relied_on(decision: Decision, others: Iterable[Decision]) -> None:
    brought = set(named_in(decision, ATTRIBUTION))
    for other in others:
        if brought.intersection(named_in(other, SAME)):
            raise OperationError(
                f"“{other.claim.key}” was merged there too and shares records with this one: undo that merge first."
            )


def _take_back(decision: Decision, into: Claim, others: list[int], dated: Change) -> None:
    # First, while the copies are not voided yet: what a source withdrew since is withdrawn in the original too, and what an
    # editor discredited since is discredited there.
    of_both = [*named_in(decision, ATTRIBUTION), *named_in(decision, SAME)]
    shared = Attribution.objects.filter(claim=into, key__in=of_both, voided_at=None).order_by("id")
    for row in shared.filter(withdrawal_recorded_at__gt=decision.recorded_at):
        take_back_alike(decision.claim_id, row, dated)
    alike = {row.key: alike_in(decision.claim_id, row) for row in shared}
    carry_back_discreditings(decision.claim_id, into.pk, alike, decision.recorded_at, dated)
    rows = Attribution.objects.filter(claim=into, key__in=named_in(decision, ATTRIBUTION), voided_at=None)
    for row in rows.order_by("id"):
        mark_voided(row, dated)
    for made in Decision.objects.filter(
        claim=into, kind=DISCREDITED, recorded_at=decision.recorded_at, struck_at=None
    ):  # those that the merge copied
        mark_struck(made, dated)
    kept = Interest.objects.filter(claim__in=others, struck_at=None).values("source")
    # The time tells them from a stake of the same source that was recorded there since.
    stakes = Interest.objects.filter(
        claim=into, source__key__in=named_in(decision, INTEREST), recorded_at=decision.recorded_at, struck_at=None
    )
    stakes.exclude(source__in=kept).update(struck_at=dated.at, struck_reason=dated.reason)
    filed = ClaimTopic.objects.filter(claim__in=others).values("topic")
    ClaimTopic.objects.filter(claim=into, topic__in=named_in(decision, TOPIC)).exclude(topic__in=filed).delete()
    strike_copied_relations(decision, into.pk, others, dated)

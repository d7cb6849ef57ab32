"""The frame of every write to claims: lock, check the revision, write, settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from claims.models import Claim, ClaimRelation, Revision
from claims.queries.facts import of
from claims.queries.policies import thresholds
from claims.verification import Change, Outcome, clock_at, settle
from claims.vocabulary import CONTRADICTS
from factcheck import advisory

#: Claims settled in one go: bounds memory, and the rows of one statement.
BATCH = 500


class OperationError(ValueError):
    """The change is refused; the message says why and what to do instead."""


class StaleRevisionError(OperationError):
    """The claim changed since the revision that the change was made on; the message says what."""


@contextmanager
def writing(ids: Iterable[int], change: Change, *, expected: Mapping[int, int] | None = None) -> Iterator[list[Outcome]]:
    """Frame a write to the claims ``ids``: they and those that they contradict are locked in id order, then settled.

    ``expected`` holds the revision that the caller saw of each claim. What settling did is appended to the list given.

    Raises: StaleRevisionError, before anything is written.
    """
    with transaction.atomic():
        written = sorted(set(ids))
        locked = lock(written)
        refuse_stale(locked, expected or {})
        outcome: list[Outcome] = []
        yield outcome
        outcome.append(settle_all(written, change))


def settle_all(written: Iterable[int], change: Change) -> Outcome:
    """Settle written claims and the claims that they contradict, which share the transaction so that flags match the facts."""
    own = set(written)
    both = sorted(own | contradicting(own))
    return settle(both, change, clock_at(change.at), thresholds(), written=own)


def lock(ids: Iterable[int]) -> dict[int, int]:
    """Lock claims and those that they contradict, in id order; return the revision of each. A range needs no list of ids."""
    wanted = ids if isinstance(ids, range) else sorted(set(ids))
    rivals = sorted(contradicting(wanted))
    condition = of("id", wanted) | of("id", rivals) if rivals else of("id", wanted)
    rows = Claim.objects.select_for_update().filter(condition).order_by("id")
    return dict(rows.values_list("id", "revision"))


def contradicting(ids: Iterable[int]) -> set[int]:
    """Return the claims that contradict ``ids`` (in either direction), those of ``ids`` left out."""
    own = ids if isinstance(ids, range) else sorted(set(ids))
    relations = ClaimRelation.objects.filter(
        of("from_claim_id", own) | of("to_claim_id", own), kind=CONTRADICTS, struck_at=None
    )
    left_out = own if isinstance(own, range) else set(own)
    ends = relations.values_list("from_claim_id", "to_claim_id")
    return {claim for pair in ends for claim in pair if claim not in left_out}


def need_reason(change: Change) -> None:
    """Refuse a change that is not told why.

    Raises: OperationError.
    """
    if not change.reason.strip():
        raise OperationError("Say why: every change is kept with its reason.")


def lock_loading() -> None:
    """Let one bulk load at a time go on."""
    advisory.take(advisory.LOADING)


def refuse_stale(locked: Mapping[int, int], expected: Mapping[int, int]) -> None:
    """Refuse a write that was made on another revision of a claim than the one that stands.

    Raises: StaleRevisionError, which says what changed since.
    """
    for claim, revision in expected.items():
        if locked.get(claim) != revision:
            raise StaleRevisionError(
                f"This claim has changed since you opened it (you saw revision {revision}): {_since(claim, revision)}."
                " Open it again and make your change on what stands now."
            )


def _since(claim: int, revision: int) -> str:
    later = Revision.objects.filter(claim=claim, number__gt=revision).order_by("number")
    told = [f"revision {row.number} by {row.actor}, {row.action}{f' ({row.reason})' if row.reason else ''}" for row in later]
    return "; ".join(told) or "it is gone"

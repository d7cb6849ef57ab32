"""The frame of every write to claims: lock, check the revision, write, settle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import Claim, ClaimRelation, PublicBody, Revision
from claims.operations.claims.search_words import write_words
from claims.queries.facts.current import Ids, Sources, of
from claims.queries.policy.versions import thresholds
from claims.verification import Change, Outcome, clock_at, settle
from claims.vocabulary import ASSESSED_TOGETHER
from factcheck.database import advisory
from factcheck.database.prepared import PreparedOf
from factcheck.text.blanks import is_blank

#: Claims settled at once: bounds memory, and the rows of one statement.
BATCH = 500


class OperationError(ValueError):
    """The change is refused; the message says why and what to do instead."""


class StaleRevisionError(OperationError):
    """A record changed after the caller saw it: ``what`` says how, and the message also what to do."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what} {advice}" if advice else what)
        self.what = what


class StaleClaimError(StaleRevisionError):
    """A claim changed: ``claim`` is its id, ``seen`` the revision that was seen, ``later`` those since (none: deleted)."""

    def __init__(self, claim: int, seen: int, later: Sequence[Revision]) -> None:
        self.claim, self.seen, self.later = claim, seen, later
        super().__init__(self.what_of("This claim"), "Open it again and make your change on the current version.")

    def what_of(self, name: str) -> str:
        """Return what changed of the claim, called ``name``."""
        since = "; ".join(map(_named, self.later)) or "it is gone"
        return f"{name} has changed since you opened it (you saw revision {self.seen}): {since}."


class Locked(NamedTuple):
    """Claims that nobody else can write until the transaction ends."""

    ids: Ids  # in ascending order
    last_at: datetime | None  # of the last revision of any of them, or of the claims assessed with them

    def after(self, change: Change) -> Change:
        """Return ``change``, dated one microsecond after the last of these revisions unless it is later anyway.

        The caller may have read the clock before it waited for a lock, or the clock may have been set back. Rows dated so would
        come before what was shown without them, and past assessments could not be reproduced from the record.
        """
        if self.last_at is None or change.at > self.last_at:
            return change
        return change._replace(at=self.last_at + timedelta(microseconds=1))


@contextmanager
def writing(ids: Iterable[int], change: Change, *, expected: Mapping[int, int] | None = None) -> Iterator[Change]:
    """Frame a write to the claims ``ids``: lock them and those assessed with them, in id order; settle them at the end.

    ``expected`` holds the revision that the caller saw of each claim. Yields the change as the rows written must carry it:
    ``change``, dated later than everything recorded before about the locked claims.

    Raises: StaleRevisionError, before anything is written.
    """
    with transaction.atomic():
        written = sorted(set(ids))
        locked = lock(written)
        refuse_stale(locked.ids, expected or {})
        dated = locked.after(change)
        yield dated
        settle_all(written, dated)


def settle_all(written: Iterable[int], change: Change, sources: Sources | None = None) -> Outcome:
    """Settle written claims and those assessed with them, in one transaction so that flags match the facts.

    It also updates the search words of the written claims.

    ``sources`` may hold what was read of them before.
    """
    own = set(written)
    write_words(own)
    both = sorted(own | assessed_with(own))
    return settle(both, change, clock_at(change.at), thresholds(), written=own, sources=sources)


def lock(ids: Iterable[int]) -> Locked:
    """Lock claims and those assessed with them, in id order. A range needs no list of ids."""
    wanted = ids if isinstance(ids, range) else sorted(set(ids))
    rivals = assessed_with(wanted)
    held = _lock(wanted, rivals)
    # Somebody may have recorded a relation while we waited; now that these are locked, nobody can.
    while more := assessed_with(wanted) - rivals:
        rivals |= more
        held = _lock(wanted, rivals)
    return Locked(held, _last_at(wanted, rivals))


def lock_to_settle(ids: Iterable[int], *, wait: bool = True) -> Locked:
    """Lock claims whose rows are not written, only their results; without ``wait``, only those that are not locked.

    Claims assessed with them stay unlocked, so that runs over two parts of the claims do not wait for each other: whoever
    writes one of those must lock these as well.
    """
    wanted = ids if isinstance(ids, range) else sorted(set(ids))
    locked = _lock(wanted, (), wait=wait)
    held = wanted if len(locked) == len(wanted) else locked
    return Locked(locked, _last_at(held, assessed_with(held)))


def _last_at(wanted: Ids, rivals: set[int]) -> datetime | None:
    # The assessment of a rival rests on its own rivals' records: nobody can write those while it is locked.
    read = rivals | assessed_with(rivals) if rivals else rivals
    ids = _either(wanted, read)
    if ids is None:
        rows = [(body.at,) for body in PublicBody.objects.filter(_among("claim_id", wanted, read)).order_by("-at")[:1]]
    else:
        rows = _LAST.rows(ids)
    last: datetime | None = rows[0][0] if rows else None
    return last


_LAST = PreparedOf("claim_id", lambda these: PublicBody.objects.filter(these).order_by("-at").values_list("at")[:1])


def _lock(wanted: Ids, rivals: Iterable[int], *, wait: bool = True) -> list[int]:
    also = sorted(rivals)
    ids = _either(wanted, also)
    if ids is None or not wait:
        rows = _locking(_among("id", wanted, also), wait=wait)
        return [claim for (claim,) in rows]
    return [claim for (claim,) in _LOCKED.rows(ids)]


def _locking(these: Q, *, wait: bool = True) -> QuerySet[Any, Any]:
    # Without the revision number: PostgreSQL would read the public body of each claim that it locks.
    rows = Claim.objects.alone().select_for_update(skip_locked=not wait).filter(these)
    return rows.order_by("id").values_list("id")


_LOCKED = PreparedOf("id", _locking)


def _either(wanted: Ids, rivals: Collection[int]) -> Ids | None:
    """Return both as one range or list; None for a range plus others, which would take a long list."""
    if not rivals:
        return wanted
    return None if isinstance(wanted, range) else sorted({*wanted, *rivals})


def _among(field: str, wanted: Ids, rivals: Iterable[int]) -> Q:
    also = sorted(rivals)
    return of(field, wanted) | of(field, also) if also else of(field, wanted)


def assessed_with(ids: Iterable[int]) -> set[int]:
    """Return the claims that contradict or supersede ``ids`` (in either direction), except ``ids`` themselves."""
    own = ids if isinstance(ids, range) else sorted(set(ids))
    left_out = own if isinstance(own, range) else set(own)
    return {claim for pair in _RELATIONS.rows(own) for claim in pair if claim not in left_out}


_RELATIONS = PreparedOf(
    "from_claim_id,to_claim_id",
    lambda these: ClaimRelation.objects.filter(these, kind__in=ASSESSED_TOGETHER, struck_at=None).values_list(
        "from_claim_id", "to_claim_id"
    ),
)


def need_reason(change: Change) -> None:
    """Refuse a change without a reason.

    Raises: OperationError.
    """
    if is_blank(change.reason):
        raise OperationError("Say why: every change is kept with its reason.")


def lock_loading(*, shared: bool = False) -> None:
    """Serialize loads, and whatever must not happen during one; those that share it wait for the others only."""
    advisory.take(advisory.LOADING, shared=shared)


def refuse_stale(locked: Iterable[int], expected: Mapping[int, int]) -> None:
    """Refuse a write made on another revision of a locked claim than the current one.

    Raises: StaleClaimError, with what changed since.
    """
    if not expected:
        return
    # Read only now: if they were read with the locks, they could be older than the lock.
    known = PublicBody.objects.filter(of("claim_id", sorted(set(expected).intersection(locked))))
    standing = dict(known.values_list("claim_id", "revision"))
    for claim, revision in expected.items():
        if standing.get(claim) != revision:
            later = Revision.objects.filter(claim=claim, number__gt=revision).order_by("number")
            raise StaleClaimError(claim, revision, list(later))


def _named(row: Revision) -> str:
    why = f" ({row.reason_shown})" if row.reason_shown else ""
    return f"revision {row.number} by {row.actor}, {row.action}{why}"

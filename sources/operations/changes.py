"""What every write of the source side uses: one writer at a time, and a SourceChange for each change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

from django.db import IntegrityError

from factcheck.database import advisory
from sources.models import Source, SourceChange
from sources.queries.changes import last_change_at

#: Fields of a source that the policy reads: changing them may change the counts of claims.
POLICY_FIELDS: Final = frozenset(
    (
        *("name", "short_name", "kind", "description", "plural", "country", "organisation_source_id", "vouched_by_id"),
        *("also_vouched_by", "named_as_id", "anonymity_reason", "approved_by", "voice_id", "family_id"),
    )
)


class SourceOperationError(ValueError):
    """The change is refused; the message says why and what to do instead."""


def lock_sources() -> None:
    """Serialize writes of sources until the transaction ends; take this lock before any row lock."""
    advisory.take(advisory.SOURCES)


def in_order(at: datetime) -> datetime:
    """Take the lock; return ``at``, or the time just after the last change if that is later."""
    lock_sources()
    # Under the lock: the order of times, ids and commits is one, so "the last change" identifies what was read.
    last = last_change_at()
    return at if last is None else max(at, last + timedelta(microseconds=1))


def mark_applied(changes: Iterable[SourceChange], *, at: datetime) -> None:
    """Record that these changes were applied."""
    SourceChange.objects.filter(pk__in=[change.pk for change in changes]).update(applied_at=at)


def record_change(
    source: Source,
    action: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    at: datetime,
    actor: str,
    reason: str,
    person: int | None = None,
) -> None:
    """Record old and new values of a source; changes that the policy reads wait to be applied."""
    # What the policy does not read, such as a homepage, changes no claim.
    waits = bool(POLICY_FIELDS.intersection(old))
    SourceChange.objects.create(
        source=source,
        action=action,
        old=dict(old),
        new=dict(new),
        at=at,
        actor=actor,
        person_id=person,
        reason=reason,
        applied_at=None if waits else at,
    )


def note(
    source: Source, action: str, new: Mapping[str, Any], at: datetime, actor: str, reason: str, *, waits: bool = False
) -> None:
    """Record an event of a source other than a changed field; with ``waits``, it waits to be applied."""
    SourceChange.objects.create(
        source=source, action=action, new=dict(new), at=at, actor=actor, reason=reason, applied_at=None if waits else at
    )


def refuse_second(recorded: Sequence[str], error: IntegrityError) -> NoReturn:
    """Report what somebody else recorded at the same moment; any other constraint violation is a defect and is raised."""
    if not recorded:
        raise error
    raise SourceOperationError(
        f"Somebody else recorded {', '.join(recorded)} at the same moment; nothing was stored. "
        "Try again to see what they recorded."
    ) from error

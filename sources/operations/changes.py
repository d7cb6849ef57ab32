"""What every write of the source side keeps to: one writer at a time, and a SourceChange for all that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

from django.db import IntegrityError

from factcheck.database import advisory
from sources.models import Source, SourceChange
from sources.queries.changes import last_change_at

#: Fields of a source that the policy reads: their change may change what a claim's sources amount to.
POLICY_FIELDS: Final = frozenset(
    (
        *("name", "short_name", "kind", "description", "plural", "country", "organisation", "vouched_by_id"),
        *("anonymity_reason", "approved_by", "voice_id", "family_id"),
    )
)


class SourceOperationError(ValueError):
    """The change is refused; the message says why and what to do instead."""


def lock_sources() -> None:
    """Let one writer of sources at a time go on, until the transaction ends; take it before any row lock."""
    advisory.take(advisory.SOURCES)


def in_order(at: datetime) -> datetime:
    """Wait for the turn to write; return ``at``, or the instant after the last change where that is later."""
    lock_sources()
    last = last_change_at()
    return at if last is None else max(at, last + timedelta(microseconds=1))


def mark_applied(changes: Iterable[SourceChange], *, at: datetime) -> None:
    """Note that whoever reads sources has seen to these changes."""
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
    """Record old and new values of a source; what the policy reads waits until somebody has seen to it."""
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
    """Record what happened to a source beside its fields; with ``waits``, until somebody has seen to it."""
    SourceChange.objects.create(
        source=source, action=action, new=dict(new), at=at, actor=actor, reason=reason, applied_at=None if waits else at
    )


def refuse_second(recorded: Sequence[str], error: IntegrityError) -> NoReturn:
    """Say what somebody else recorded in the same instant; any other broken constraint is a fault of ours and stays one."""
    if not recorded:
        raise error
    raise SourceOperationError(
        f"Somebody else recorded {', '.join(recorded)} in the same instant, so nothing of yours is stored. "
        "Try again to see what they recorded."
    ) from error

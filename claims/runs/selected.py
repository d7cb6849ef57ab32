"""Verify claims that a user selected."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from claims.models import VerificationRun
from claims.models.run import CHOSEN, DONE
from claims.operations.writing import lock, refuse_stale
from claims.policy.assess import policy_version
from claims.queries.policy.versions import thresholds
from claims.runs.chunks import found_of
from claims.verification import Change, clock_at, settle

#: Claims that one request may change. It holds their locks for as long as it takes (a guess; four pages of the list).
MOST_CHANGED: Final = 200


def verify_selected(ids: Sequence[int], change: Change, *, expected: Mapping[int, int] | None = None) -> VerificationRun:
    """Verify the claims ``ids``, and store this as a separate run.

    Raises: StaleRevisionError.
    """
    started, policy = time.perf_counter(), thresholds()
    with transaction.atomic():
        locked = lock(ids)
        refuse_stale(locked.ids, expected or {})
        dated = locked.after(change)
        found = found_of([settle(ids, dated, clock_at(dated.at), policy, tolerant=True)])
        return VerificationRun.objects.create(
            scope=CHOSEN,
            # Stored with its results in one transaction, so it needs no chunks and cannot be interrupted.
            state=DONE,
            actor=change.actor,
            started_at=change.at,
            finished_at=change.at,
            now=change.at,
            policy_version=policy_version(policy),
            desk_policy=policy.version,
            **found.tally,
            seconds=time.perf_counter() - started,
        )

"""The current standings of claims as plain tuples: verification compares its findings with them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import TextField
from django.db.models.functions import Cast

from claims.models import Claim, Flag, PublicBody, Standing
from claims.queries.facts.current import Ids
from factcheck.database.prepared import PreparedOf
from factcheck.dates.instants import Instants, text_of

Culprits = tuple[tuple[str, str], ...]


class StandingRow(NamedTuple):
    """The stored standing of a claim."""

    claim_id: int
    assessment_id: int | None
    status: str
    result_digest: str
    facts_digest: str
    policy_version: str
    now: datetime | None
    due_at: datetime | None
    marked_at: datetime | None
    error: str
    fingerprint: int | None
    support_at_least: int | None = None
    support_at_most: int | None = None
    support_open: bool | None = None


class OpenFlag(NamedTuple):
    """An open flag."""

    id: int
    claim_id: int
    code: str
    severity: str
    level: str
    reason: str
    culprits: Culprits


class CurrentBody(NamedTuple):
    """The current public body of a claim, and the revision that produced it."""

    claim_id: int
    revision: int
    at: datetime
    sha256: str
    chain_sha256: str
    body: str
    body_from: int


_culprits = msgspec.json.Decoder(Culprits)
_INSTANTS = ("now", "due_at", "marked_at")
_STANDING = tuple(text_of(name) if name in _INSTANTS else name for name in StandingRow._fields)

_STANDINGS = PreparedOf("claim_id", lambda these: Standing.objects.filter(these).values_list(*_STANDING))
_FLAGS = PreparedOf(
    "claim_id",
    lambda these: Flag.objects.filter(these, cleared_at=None).values_list(
        *OpenFlag._fields[:-1], Cast("culprits", TextField())
    ),
)


def standings(ids: Ids) -> dict[int, StandingRow]:
    """Return the standings of those of the claims that have one."""
    parsed = Instants()
    rows = _STANDINGS.rows(ids)
    # The seventh to the ninth value, now, due_at and marked_at, come as text.
    return {row[0]: StandingRow._make((*row[:6], parsed[row[6]], parsed[row[7]], parsed[row[8]], *row[9:])) for row in rows}


def open_flags(ids: Ids) -> dict[int, dict[str, OpenFlag]]:
    """Return the open flags of the claims, by claim and code."""
    found: dict[int, dict[str, OpenFlag]] = {}
    for row in _FLAGS.rows(ids):
        flag = OpenFlag._make((*row[:-1], _culprits.decode(row[-1])))
        found.setdefault(flag.claim_id, {})[flag.code] = flag
    return found


class Waiver(NamedTuple):
    """An open flag that is waived."""

    id: int
    claim_id: int
    claim_key: str
    code: str
    until: datetime
    findings: str  # digest of what the flag rested on when it was waived


def waivers(ids: Ids) -> list[Waiver]:
    """Return the open flags of the claims that are waived."""
    return [Waiver._make(row) for row in _WAIVED.rows(ids)]


_WAIVED = PreparedOf(
    "claim_id",
    lambda these: (
        Flag.objects.filter(these, cleared_at=None, waived_until__isnull=False)
        .order_by("claim_id", "code")
        .values_list("id", "claim_id", "claim__key", "code", "waived_until", "waived_findings")
    ),
)


def embargoed(ids: Ids) -> list[tuple[int, datetime]]:
    """Return the claims with an embargo, and when it ends, whether that time has passed or not."""
    return [(claim, ends) for claim, ends in _EMBARGOED.rows(ids) if ends is not None]


_EMBARGOED = PreparedOf(
    "id",
    lambda these: Claim.objects.filter(these, embargo_until__isnull=False).order_by("id").values_list("id", "embargo_until"),
)


def current_bodies(ids: Ids) -> dict[int, CurrentBody]:
    """Return the current public bodies of those of the claims that have one."""
    parsed = Instants()
    found = {}
    for row in _BODIES.rows(ids):
        at = parsed[row[2]]
        if at is not None:  # never: the column is not nullable
            found[row[0]] = CurrentBody(row[0], row[1], at, *row[3:])
    return found


_BODIES = PreparedOf(
    "claim_id",
    lambda these: PublicBody.objects.filter(these).values_list("claim_id", "revision", text_of("at"), *CurrentBody._fields[3:]),
)

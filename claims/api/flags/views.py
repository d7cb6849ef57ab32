"""Flags: those of one claim, and the open ones of all, with the records that they rest on and their waivers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.read import ClaimsView, reads
from claims.policy.assess import CODES
from claims.queries.claims import parts
from claims.vocabulary import Severity
from factcheck.api.describing import INSTANT, TEXT, YES_NO, Parameter
from factcheck.api.paging import LIMIT, limit_of, page
from factcheck.api.parameters import instant, some_of, yes_no
from factcheck.api.problems import refused_parameter
from factcheck.api.views import ApiView

_AFTER: Final = "Where the page starts, from `next`."


class Culprit(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a flag rests on: its kind (source, attribution, claim …), and its key."""

    record: str
    key: str


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """Who waived a flag, when, why and until when; ``stands`` is false once the waiver has ended."""

    at: datetime
    by: str
    reason: str
    until: datetime
    stands: bool


class FlagLine(msgspec.Struct, frozen=True, kw_only=True):
    """A flag with the records that it rests on, and how long it was open.

    ``implied_by`` is another open flag of the claim that says the same more exactly; empty if there is none.
    """

    code: str
    severity: str
    level: str
    reason: str
    implied_by: str
    culprits: tuple[Culprit, ...]
    raised_at: datetime
    cleared_at: datetime | None
    waiver: Waiver | None


def flag_parts(row: parts.Row, now: datetime) -> dict[str, Any]:
    """Return a flag as it is sent."""
    waiver = None
    if row["waived_at"] is not None:
        waiver = Waiver(
            at=row["waived_at"],
            by=row["waived_by"],
            reason=row["waiver_reason"],
            until=row["waived_until"],
            stands=row["cleared_at"] is None and row["waived_until"] > now,
        )
    values = {name: row[name] for name in ("code", "severity", "level", "reason", "implied_by", "raised_at", "cleared_at")}
    return {**values, "culprits": tuple(Culprit(record=record, key=key) for record, key in row["culprits"]), "waiver": waiver}


class FlagPage(msgspec.Struct, frozen=True, kw_only=True):
    """The flags of a claim."""

    flags: tuple[FlagLine, ...]
    next: str | None


class FlagList(ClaimsView):
    """``GET /claims/KEY/flags/``: the open ones or, with ``cleared=1``, the past ones."""

    ops = {
        "GET": reads(
            "list_claim_flags",
            "The open flags of a claim with the records that they rest on, or the cleared ones, newest first.",
            "claims.view_flag",
            parameters=LIMIT
            | {
                "cleared": Parameter("1: the cleared ones.", {"type": "string", "enum": ["1"]}),
                "after": Parameter(f"For cleared flags: {_AFTER.lower()}", TEXT),
            },
            gives=FlagPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        sent, head, now = request.query_params, self.found(key), timezone.now()
        limit, cleared = limit_of(request), sent.get("cleared", "")
        if cleared not in ("", "1"):
            raise refused_parameter("cleared", "Use 1, or leave it out.")
        # At most one of each code is open, so all of them fit.
        if not cleared and sent.get("after"):
            raise refused_parameter("after", "Open flags are on one page; use this for cleared flags only.")
        after = _cleared_after(sent.get("after", ""))
        rows = parts.cleared_flags_of(head.id, after, limit + 1) if cleared else parts.open_flags_of(head.id)
        shown = [FlagLine(**flag_parts(row, now)) for row in rows]
        return page(request, "flags", shown, limit if cleared else len(shown), "after", _cursor)


# The code belongs to it: one revision can clear several flags at one time.
def _cursor(flag: FlagLine) -> str:
    return f"{flag.cleared_at.isoformat() if flag.cleared_at else ''}.{flag.code}"


def _cleared_after(sent: str) -> tuple[datetime, str] | None:
    if not sent:
        return None
    at, _dot, code = sent.rpartition(".")
    return _time_of(at), code


def _time_of(text: str) -> datetime:
    found = instant({"after": text or "nothing"}, "after")
    if found is None:
        raise refused_parameter("after", _AFTER)
    return found


class OpenFlag(FlagLine, frozen=True, kw_only=True):
    """An open flag, and the key of its claim."""

    claim: str


class OpenFlagPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of open flags, newest first."""

    flags: tuple[OpenFlag, ...]
    next: str | None


class OpenFlagList(ApiView):
    """``GET /flags/``: the open flags of all open claims."""

    ops = {
        "GET": reads(
            "list_flags",
            "The open flags of all claims that were not merged, split or deleted; newest first.",
            "claims.view_claim",
            "claims.view_flag",
            parameters=LIMIT
            | {
                "code": Parameter("One or several, comma-separated.", TEXT, "single_gateway"),
                "severity": Parameter(f"One or several, comma-separated, of: {', '.join(Severity.words())}.", TEXT, "critical"),
                "waived": Parameter("Those that somebody waived for a while, or those that call for somebody.", YES_NO),
                "raised_since": Parameter("Raised at this instant or later.", INSTANT),
                "after": Parameter(_AFTER, TEXT),
            },
            gives=OpenFlagPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent, now, limit = request.query_params, timezone.now(), limit_of(request)
        waived = yes_no(sent, "waived")
        flags = parts.open_flags(
            codes=some_of(sent, "code", CODES),
            severities=some_of(sent, "severity", Severity.words()),
            raised_since=instant(sent, "raised_since"),
            waived_at=None if waived is None else (now, waived),
        )
        rows = parts.flag_page(flags, _flag_after(sent.get("after", "")), limit + 1)
        if rows is None:
            raise refused_parameter("after", "Unknown flag: use the URL of the next page unchanged.")
        shown = [OpenFlag(**flag_parts(row, now), claim=row["key"]) for row in rows]
        return page(request, "flags", shown, limit, "after", _place)


# The time belongs to it: a code can be raised, cleared and raised again on one claim.
def _place(flag: OpenFlag) -> str:
    return f"{flag.claim} {flag.code} {flag.raised_at.isoformat()}"


def _flag_after(sent: str) -> tuple[str, str, datetime] | None:
    if not sent:
        return None
    # Padded, so that any text gives three parts and is refused below instead of failing here.
    claim, code, at = [*sent.split(" "), "", ""][:3]
    return claim, code, _time_of(at)

"""The desk's policy as data: its versions, the current one, and new drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, Final

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.api.writing import Because, DeskWrite, sends
from claims.casefile.values import Line, Record
from claims.models import DeskPolicy
from claims.operations.policy.drafts import draft_policy
from claims.policy.assess import CODES
from claims.policy.facts import Thresholds
from claims.queries.policy.versions import thresholds, version_of, versions
from claims.vocabulary import PolicyState, Severity
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Op
from factcheck.api.paging import before_parameters, json_answer, numbered_page
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import ApiView, answer, encoded
from factcheck.words import OneOf

#: What setting the policy asks of the role, as its page does.
SETS: Final = sends("claims_deskpolicy_preview")
_NUMBERS: Final = (
    "min_on_record", "min_disinterested", "shelf_life_days", "outcome_grace_days", "dead_link_checks", "dead_link_hours",
    "unreachable_days",
)  # fmt: skip


class FlagSeverity(Record, frozen=True, kw_only=True):
    """The severity that the desk gives a flag in place of the rule's own."""

    flag: Line
    severity: OneOf[Severity]


class PolicyValues(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a desk: the two-source rule, days, flags with a severity other than the rule's, and disabled flags."""

    min_on_record: int
    min_disinterested: int
    shelf_life_days: int
    outcome_grace_days: int
    dead_link_checks: int
    dead_link_hours: int
    unreachable_days: int
    severities: tuple[FlagSeverity, ...]
    switched_off: tuple[str, ...]


class PolicyBody(PolicyValues, frozen=True, kw_only=True):
    """A version of the policy, and who put it in force, when and why; version 0 is the defaults, which nobody set."""

    version: int
    recorded_at: datetime | None
    recorded_by: str
    drafted_by: str
    reason: str


class PolicyPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of versions, newest first."""

    versions: tuple[PolicyBody, ...]
    next: str | None


class DraftBody(PolicyValues, frozen=True, kw_only=True):
    """A draft of the policy; ``version`` is what it became once put in force, ``dropped_at`` when it was dropped."""

    number: int
    state: OneOf[PolicyState]
    version: int | None
    recorded_at: datetime
    drafted_by: str
    dropped_at: datetime | None
    reason: str


class NewPolicy(Because, frozen=True, kw_only=True):
    """The values to set; members that are left out keep the current value."""

    min_on_record: Annotated[int, Meta(ge=1, le=20)] | UnsetType = UNSET
    min_disinterested: Annotated[int, Meta(ge=0, le=20)] | UnsetType = UNSET
    shelf_life_days: Annotated[int, Meta(ge=1, le=36_500)] | UnsetType = UNSET
    outcome_grace_days: Annotated[int, Meta(ge=0, le=3_650)] | UnsetType = UNSET
    dead_link_checks: Annotated[int, Meta(ge=1, le=30)] | UnsetType = UNSET
    dead_link_hours: Annotated[int, Meta(ge=0, le=720)] | UnsetType = UNSET
    unreachable_days: Annotated[int, Meta(ge=1, le=30)] | UnsetType = UNSET
    severities: list[FlagSeverity] | UnsetType = UNSET
    switched_off: list[Line] | UnsetType = UNSET


class Policies(DeskWrite):
    """``/policy/``: list versions, and draft another one."""

    recorded_as = "policy drafted"
    ops = {
        "GET": reads(
            "list_policy_versions",
            "The versions of the desk's policy, newest first.",
            "claims.view_deskpolicy",
            parameters=before_parameters("versions"),
            gives=PolicyPage,
        ),
        "POST": Op(
            name="draft_policy",
            does="Draft another policy. It has no effect until it is put in force; preview it first.",
            scope=ADMIN,
            needs=SETS,
            takes=NewPolicy,
            gives=DraftBody,
            status=201,
            example={
                "shelf_life_days": 60,
                "severities": [{"flag": "stale", "severity": "warning"}],
                "reason": "Two months are enough.",
            },
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        return numbered_page(request, "versions", lambda *page: list(map(policy_body, versions(*page))), attrgetter("version"))

    def posted(self, request: Request, said: NewPolicy, **_keys: Any) -> HttpResponse:
        if faults := list(_faults(said)):
            raise ProblemError("invalid", errors=faults)
        draft = draft_policy(self.change(request, said.reason), **_wanted(said, thresholds()))
        response = answer(encoded(draft_body(draft)))
        response.status_code = 201
        response["Location"] = request.build_absolute_uri(f"/api/v1/policy/drafts/{draft.pk}/")
        return response


class CurrentPolicy(ApiView):
    """``GET /policy/current/``: the current version."""

    ops = {
        "GET": reads("read_current_policy", "The policy in force.", "claims.view_deskpolicy", gives=PolicyBody),
    }

    def get(self, request: Request) -> HttpResponse:
        return json_answer(request, policy_body(next(iter(versions(None, 1)), None)))


class OnePolicy(ApiView):
    """``GET /policy/VERSION/``: as it was put in force; it never changes."""

    ops = {
        "GET": reads(
            "read_policy_version",
            "A version of the policy; 0: the defaults.",
            "claims.view_deskpolicy",
            gives=PolicyBody,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:
        row = version_of(number)
        # Version 0 has no row: it is the defaults of the code.
        if row is None and number:
            raise ProblemError("not-found", f"Unknown policy version {number}.")
        return json_answer(request, policy_body(row))


def _faults(said: NewPolicy) -> Iterator[Fault]:
    flags = [each.flag for each in said.severities or ()]
    for at, flag in enumerate(flags):
        if flag in flags[:at]:
            yield Fault(detail=f"“{flag}” is repeated; name it once.", pointer=f"/severities/{at}/flag")
        elif flag not in CODES:
            yield _no_flag(flag, f"/severities/{at}/flag")
    for at, flag in enumerate(said.switched_off or ()):
        if flag not in CODES:
            yield _no_flag(flag, f"/switched_off/{at}")


def _no_flag(flag: str, pointer: str) -> Fault:
    return Fault(detail=f"Unknown flag “{flag}”.", pointer=pointer)


def _wanted(said: NewPolicy, now: Thresholds) -> dict[str, Any]:
    """Return the values of the draft: those sent, completed from the current ones."""
    values = {name: getattr(now, name) if (sent := getattr(said, name)) is UNSET else sent for name in _NUMBERS}
    off = now.switched_off if said.switched_off is UNSET else said.switched_off
    severities = now.severities if said.severities is UNSET else [(each.flag, each.severity) for each in said.severities]
    return {**values, "severities": dict(severities), "switched_off": off}


def policy_body(row: DeskPolicy | None) -> PolicyBody:
    """Return a version as it is sent; None: the defaults."""
    if row is None:
        return PolicyBody(
            **_values(Thresholds(), (), ()), version=0, recorded_at=None, recorded_by="", drafted_by="", reason="The defaults."
        )
    values = {name: getattr(row, name) for name in ("recorded_at", "recorded_by", "drafted_by", "reason")}
    return PolicyBody(**_stored(row), version=row.version or 0, **values)


def draft_body(row: DeskPolicy) -> DraftBody:
    """Return a draft as it is sent."""
    values = {name: getattr(row, name) for name in ("version", "recorded_at", "drafted_by", "dropped_at", "reason")}
    return DraftBody(**_stored(row), number=row.pk, state=_state(row), **values)


def _state(row: DeskPolicy) -> PolicyState:
    if row.version is not None:
        return PolicyState.IN_FORCE
    return PolicyState.DRAFT if row.dropped_at is None else PolicyState.DROPPED


def _stored(row: DeskPolicy) -> dict[str, Any]:
    return _values(row, row.severities.items(), row.switched_off)


def _values(row: DeskPolicy | Thresholds, severities: Iterable[tuple[str, Any]], off: Iterable[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _NUMBERS}
    ranked = tuple(FlagSeverity(flag=flag, severity=severity) for flag, severity in sorted(severities))
    return {**values, "severities": ranked, "switched_off": tuple(sorted(off))}

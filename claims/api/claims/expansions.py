"""Additional members with the stored body of a claim: ``expand=``. No kind takes more queries for many claims than for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec
from rest_framework.request import Request

from claims.claim_fields import Kind, fields
from claims.queries.claims import expansions
from claims.queries.claims.read import Stored
from claims.queries.claims.sources_beside import Said, sources_beside
from factcheck.api.describing import TEXT, Parameter
from factcheck.api.problems import ProblemError, refused_parameter

#: The type of a claim's column, by its kind.
_TYPES: Final[Mapping[Kind, Any]] = {
    Kind.LINE: str,
    Kind.LANGUAGE: str,
    Kind.DATE: str,
    Kind.WORD: str,
    Kind.PRIORITY: int,
    Kind.YES_NO: bool,
    Kind.YES_NO_OPEN: bool | None,
    Kind.INSTANT: datetime | None,
    Kind.FIGURE: Decimal | None,
    Kind.PERSON: str | None,
    Kind.RECORD_TIME: datetime,
}
_DESK: Final = tuple(field for field in fields() if field.of_the_desk)
# mypy cannot read a struct that is made at run time.
if TYPE_CHECKING:
    _Columns = msgspec.Struct
else:
    _Columns = msgspec.defstruct("Columns", [(each.name, _TYPES[each.kind]) for each in _DESK], frozen=True, kw_only=True)


class DeskFields(_Columns, frozen=True, kw_only=True):
    """How the desk files a claim and who works on it; hidden from readers."""


class LastRevision(msgspec.Struct, frozen=True, kw_only=True):
    """Who changed a claim last, when, how and why."""

    number: int
    at: datetime
    actor: str
    action: str
    reason: str


class StatementBeside(msgspec.Struct, frozen=True, kw_only=True):
    """The voice and family that a source had when it made a statement; all are keys."""

    attribution: str
    voice: str
    family: str


class SourceBeside(msgspec.Struct, frozen=True, kw_only=True):
    """The desk's data of a source besides that in the body. ``voice`` and ``family`` are keys: those that it had when it made
    its statements. If these differ, ``statements`` has those of each, and the two are those by all its ties."""

    key: str
    short_name: str
    organisation: str
    organisation_key: str
    plural: bool
    grade: str
    voice: str
    family: str
    statements: tuple[StatementBeside, ...]


class _Named(msgspec.Struct):
    """The sources that a body names, and its attributions."""

    sources: tuple[_Key, ...] = ()
    attributions: tuple[_Said, ...] = ()


class _Key(msgspec.Struct):
    key: str


class _Said(msgspec.Struct):
    key: str
    source: str
    said_at: str = ""
    copies: str = ""


#: The allowed values: the member that each adds, and the permission that it requires.
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "desk": ("desk", "claims.view_claim"),
    "revision": ("last_revision", "claims.view_revision"),
    "sources": ("sources_beside", "sources.view_source"),
}
EXPAND: Final = {
    "expand": Parameter(
        "Comma-separated; for the desk. Add to each claim:"
        f" `desk` ({', '.join(each.name for each in _DESK if each.editable)}),"
        " `revision` (who changed it last, and why), `sources` (grade, voice and family of each source that it names).",
        TEXT,
        "desk,revision",
    )
}
_named: Final = msgspec.json.Decoder(_Named).decode


def expansions_asked(request: Request) -> tuple[str, ...]:
    """Return the values of ``expand=``.

    Raises: ProblemError if one is unknown, or the caller lacks the permission.
    """
    names = tuple(sorted(set(filter(None, request.query_params.get("expand", "").split(",")))))
    if unknown := sorted(set(names) - _KINDS.keys()):
        raise refused_parameter("expand", f"Unknown value {', '.join(unknown)[:200]}. Use: {', '.join(_KINDS)}.")
    # 401 and not 403: signing in may be all that is missing.
    if names and not request.user.is_authenticated:
        raise ProblemError("not-authenticated", "Only the desk may expand claims.")
    missing = [_KINDS[name][1] for name in names if not request.user.has_perm(_KINDS[name][1])]
    if missing:
        raise ProblemError("not-allowed", f"This expansion requires {', '.join(missing)}.")
    return names


def members(names: Iterable[str]) -> frozenset[str]:
    """Return the members that the values add."""
    return frozenset(_KINDS[name][0] for name in names)


def extra_members(rows: Sequence[Stored], names: Sequence[str]) -> dict[int, str]:
    """Return the additional members of each claim, by id, as text; each member ends with a comma."""
    found = {name: _READ[name](rows) for name in names}
    return {row.id: "".join(_member(_KINDS[name][0], found[name].get(row.id)) for name in names) for row in rows}


def _member(name: str, value: Any) -> str:
    return "" if value is None else f'"{name}":{msgspec.json.encode(value).decode()},'


def _desk(rows: Sequence[Stored]) -> Mapping[int, Any]:
    found = expansions.desk_fields([row.id for row in rows])
    return {claim: DeskFields(**values) for claim, values in found.items()}


def _revision(rows: Sequence[Stored]) -> Mapping[int, Any]:
    found = expansions.last_revisions([row.id for row in rows])
    return {claim: LastRevision(**values) for claim, values in found.items()}


def _sources(rows: Sequence[Stored]) -> Mapping[int, Any]:
    bodies = {row.id: _named(row.body) for row in rows}
    named = {claim: [source.key for source in body.sources] for claim, body in bodies.items()}
    said = {
        claim: [Said(one.key, one.source, one.said_at) for one in body.attributions if not one.copies]
        for claim, body in bodies.items()
    }
    return {claim: msgspec.convert(found, list[SourceBeside]) for claim, found in sources_beside(named, said).items()}


_READ: Final = {"desk": _desk, "revision": _revision, "sources": _sources}

"""Stored bodies as the API sends them: the stored text, with the revision in front, joined and never decoded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from claims.api.claims.expansions import DeskFields, LastRevision, SourceBeside
from claims.published import PublicClaim
from claims.queries.claims.read import Stored
from factcheck.api.problems import refused_parameter
from factcheck.api.views import encoded

#: The member in front of every body.
ENVELOPE: Final = ("revision", "changed_at", "digest")
#: The parts of a claim that a client may select.
FIELDS: Final = frozenset({*ENVELOPE, *(field.encode_name for field in msgspec.structs.fields(PublicClaim))})


def chosen_fields(asked: str) -> frozenset[str]:
    """Return the parts that ``fields=`` names; none means all. The key is always included.

    Raises: ProblemError if one is unknown.
    """
    names = frozenset(filter(None, asked.split(",")))
    if unknown := sorted(names - FIELDS):
        raise refused_parameter("fields", f"Unknown field {', '.join(unknown)[:200]}. Use: {', '.join(sorted(FIELDS))}.")
    return names | {"key"} if names else names


class ClaimBody(PublicClaim, frozen=True, kw_only=True, omit_defaults=True):
    """A claim as the API sends it; the last three only with ``expand=``."""

    revision: int
    changed_at: str
    digest: str
    desk: DeskFields | None = None
    last_revision: LastRevision | None = None
    sources_beside: tuple[SourceBeside, ...] | None = None


def _parts_of(whole: type[msgspec.Struct], name: str) -> type[msgspec.Struct]:
    """Return the type of a body reduced by ``fields``: its key, and any of the rest."""
    others = (field for field in msgspec.structs.fields(whole) if field.name != "key")
    parts = [
        (each.name, each.type | msgspec.UnsetType, msgspec.field(default=msgspec.UNSET, name=each.encode_name))
        for each in others
    ]
    return msgspec.defstruct(name, [("key", str), *parts], frozen=True, kw_only=True)


#: A claim, or the requested parts of it.
ClaimPart: Any = _parts_of(ClaimBody, "ClaimPart")


class ClaimPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of claims; ``next`` is the URL of the next page."""

    claims: tuple[ClaimPart, ...]
    next: str | None


def item(row: Stored, fields: Collection[str] = (), extra: str = "") -> str:
    """Return a claim as JSON text: its revision, the members ``extra`` its body (each with its comma), and its body."""
    # Joined as text and never parsed: serializers cost thirty times as much per request (decision 18).
    front = f'{{"revision":{row.revision},"changed_at":"{row.changed_at.isoformat()}","digest":"{row.digest}",{extra}'
    whole = front + row.body[1:]
    if not fields:
        return whole
    parts: dict[str, Any] = msgspec.json.decode(whole, type=dict[str, msgspec.Raw])
    return msgspec.json.encode({name: part for name, part in parts.items() if name in fields}).decode()


def claim_etag(revision: int, digest: str, fields: str = "") -> str:
    """Return the ETag of one claim: its revision and the digest of that (If-Match reads these), and the form sent."""
    # If-Match ignores this part, so that a client may change a claim of which it read some fields only.
    form = f"-{sha256(fields.encode()).hexdigest()[:8]}" if fields else ""
    return f'"{revision}-{digest[:16]}{form}"'


def page_body(rows: Sequence[Stored], fields: Collection[str], following: str, extra: Mapping[int, str]) -> bytes:
    """Return a page of claims as JSON, with the members ``extra`` the body of some, by id.

    The parts are joined once, because each copy of them is as long as the page.
    """
    parts = ['{"claims":[']
    for number, row in enumerate(rows):
        parts += (("," if number else ""), item(row, fields, extra.get(row.id, "")))
    return "".join([*parts, '],"next":', encoded(following or None).decode(), "}"]).encode()


def etag_of(rows: Iterable[Stored], what: str) -> str:
    """Return the ETag of some claims in the form ``what``: it changes with every revision of any of them."""
    return tagged(what, *(row.digest for row in rows))


def tagged(*parts: str) -> str:
    """Return an ETag computed from these parts."""
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"'

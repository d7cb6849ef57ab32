"""What nobody in particular is not told: which claims there are that are not published, though published ones name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import msgspec

from claims.queries.reading import Stored, hidden_among


class _Related(msgspec.Struct):
    claim: str = ""


class _Reason(msgspec.Struct):
    reason: str = ""


class _Naming(msgspec.Struct):
    """The parts of a body that name other claims: a reason does so in quotation marks."""

    flags: tuple[_Reason, ...] = ()
    relations: tuple[_Related, ...] = ()
    decisions: tuple[_Related, ...] = ()
    merged_into: str = ""


#: A key as the reasons of flags write it, and what stands for one that is not told.
_QUOTED: Final = re.compile("“([a-z0-9][a-z0-9._-]{0,99})”")
_UNNAMED: Final = "that is not published"
_naming: Final = msgspec.json.Decoder(_Naming).decode


def discreet(rows: Sequence[Stored], now: datetime) -> list[Stored]:
    """Return bodies without the keys of claims that are not published; one that loses some has a digest of its own."""
    named = {row.id: set(_named(_naming(row.body))) for row in rows}
    hidden = hidden_among(set().union(*named.values()), now)
    return [_without(row, named[row.id] & hidden) for row in rows]


def discreetly(batches: Iterable[list[Stored]], now: datetime) -> Iterator[list[Stored]]:
    """Do so with batch after batch."""
    return (discreet(batch, now) for batch in batches)


def _named(naming: _Naming) -> Iterator[str]:
    yield from (each.claim for each in (*naming.relations, *naming.decisions) if each.claim)
    for flag in naming.flags:
        yield from _QUOTED.findall(flag.reason)
    if naming.merged_into:
        yield naming.merged_into


def _without(row: Stored, hidden: set[str]) -> Stored:
    if not hidden:
        return row
    body: dict[str, Any] = msgspec.json.decode(row.body)
    relations = [each for each in body.pop("relations", ()) if each["claim"] not in hidden]
    decisions = [_bare(each) if each.get("claim") in hidden else each for each in body.pop("decisions", ())]
    if body.get("merged_into") in hidden:
        del body["merged_into"]
    for flag in body.get("flags", ()):
        flag["reason"] = _QUOTED.sub(lambda found: _UNNAMED if found[1] in hidden else found[0], flag["reason"])
    told = {**body, **{name: rows for name, rows in (("relations", relations), ("decisions", decisions)) if rows}}
    digest = sha256("\0".join([row.digest, *sorted(hidden)]).encode()).hexdigest()
    return row._replace(body=msgspec.json.encode(told).decode(), digest=digest)


def _bare(decision: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in decision.items() if name != "claim"}

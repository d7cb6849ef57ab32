"""Bodies of claims as outsiders see them: without hidden claims, even where a published claim refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from claims.models import Claim, OutsideView
from claims.policy.assess import DESK_ONLY
from claims.queries.claims.read import Stored, body, hidden_among, published
from claims.queries.facts.current import Ids
from factcheck.database.prepared import PreparedOf


class _Related(msgspec.Struct):
    claim: str = ""


class _Attributed(msgspec.Struct):
    discredited: _Related | None = None


class _Coded(msgspec.Struct):
    code: str


class _Naming(msgspec.Struct):
    """The parts of a body that may have to be omitted."""

    flags: tuple[_Coded, ...] = ()
    relations: tuple[_Related, ...] = ()
    decisions: tuple[_Related, ...] = ()
    attributions: tuple[_Attributed, ...] = ()
    merged_into: str = ""
    superseded_by: tuple[str, ...] = ()


_naming: Final = msgspec.json.Decoder(_Naming).decode


def outside_bodies(rows: Sequence[Stored], now: datetime) -> list[Stored]:
    """Return bodies as outsiders see them, in two queries; a changed body gets its own digest."""
    namings = {row.id: _naming(row.body) for row in rows}
    hidden = hidden_among({key for naming in namings.values() for key in _claims(naming)}, now)
    views = _views([row.id for row in rows])
    return [_outside(row, namings[row.id], hidden, views.get(row.id)) for row in rows]


def outside_batches(batches: Iterable[list[Stored]], now: datetime) -> Iterator[list[Stored]]:
    """Do the same for batch after batch."""
    return (outside_bodies(batch, now) for batch in batches)


class OutsideState(NamedTuple):
    """How a claim looks to outsiders: its status, and the codes of its flags; None and empty if they do not see it."""

    status: str | None
    flags: tuple[str, ...]


class _State(msgspec.Struct):
    status: str | None = None
    flags: tuple[_Coded, ...] = ()


_state: Final = msgspec.json.Decoder(_State).decode


def outside_state(claim: int, now: datetime) -> OutsideState:
    """Return how a claim looks to outsiders."""
    row = body(claim) if Claim.objects.filter(published(now), pk=claim).exists() else None
    if row is None:
        return OutsideState(None, ())
    state = _state(outside_bodies([row], now)[0].body)
    return OutsideState(state.status, tuple(flag.code for flag in state.flags))


def _claims(naming: _Naming) -> Iterator[str]:
    discredited = (row.discredited for row in naming.attributions if row.discredited is not None)
    yield from (each.claim for each in (*naming.relations, *naming.decisions, *discredited) if each.claim)
    yield from naming.superseded_by
    if naming.merged_into:
        yield naming.merged_into


def _views(ids: Ids) -> dict[int, dict[str, Any]]:
    return {claim: msgspec.json.decode(parts) for claim, parts in _VIEWS.rows(ids)}


_VIEWS: Final = PreparedOf("claim_id", lambda these: OutsideView.objects.filter(these).values_list("claim_id", "parts"))


def _outside(row: Stored, naming: _Naming, hidden: set[str], view: Mapping[str, Any] | None) -> Stored:
    # Nearly all bodies look the same to everybody, and are passed on as text.
    private = any(flag.code in DESK_ONLY for flag in naming.flags)
    if view is None and not private and hidden.isdisjoint(_claims(naming)):
        return row
    parts: dict[str, Any] = msgspec.json.decode(row.body)
    newer = [key for key in (parts if view is None else view).get("superseded_by", ()) if key not in hidden]
    parts |= view or {}
    parts["flags"] = [flag for flag in parts["flags"] if flag["code"] not in DESK_ONLY]
    # Asked now and not stored: whether a key is hidden changes without a write, as an embargo ends.
    relations = [each for each in parts.pop("relations", ()) if each["claim"] not in hidden]
    decisions = [_bare(each, hidden) for each in parts.pop("decisions", ()) if not _rests_on(each, hidden)]
    if parts.get("merged_into") in hidden:
        del parts["merged_into"]
    parts.pop("superseded_by", None)
    lists = (("relations", relations), ("superseded_by", newer), ("decisions", decisions))
    parts |= {name: kept for name, kept in lists if kept}
    parts |= _without_hidden_evidence(parts, hidden)
    seen = msgspec.json.encode(parts).decode()
    # A digest of its own, for ETags: publishing a related claim can change what is sent without a revision here.
    return row._replace(body=seen, digest=sha256(f"{row.digest}\0{seen}".encode()).hexdigest())


def _without_hidden_evidence(parts: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    """Return the attributions without what hidden claims alone discredit, and the sources without those that it alone names."""
    if not any(row.get("discredited", {}).get("claim") in hidden for row in parts["attributions"]):
        return {}
    rows = [_as_credited(row, hidden) for row in parts["attributions"]]
    named = {row["source"] for row in (*rows, *parts.get("interests", ()))}
    named |= {row["discredited"].get("by") for row in rows if "discredited" in row}
    return {"attributions": rows, "sources": [each for each in parts["sources"] if each["key"] in named]}


def _as_credited(row: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "discredited"}
    said = row.get("discredited")
    if said is None or (_rests_on(said, hidden) and "attribution" not in said):
        return rest
    return {**rest, "discredited": _bare(said, hidden)}


def _rests_on(decision: Mapping[str, Any], hidden: set[str]) -> bool:
    """Return whether a decision rests on a hidden claim alone."""
    return decision.get("claim") in hidden and "document" not in decision


def _bare(decision: Mapping[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {name: value for name, value in decision.items() if name != "claim" or value not in hidden}

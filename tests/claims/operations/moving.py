"""What tests of moves of whole claims share: a duplicate of a claim, and the state of claims without the traces of a move."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from claims.models import Claim, Flag, Standing
from claims.queries.claims.selection import ids_of_all
from claims.verification import Change
from claims.verification.replaying import DIFFERS, replay
from tests.cases import claim, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

LATER = timedelta(hours=1)


def because(at: datetime, action: str = "moved", reason: str = "they say the same") -> Change:
    return Change(at, "user:ed", action, reason)


def pk(key: str) -> int:
    return Claim.objects.get(key=key).pk


def flags(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


def counts(key: str, side: str = "support") -> tuple[int, int, int]:
    """Return at least, at most and on the record."""
    found = Standing.objects.select_related("assessment").get(claim__key=key).assessment
    assert found is not None
    shown = found.result[side]
    return shown["at_least"], shown["at_most"], shown["on_record"]


def standing(key: str) -> tuple[Any, ...]:
    """Return what was found of a claim."""
    row = Standing.objects.select_related("assessment").get(claim__key=key)
    assert row.assessment is not None
    return row.status, row.assessment.explanation, row.assessment.result


def assert_whole(now: datetime) -> None:
    """See that what is stored is what the records give, and that each past assessment can still be reported from them."""
    assert_stored_equals_fresh(now)
    assert [one for one in replay(ids_of_all()) if one.outcome == DIFFERS] == []


def duplicates() -> dict[str, Any]:
    """A claim, a duplicate of it that has more, and a third one that both have to do with.

    Of the duplicate: a chain from an unnamed diplomat, what Ada said (recorded of the other one too), a slip that was voided
    and that the wire passes on, and a statement that was taken back.
    """
    slip = {"voided": {"reason": "typed twice"}}
    taken_back = {"withdrawn": {"by": "source", "reason": "misheard", "at": "2024-06-02"}}
    chain = [
        row("dip"),
        row("post", stance="reports", cites=["dip"]),
        row("wire", stance="reports", copies="post", document="doc"),
    ]
    return {
        "sources": [
            outlet("post"),
            outlet("wire"),
            outlet("relay"),
            unnamed("dip", "post"),
            *map(person, ("ada", "ben", "cy")),
        ],
        "documents": [{"key": "doc", "publisher": "wire", "kind": "article", "title": "One"}],
        "claims": [
            claim("b", row("ada", said_at="2024-06-01"), row("post", "ben"), topics=["arms"]),
            claim(
                "a",
                *chain,
                row("ada", said_at="2024-06-01"),
                row("cy", **taken_back),
                row("cy-again", "cy", supersedes="cy", stance="questions"),
                row("slip", "ben", **slip),
                row("relay", cites=["slip"]),
                topics=["arms", "ships"],
                interests=[{"source": "ben", "side": 1}],
                relations=[{"kind": "contradicts", "claim": "third"}, {"kind": "restates", "claim": "b"}],
            ),
            claim("third", row("ben"), relations=[{"kind": "part_of", "claim": "a"}]),
        ],
    }

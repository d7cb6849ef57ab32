"""Convert accepted proposals to the values of a case file. The review and the API record the same by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from claims.casefile import FORMAT
from claims.intake.basis import proposed_basis
from claims.intake.joining import CurrentAttribution, Hand, join
from claims.models import Claim
from claims.queries.attributions.chain_anchors import attribution_keys, standing_attributions
from claims.queries.claims.new_keys import NEW_KEY, new_keys
from claims.vocabulary import REPORTS
from factcheck.text.anchoring.anchors import anchor_at
from factcheck.text.texts import in_form
from sources.models import Document
from sources.names import free_key

#: What the origin of a chain says, besides the basis and the time.
_SAID = ("stance", "scope", "ground_rule", "hedge", "hedge_words")


class ChainSource(NamedTuple):
    """A source of a chain; ``record`` is that of a new one, as a case file has it."""

    key: str
    kind: str
    record: Mapping[str, Any] | None = None


class Accepted(NamedTuple):
    """A proposal as it is recorded: its sources, nearest to us first, what the last of them says, and the place of the quote.

    ``said`` has stance, scope, ground_rule, hedge, hedge_words, basis and said_at; an empty text stands for none.
    """

    number: int
    sources: tuple[ChainSource, ...]
    said: Mapping[str, str]
    place: tuple[int, int]


class ClaimAccepted(NamedTuple):
    """Accepted proposals of one claim: a recorded one, with the revision that was seen, or the values of a new one."""

    accepted: tuple[Accepted, ...]
    claim: Claim | None
    revision: int
    new: Mapping[str, Any]


class Plan(NamedTuple):
    """What would be recorded, as values of a case file; ``rows`` are the attributions of each proposal, by its number.

    ``places`` has the number of each attribution of each claim, as the file lists them.
    """

    values: dict[str, Any]
    expected: dict[str, int]
    rows: dict[int, tuple[tuple[str, str], ...]]
    places: tuple[tuple[int, ...], ...]
    digest: str


def with_publisher(publisher: ChainSource, found: Iterable[ChainSource]) -> tuple[ChainSource, ...]:
    """Return the sources of a chain with the outlet that published it, the hand nearest to us, before them."""
    sources = tuple(found)
    return sources if sources[:1] and sources[0].key == publisher.key else (publisher, *sources)


def place_of(quote: str, text: str, near: int) -> tuple[int, int] | None:
    """Return the offsets of a passage in a text, at the place nearest to an offset; None if the text has no such passage."""
    words = in_form(quote).strip()
    places = [found.start() for found in re.finditer(re.escape(words), text)] if words else []
    start = min(places, key=lambda place: abs(place - near), default=None)
    return None if start is None else (start, start + len(words))


def plan_of(claims: Sequence[ClaimAccepted], text: str, document: Document) -> Plan:
    """Return what accepted proposals on a text record; the keys of new claims are made of their texts."""
    return _Planning(claims, text, document).plan()


class _Planning:
    """Plans proposals whose sources are known."""

    def __init__(self, claims: Sequence[ClaimAccepted], text: str, document: Document) -> None:
        self.claims, self.text, self.document = claims, text, document
        self.rows: dict[int, tuple[tuple[str, str], ...]] = {}

    def plan(self) -> Plan:
        found = [self._claim(each, key) for each, key in zip(self.claims, self._keys(), strict=True)]
        # By key, because a new source may be in several chains.
        chains = [source for each in self.claims for one in each.accepted for source in one.sources]
        sources = {source.key: dict(source.record) for source in chains if source.record is not None}
        records = [record for record, _places in found]
        values = {"format": FORMAT, "sources": list(sources.values()), "claims": records}
        expected = {record["key"]: each.revision for each, record in zip(self.claims, records, strict=True)}
        digest = sha256(msgspec.json.encode((values, expected), order="deterministic")).hexdigest()
        return Plan(values, expected, self.rows, tuple(places for _record, places in found), digest)

    def _keys(self) -> list[str]:
        """Return the key of each claim: its own, or a new one that is made of its text."""
        new = iter(new_keys(each.new["text"] for each in self.claims if each.claim is None))
        return [each.claim.key if each.claim is not None else next(new) for each in self.claims]

    def _claim(self, each: ClaimAccepted, key: str) -> tuple[dict[str, Any], tuple[int, ...]]:
        known = each.claim
        current = standing_attributions(known) if known is not None else []
        taken = attribution_keys(known) if known is not None else set()
        rows = [(one.number, record) for one in each.accepted for record in self._chain(one, key, current, taken)]
        record = {"key": key, **({"text": known.text} if known is not None else each.new)}
        return {**record, "attributions": [row for _number, row in rows]}, tuple(number for number, _row in rows)

    def _chain(self, one: Accepted, claim: str, current: list[CurrentAttribution], taken: set[str]) -> list[dict[str, Any]]:
        """Return the new attributions of a chain, cited ones first; what the claim already has in the same way is joined."""
        quote = anchor_at(self.text, *one.place)._asdict()
        hands = _hands(one)
        hands[0] = hands[0]._replace(says={**hands[0].says, "quote": quote["exact"], "document": self.document.key})
        joints, keys, new = join(hands, current), list[str](), list[dict[str, Any]]()
        here = {row.key for row in current if row.said.get("document") == self.document.key}
        for number in reversed(range(len(hands))):
            joins = joints[number].joins
            # A quote has its place in one document: whoever is nearest to us says it anew, unless it is on record here.
            if joins and (number or joins in here):
                keys.append(joins)
                continue
            source = one.sources[number].key
            key = free_key(source[:NEW_KEY], taken)
            taken.add(key)
            record = self._record(one, number, key, keys[-1:], quote)
            current.append(CurrentAttribution(key, source, hands[number].says, frozenset(keys[-1:])))
            keys.append(key)
            new.append(record)
        self.rows[one.number] = tuple((claim, key) for key in keys)
        return new

    def _record(self, one: Accepted, number: int, key: str, cited: Sequence[str], quote: dict[str, Any]) -> dict[str, Any]:
        said = one.said
        record: dict[str, Any] = {"key": key, "source": one.sources[number].key}
        if cited:
            record |= {"stance": REPORTS, "cites": list(cited)}
        else:
            record |= {name: said[name] for name in ("stance", "scope", "ground_rule")}
            record |= {"basis": _basis(one), "hedge": _hedge(said), "said_at": said["said_at"]}
        if number == 0:
            record |= {"document": self.document.key, "quote": quote}
            record["said_at"] = record.get("said_at") or self.document.published_at
        return {name: value for name, value in record.items() if value}


def _hands(one: Accepted) -> list[Hand]:
    """Return the hands of a chain, nearest to us first: all but the last pass on."""
    *carriers, origin = one.sources
    says = {name: one.said[name] for name in _SAID} | {"basis": _basis(one)}
    says |= {"said_at": one.said["said_at"]} if one.said["said_at"] else {}
    return [*(Hand(source.key, {"stance": REPORTS}) for source in carriers), Hand(origin.key, says)]


def _basis(one: Accepted) -> str:
    return one.said["basis"] or proposed_basis(one.sources[-1].kind, one.said["stance"])


def _hedge(said: Mapping[str, str]) -> dict[str, str] | None:
    words = {"words": said["hedge_words"]} if said["hedge_words"] else {}
    return {"degree": said["hedge"], **words} if said["hedge"] else None

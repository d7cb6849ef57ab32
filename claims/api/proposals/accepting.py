"""Resolve what a client accepts: proposals, sources and claims on record, and edits; every fault is reported at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import UNSET

from claims.api.proposals.decided import AcceptedAsClaim, ProposalAccepted, ProposalDecisions, SourceOfChain
from claims.casefile import Problem
from claims.intake.extraction.suggestions import Obstacle
from claims.models import CaptureReading, Claim, ProposedAttribution
from claims.operations.proposals.decisions import Decided
from claims.operations.proposals.planning import Accepted, ChainSource, ClaimAccepted, Plan, place_of, plan_of, with_publisher
from claims.queries.proposals.hands import HandMeant, HandsMeant
from claims.queries.proposals.suggested import Suggested, as_recorded, suggested
from factcheck.api.problems import Fault
from factcheck.text.texts import in_form
from sources.models import Source
from sources.names import how_called
from sources.queries import sources_by_key

_OBSTACLES: Final[Mapping[Obstacle, str]] = {
    Obstacle.NEITHER: "The proposal takes no side (“did not deny”): give a stance, or reject it.",
    Obstacle.PASSES_ON: "The proposal is hearsay: give a stance and the chain of whoever says so, or reject it.",
}
#: Where a problem of the case file is.
_PLACE: Final = re.compile(
    r"^\$\.(?P<list>sources|claims)\[(?P<row>\d+)\](?:\.attributions\[(?P<attribution>\d+)\])?(?:\.(?P<field>\w+))?"
)
#: Fields of an attribution that a client gives under another name, or as another one.
_FIELDS: Final = {"cites": "chain", "source": "chain"}


class _Item(NamedTuple):
    """An accepted proposal: where it is in the body, what was sent of it, and the proposal in the words of its text."""

    pointer: str
    sent: ProposalAccepted
    each: Suggested


class Accepting:
    """What a body accepts, and the case file that it becomes."""

    def __init__(
        self,
        said: ProposalDecisions,
        reading: CaptureReading,
        rows: Mapping[int, ProposedAttribution],
        claims: Mapping[str, Claim],
    ) -> None:
        """``rows`` are the proposals by id, ``claims`` the recorded ones that the body may name, by key."""
        assert reading.capture.document is not None  # noqa: S101 - for mypy: a text without a document is not read
        self.text, self.document = reading.capture.text, reading.capture.document
        self.said, self.claims = said, claims
        self.accepted: list[AcceptedAsClaim] = said.accept or []
        self.new: dict[str, SourceOfChain] = {source.key: source for source in said.sources or ()}
        words = {each.row.pk: each for each in suggested(self.text, list(rows.values()))}
        self.faults: list[Fault] = []
        self.items = [self._items(at, each, words) for at, each in enumerate(self.accepted)]
        named = {key for items in self.items for item in items for key in item.sent.chain or ()}
        self.known = sources_by_key({*named, *self.new})
        self.hands = HandsMeant([item.each for items in self.items for item in items], self.document.publisher)
        self.chain_changed: set[int] = set()
        self._refuse_sources(named)

    def plan(self) -> Plan | None:
        """Return what is recorded; None if nothing is accepted, or, with ``faults``, if something is missing or wrong."""
        found = [self._claim(at) for at in range(len(self.accepted))]
        self._refuse_repeated(found)
        if self.faults or not found:
            return None
        return plan_of(found, self.text, self.document)

    def decided(self, plan: Plan) -> list[Decided]:
        """Return the decisions on the accepted proposals."""
        return [
            Decided(item.sent.id, changed=self._changed(item, at), rows=plan.rows[item.each.number])
            for at, items in enumerate(self.items)
            for item in items
        ]

    def fault_of(self, problem: Problem, plan: Plan) -> Fault:
        """Return a problem of the case file at its place in the body."""
        at = _PLACE.match(problem.path)
        if at is None:
            return Fault(detail=str(problem))
        row, field = int(at["row"]), at["field"] or ""
        if at["list"] == "sources":
            place = list(self.new).index(plan.values["sources"][row]["key"])
            return Fault(detail=problem.message, pointer=f"/sources/{place}{'/' if field else ''}{field}")
        if not at["attribution"]:
            return Fault(detail=problem.message, pointer=f"/accept/{row}/new_claim{'/' if field else ''}{field}")
        number = plan.places[row][int(at["attribution"])]
        pointer = next(item.pointer for item in self.items[row] if item.each.number == number)
        return Fault(detail=problem.message, pointer=f"{pointer}/{_FIELDS.get(field, field)}".rstrip("/"))

    def _items(self, at: int, sent: AcceptedAsClaim, words: Mapping[int, Suggested]) -> list[_Item]:
        pointers = [(f"/accept/{at}/proposals/{number}", each) for number, each in enumerate(sent.proposals)]
        for pointer, each in pointers:
            if each.id not in words:
                self._refuse(f"{pointer}/id", "This proposal does not fit the text; reject it.")
        return [_Item(pointer, each, words[each.id]) for pointer, each in pointers if each.id in words]

    def _refuse(self, pointer: str, detail: str) -> None:
        self.faults.append(Fault(detail=detail, pointer=pointer))

    def _refuse_sources(self, named: set[str]) -> None:
        keys = [source.key for source in self.said.sources or ()]
        for number, key in enumerate(keys):
            if key in self.known:
                self._refuse(f"/sources/{number}/key", f"The source “{key}” already exists: name it in a chain.")
            elif key in keys[:number]:
                self._refuse(f"/sources/{number}/key", f"“{key}” is repeated; give it once.")
            elif key not in named:
                self._refuse(f"/sources/{number}/key", f"“{key}” is in none of the chains.")

    def _claim(self, at: int) -> ClaimAccepted:
        sent, items = self.accepted[at], self.items[at]
        accepted = tuple(each for item in items if (each := self._accepted(item)) is not None)
        if sent.claim is UNSET:
            return ClaimAccepted(accepted, None, 0, self._new_claim(at))
        if sent.new_claim is not UNSET:
            self._refuse(f"/accept/{at}/new_claim", "Give either a recorded claim or a new one.")
        claim = self.claims.get(sent.claim.key)
        if claim is None:
            self._refuse(
                f"/accept/{at}/claim/key", f"There is no claim “{sent.claim.key}”, or it was merged, split or deleted."
            )
            return ClaimAccepted(accepted, None, 0, self._new_claim(at))
        revision = claim.revision if sent.claim.revision is UNSET else sent.claim.revision
        return ClaimAccepted(accepted, claim, revision, {})

    def _new_claim(self, at: int) -> dict[str, Any]:
        new = self.accepted[at].new_claim
        given = {} if new is UNSET else msgspec.to_builtins(new)
        first = self.items[at][0] if self.items[at] else None
        return {"text": as_recorded(first.each, self.text)["text"] if first is not None else "", **given}

    def _refuse_repeated(self, found: Sequence[ClaimAccepted]) -> None:
        seen: set[tuple[str, str]] = set()
        for at, each in enumerate(found):
            which = (each.claim.key, "") if each.claim is not None else ("", in_form(each.new["text"]))
            if which in seen:
                self._refuse(f"/accept/{at}", "This is the claim of another item: put its proposals into one.")
            seen.add(which)

    def _accepted(self, item: _Item) -> Accepted | None:
        proposed, sent = as_recorded(item.each, self.text), item.sent
        said = {name: proposed[name] for name in ("stance", "scope", "ground_rule", "hedge", "hedge_words")}
        said |= {"basis": "", "said_at": ""}
        for name in ("stance", "scope", "ground_rule", "basis", "said_at"):
            said[name] = getattr(sent, name) or said[name]
        if sent.hedge is not UNSET:
            said["hedge"] = sent.hedge.degree if sent.hedge else ""
            said["hedge_words"] = (sent.hedge.words or "") if sent.hedge else ""
        if not said["stance"]:
            self._refuse(f"{item.pointer}/stance", _OBSTACLES[item.each.obstacle or Obstacle.NEITHER])
        place = place_of(sent.quote or proposed["quote"], self.text, item.each.quote[0])
        if place is None:
            self._refuse(f"{item.pointer}/quote", "The text has no such passage. Copy it as it is there.")
        sources = self._sources(item)
        return Accepted(item.each.number, sources, said, place) if sources and place is not None else None

    def _sources(self, item: _Item) -> tuple[ChainSource, ...]:
        """Return the sources of a chain, the publisher first; empty, with a fault, unless all are known."""
        publisher, pointer = self.document.publisher, f"{item.pointer}/chain"
        hands = self.hands.of(item.each)
        if item.sent.chain is UNSET:
            if not hands:
                self._refuse(pointer, "The text names nobody: give the chain. If the publisher itself says so, give its key.")
            for hand in hands:
                if hand.source is None:
                    self._refuse(pointer, f"It is not sure who “{hand.name}” is: give the chain by keys, with new `sources`.")
            found = [ChainSource(hand.source.key, hand.source.kind) for hand in hands if hand.source is not None]
            return with_publisher(_recorded(publisher), found) if len(found) == len(hands) > 0 else ()
        keys = item.sent.chain
        for number, key in enumerate(keys):
            if key in keys[:number]:
                self._refuse(f"{pointer}/{number}", f"“{key}” is repeated; a chain has a source once.")
            elif key not in self.known and key not in self.new:
                self._refuse(f"{pointer}/{number}", f"Unknown source “{key}”.")
        if self.faults:
            return ()
        if not self._is_as_proposed(keys, hands):
            self.chain_changed.add(item.sent.id)
        return with_publisher(_recorded(publisher), map(self._source, keys))

    def _source(self, key: str) -> ChainSource:
        if key in self.known:
            return _recorded(self.known[key])
        new = self.new[key]
        return ChainSource(key, new.kind, msgspec.to_builtins(new))

    def _is_as_proposed(self, keys: Sequence[str], hands: Sequence[HandMeant]) -> bool:
        """Return whether a chain is that of the text: who a doubtful name means is a question to the client, not an error."""
        publisher = self.document.publisher.key
        begins = bool(hands) and hands[0].source is not None and hands[0].source.key == publisher
        given = keys[1:] if keys[0] == publisher and not begins else keys
        return len(given) == len(hands) > 0 and all(self._is_hand(key, hand) for key, hand in zip(given, hands, strict=True))

    def _is_hand(self, key: str, hand: HandMeant) -> bool:
        if hand.source is not None:
            return hand.source.key == key
        if key in self.known:
            return any(match.source.key == key for match in hand.matches)
        new = self.new[key]
        if new.identified is False:
            return hand.unnamed
        return bool(how_called(hand.name, (new.name, new.short_name or ""), new.aliases or ()))

    def _changed(self, item: _Item, at: int) -> tuple[str, ...]:
        """Return the parts that differ from the proposal, as the review screen has them."""
        proposed, sent, new = as_recorded(item.each, self.text), item.sent, self.accepted[at].new_claim
        text = "" if new is UNSET else new.text or ""
        changed = {
            "stance": bool(sent.stance) and sent.stance != proposed["stance"],
            "hedge": sent.hedge is not UNSET and (sent.hedge.degree if sent.hedge else "") != proposed["hedge"],
            "chain": sent.id in self.chain_changed,
            "text": bool(text) and in_form(text) != in_form(proposed["text"]),
        }
        return tuple(name for name, differs in changed.items() if differs)


def _recorded(source: Source) -> ChainSource:
    return ChainSource(source.key, source.kind)

"""Convert accepted proposals to a case file, and the problems of that file back to the proposals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from django import forms
from django.utils.translation import gettext as _

from claims.admin.attributions.fields import hedge_in_case_file, proposed_basis
from claims.admin.attributions.quick_sources import Who, recorded
from claims.admin.claims.form_to_case import NEW_KEY, new_keys, topics_from
from claims.admin.intake.plan import PLACE
from claims.admin.intake.settling import Settling
from claims.admin.proposals.forms import ProposalForm
from claims.admin.proposals.suggested import Suggested
from claims.casefile import Problem
from claims.casefile.records import FORMAT
from claims.intake.claim_lines import ChainLine, ClaimLine
from claims.intake.joining import CurrentAttribution, Hand, join
from claims.models import Claim
from claims.queries.attributions.chain_anchors import attribution_keys, standing_attributions
from claims.vocabulary import REPORTS
from factcheck.text.anchoring.anchors import anchor_at
from factcheck.text.texts import in_form
from sources.models import Document
from sources.names import free_key


class Card(NamedTuple):
    """A proposal with its form, which is bound."""

    said: Suggested
    form: ProposalForm

    @property
    def line(self) -> ChainLine:
        return ChainLine(self.said.number, self.form.read, self.form.cleaned_data["stance"])


class Group(NamedTuple):
    """Accepted proposals of one claim: the first of them decides which. ``claim`` is None for a new one."""

    cards: tuple[Card, ...]
    claim: Claim | None = None
    revision: int = 0  # of the claim, as the editor saw it

    @property
    def leader(self) -> Card:
        return self.cards[0]


class Plan(NamedTuple):
    """What would be recorded, as values of a case file; ``rows`` are the attributions of each proposal, by its number.

    ``places`` has the number of each attribution of each claim, as the file lists them.
    """

    values: dict[str, Any]
    expected: dict[str, int]
    rows: dict[int, tuple[tuple[str, str], ...]]
    places: tuple[tuple[int, ...], ...]
    digest: str


def settle(groups: Sequence[Group], data: Any, *, approves: bool, may_record: bool) -> Settling:
    """Return the sources of accepted proposals, to be settled each once."""
    cards = [card for group in groups for card in group.cards]
    lines = [ClaimLine(card.said.number, "", (card.line,)) for card in cards]
    # The last hand as the editor left it: a proposed description is only of the source that was proposed.
    kept = [card for card in cards if card.said.hands[-1:] == card.form.read.hands[-1:]]
    proposed = {card.said.number: card.said.of_source() for card in kept}
    return Settling(lines, data, approves=approves, may_record=may_record, proposed=proposed)


def plan_of(
    groups: Sequence[Group], text: str, document: Document, settling: Settling, shared: Mapping[str, Any]
) -> Plan | None:
    """Return what accepted proposals would record; None, with errors at the forms, unless all sources and quotes are known."""
    publisher = recorded(document.publisher)
    who: dict[int, list[Who]] = {}
    for card in (card for group in groups for card in group.cards):
        if found := settling.who(card.line, publisher):
            # The outlet that published it is the hand nearest to us, and vouches for whom it does not name.
            who[card.said.number] = found if found[0].key == publisher.key else [publisher, *found]
        _place_quote(card, text)
    cards = [card for group in groups for card in group.cards]
    if len(who) < len(cards) or any(card.form.errors for card in cards):
        return None
    return _Planning(groups, text, document, who, shared).plan()


def _place_quote(card: Card, text: str) -> None:
    """Find the quote in the text, at the place nearest to that of the proposal; without one, add an error."""
    quote, near = in_form(card.form.cleaned_data["quote"]).strip(), card.said.quote[0]
    places = [found.start() for found in re.finditer(re.escape(quote), text)] if quote else []
    if places:
        start = min(places, key=lambda place: abs(place - near))
        card.form.cleaned_data["place"] = (start, start + len(quote))
    elif "quote" not in card.form.errors:
        card.form.add_error("quote", _("The text has no such passage. Copy it as it is there."))


class _Planning:
    """Plans proposals whose sources are known."""

    def __init__(
        self,
        groups: Sequence[Group],
        text: str,
        document: Document,
        who: Mapping[int, Sequence[Who]],
        shared: Mapping[str, Any],
    ) -> None:
        self.groups, self.text, self.document, self.who, self.shared = groups, text, document, who, shared
        self.rows: dict[int, tuple[tuple[str, str], ...]] = {}

    def plan(self) -> Plan:
        found = [self._claim(group, key) for group, key in zip(self.groups, self._keys(), strict=True)]
        # By key, because a new source may be in several chains.
        sources = {who.key: dict(who.record) for each in self.who.values() for who in each if who.record is not None}
        records = [record for record, _places in found]
        values = {"format": FORMAT, "sources": list(sources.values()), "claims": records}
        expected = {record["key"]: group.revision for group, record in zip(self.groups, records, strict=True)}
        digest = sha256(msgspec.json.encode((values, expected), order="deterministic")).hexdigest()
        return Plan(values, expected, self.rows, tuple(places for _record, places in found), digest)

    def _keys(self) -> list[str]:
        """Return the key of each claim: its own, or a new one that is made of its text."""
        new = iter(new_keys(group.leader.form.cleaned_data["text"] for group in self.groups if group.claim is None))
        return [group.claim.key if group.claim is not None else next(new) for group in self.groups]

    def _claim(self, group: Group, key: str) -> tuple[dict[str, Any], tuple[int, ...]]:
        known = group.claim
        current = standing_attributions(known) if known is not None else []
        taken = attribution_keys(known) if known is not None else set()
        rows = [(card.said.number, record) for card in group.cards for record in self._chain(card, key, current, taken)]
        record: dict[str, Any] = {"key": key, "text": known.text} if known is not None else self._new(group, key)
        return {**record, "attributions": [each for _number, each in rows]}, tuple(number for number, _each in rows)

    def _new(self, group: Group, key: str) -> dict[str, Any]:
        topics = topics_from(self.shared["topics"])
        record = {"key": key, "text": group.leader.form.cleaned_data["text"], "public": self.shared["public"]}
        return {**record, **({"topics": topics} if topics else {})}

    def _chain(self, card: Card, claim: str, current: list[CurrentAttribution], taken: set[str]) -> list[dict[str, Any]]:
        """Return the new attributions of a chain, cited ones first; what the claim already has in the same way is joined."""
        who, quote = self.who[card.said.number], self._quote(card)
        hands = [self._hand(card, number) for number in range(len(who))]
        hands[0] = Hand(who[0].key, {**hands[0].says, "quote": quote["exact"], "document": self.document.key})
        joints, keys, new = join(hands, current), list[str](), list[dict[str, Any]]()
        here = {row.key for row in current if row.said.get("document") == self.document.key}
        for number in reversed(range(len(who))):
            joins = joints[number].joins
            # A quote has its place in one document: whoever is nearest to us says it anew, unless it is on record here.
            if joins and (number or joins in here):
                keys.append(joins)
                continue
            key = free_key(who[number].key[:NEW_KEY], taken)
            taken.add(key)
            record = self._record(card, number, key, keys[-1:], quote)
            current.append(CurrentAttribution(key, who[number].key, hands[number].says, frozenset(keys[-1:])))
            keys.append(key)
            new.append(record)
        self.rows[card.said.number] = tuple((claim, key) for key in keys)
        return new

    def _hand(self, card: Card, number: int) -> Hand:
        who = self.who[card.said.number]
        if number < len(who) - 1:
            return Hand(who[number].key, {"stance": REPORTS})
        said = card.form.cleaned_data
        names = ("stance", "scope", "ground_rule", "hedge", "hedge_words")
        says = {name: said[name] for name in names} | {"basis": said["basis"] or proposed_basis(who[-1].kind, said["stance"])}
        return Hand(who[-1].key, says | ({"said_at": said["said_at"]} if said["said_at"] else {}))

    def _record(self, card: Card, number: int, key: str, cited: Sequence[str], quote: dict[str, Any]) -> dict[str, Any]:
        who, said = self.who[card.said.number], card.form.cleaned_data
        record: dict[str, Any] = {"key": key, "source": who[number].key}
        if cited:
            record |= {"stance": REPORTS, "cites": list(cited)}
        else:
            record |= {name: said[name] for name in ("stance", "scope", "ground_rule")}
            record["basis"] = said["basis"] or proposed_basis(who[-1].kind, said["stance"])
            record |= {"hedge": hedge_in_case_file(said), "said_at": said["said_at"]}
        if number == 0:
            record |= {"document": self.document.key, "quote": quote}
            record["said_at"] = record.get("said_at") or self.document.published_at
        return {name: value for name, value in record.items() if value}

    def _quote(self, card: Card) -> dict[str, Any]:
        return anchor_at(self.text, *card.form.cleaned_data["place"])._asdict()


def place(
    found: Sequence[Problem], plan: Plan, cards: Mapping[int, Card], groups: Sequence[Group], settling: Settling
) -> list[str]:
    """Add each problem of the case file to the proposal or source that it concerns; return those that concern none."""
    others: list[str] = []
    for problem in found:
        at = PLACE.match(problem.path)
        if at is None:
            others.append(str(problem))
        elif at["list"] == "claims":
            row = int(at["row"])
            number = plan.places[row][int(at["attribution"])] if at["attribution"] else groups[row].leader.said.number
            names = {"cites": "chain", "source": "chain", None: "claim"}
            _add_error(cards[number].form, names.get(at["field"], at["field"]), problem.message)
        elif (form := settling.form_of(plan.values["sources"][int(at["row"])]["key"])) is not None:
            _add_error(form, at["field"], problem.message)
        else:
            others.append(problem.message)
    return others


def _add_error(form: forms.Form, field: str | None, message: str) -> None:
    known = field is not None and field in form.fields and not form.fields[field].widget.is_hidden
    form.add_error(field if known else "name" if "name" in form.fields else None, message)

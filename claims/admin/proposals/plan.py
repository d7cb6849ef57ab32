"""Convert accepted proposals to a case file, and the problems of that file back to the proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_sources import Who, recorded
from claims.admin.claims.form_to_case import topics_from
from claims.admin.intake.plan import PLACE
from claims.admin.intake.settling import Settling
from claims.admin.proposals.forms import ProposalForm
from claims.casefile import Problem
from claims.intake.claim_lines import ChainLine, ClaimLine
from claims.models import Claim
from claims.operations.proposals import planning
from claims.operations.proposals.planning import Accepted, ChainSource, ClaimAccepted, Plan, place_of, with_publisher
from claims.queries.proposals.suggested import Suggested
from sources.models import Document


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
    chains: dict[int, tuple[ChainSource, ...]] = {}
    for card in (card for group in groups for card in group.cards):
        if found := settling.who(card.line, publisher):
            # The outlet that published it vouches for whom it does not name.
            chains[card.said.number] = with_publisher(_source(publisher), map(_source, found))
        _place_quote(card, text)
    cards = [card for group in groups for card in group.cards]
    if len(chains) < len(cards) or any(card.form.errors for card in cards):
        return None
    claims = [
        ClaimAccepted(
            tuple(_accepted(card, chains[card.said.number]) for card in group.cards),
            group.claim,
            group.revision,
            {} if group.claim is not None else _new_claim(group.leader.form.cleaned_data["text"], shared),
        )
        for group in groups
    ]
    return planning.plan_of(claims, text, document)


def _source(who: Who) -> ChainSource:
    return ChainSource(who.key, who.kind, who.record)


def _accepted(card: Card, sources: tuple[ChainSource, ...]) -> Accepted:
    said = card.form.cleaned_data
    return Accepted(card.said.number, sources, said, said["place"])


def _new_claim(text: str, shared: Mapping[str, Any]) -> dict[str, Any]:
    topics = topics_from(shared["topics"])
    return {"text": text, "public": shared["public"], **({"topics": topics} if topics else {})}


def _place_quote(card: Card, text: str) -> None:
    """Find the quote in the text, at the place nearest to that of the proposal; without one, add an error."""
    place = place_of(card.form.cleaned_data["quote"], text, card.said.quote[0])
    if place is not None:
        card.form.cleaned_data["place"] = place
    elif "quote" not in card.form.errors:
        card.form.add_error("quote", _("The text has no such passage. Copy it as it is there."))


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

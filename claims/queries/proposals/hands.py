"""The recorded sources that the hands of proposals may be, looked up together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claims.queries.proposals.suggested import Suggested
from sources.models import Source
from sources.names import EXACT, PART, how_called
from sources.outlet_names import name_alone
from sources.queries.matching import Match, sources_meant, unnamed_known_to_each


class HandMeant(NamedTuple):
    """A hand as the text has it, and the one recorded source that it is, if that is sure.

    ``matches`` are all that it may be. Of a hand without a name these are the sources of ``voucher``, which quotes it.
    """

    name: str
    source: Source | None
    matches: tuple[Match, ...]
    unnamed: bool = False
    voucher: str = ""


class HandsMeant:
    """The sources of the chains of proposals on a document, in a number of queries that does not grow with them."""

    def __init__(self, cards: Sequence[Suggested], publisher: Source) -> None:
        self.publisher = publisher
        hands = {hand for card in cards for hand in card.hands}
        self._meant = sources_meant({*hands, *filter(None, map(name_alone, hands))})
        withheld = [card for card in cards if card.withheld and card.hands]
        vouchers = {source.pk: source for card in withheld if (source := self._voucher(card)) is not None}
        self._unnamed = unnamed_known_to_each(list(vouchers.values()))

    def of(self, card: Suggested) -> list[HandMeant]:
        """Return the hands of a chain, nearest to us first."""
        named = card.hands[:-1] if card.withheld else card.hands
        return [*map(self._named, named), *([self._withheld(card)] if card.withheld and card.hands else [])]

    def begins_with_publisher(self, card: Suggested) -> bool:
        """Return whether the hand nearest to us is the publisher."""
        nearest = self._called(card.hands[0]) if card.hands else []
        return any(match.source.pk == self.publisher.pk and match.how != PART for match in nearest)

    def _named(self, name: str) -> HandMeant:
        matches = tuple(match for match in self._called(name) if match.source.identified)
        return HandMeant(name, _sure(matches), matches)

    def _called(self, name: str) -> list[Match]:
        """Return the sources with this name, or else with the name of an outlet in it (“the daily Vedomosti”)."""
        whole, alone = self._meant[name], self._meant.get(name_alone(name), [])
        return whole if any(match.how != PART for match in whole) else alone or whole

    def _withheld(self, card: Suggested) -> HandMeant:
        name, voucher = card.hands[-1], self._voucher(card)
        known = self._unnamed.get(voucher.pk, []) if voucher is not None else []
        matches = tuple(Match(one, how_called(name, (one.name, one.description), (one.key,)) or PART) for one in known)
        same = next((match.source for match in matches if match.how == EXACT), None)
        called = card.hands[-2] if len(card.hands) > 1 else self.publisher.name
        return HandMeant(name, same, matches, unnamed=True, voucher=called)

    def _voucher(self, card: Suggested) -> Source | None:
        """Return the outlet that quotes the last hand: the one before it, or the publisher."""
        return self._named(card.hands[-2]).source if len(card.hands) > 1 else self.publisher


def _sure(matches: Sequence[Match]) -> Source | None:
    sure = {match.source.pk: match.source for match in matches if match.how != PART}
    return next(iter(sure.values())) if len(sure) == 1 else None

"""Which accepted proposals are of one claim, and of which: the first of them decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from claims.admin.proposals.choices import Chosen, chosen
from claims.admin.proposals.plan import Card, Group
from claims.models import Claim
from factcheck.text.texts import in_form


def groups_of(cards: Sequence[Card], made: Mapping[int, Claim], claims: QuerySet[Claim]) -> list[Group]:
    """Return the accepted proposals of a page by claim. Errors are added to their forms.

    ``made`` are the claims that earlier proposals led to, by number; ``claims`` are those that the user may choose.
    """
    together = _Together(card.said.number for card in cards)
    earlier: dict[int, Claim] = {}
    for card in cards:
        number, same = card.said.number, card.form.cleaned_data.get("same_as")
        if same is not None and same in made:
            earlier[number] = made[same]
        elif same is not None and not together.join(number, same) and card.form.accepted:
            card.form.add_error("same_as", _("There is no such proposal on this page, and none with this number was accepted."))
    found: dict[int, list[Card]] = {}
    for card in cards:
        if card.form.accepted:
            found.setdefault(together.first(card.said.number), []).append(card)
    return _merged([_group(group, earlier, claims) for group in found.values()])


class _Together:
    """Numbers that belong together, however they are linked."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._first = {number: number for number in numbers}

    def join(self, one: int, other: int) -> bool:
        """Join two numbers; return whether both are known."""
        if one not in self._first or other not in self._first:
            return False
        ends = sorted((self.first(one), self.first(other)))
        self._first[ends[1]] = ends[0]
        return True

    def first(self, number: int) -> int:
        while self._first[number] != number:
            number = self._first[number]
        return number


def _group(cards: list[Card], earlier: Mapping[int, Claim], claims: QuerySet[Claim]) -> Group:
    same = next((earlier[card.said.number] for card in cards if card.said.number in earlier), None)
    if same is not None:
        return Group(tuple(cards), same, same.revision)
    form = cards[0].form
    other = form.cleaned_data["other"].strip()
    wanted = Chosen(other, None) if other else chosen(form.cleaned_data["claim"])
    if wanted is None:
        return Group(tuple(cards))
    claim = claims.filter(key=wanted.key).first()
    if claim is None:
        form.add_error("other" if other else "claim", _("There is no such claim, or it was merged, split or deleted."))
        return Group(tuple(cards))
    return Group(tuple(cards), claim, claim.revision if wanted.revision is None else wanted.revision)


def _merged(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with those joined that are of the same recorded claim, or of new ones with the same text."""
    found: dict[tuple[int, str], Group] = {}
    for group in groups:
        text = "" if group.claim is not None else in_form(group.leader.form.cleaned_data["text"])
        key = (group.claim.pk if group.claim is not None else 0, text)
        before = found.get(key)
        if before is None:
            found[key] = group
        else:
            # The older of the two revisions that the editor saw, so that a change in between is noticed.
            revision = min(before.revision, group.revision)
            found[key] = Group((*before.cards, *group.cards), group.claim, revision)
    return list(found.values())

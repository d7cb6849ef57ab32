"""What the page of the review shows: the text with its marks, and a card for each proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_sources import WAYS
from claims.admin.proposals.plan import Card
from claims.admin.proposals.wording import OBSTACLES, confidence_words, stance_words
from claims.intake.extraction.suggestions import segments
from claims.models import Claim, ProposedAttribution
from claims.queries.proposals.suggested import Suggested
from claims.vocabulary import REPORTS
from factcheck.desk.people import actor_name
from sources.admin.display import date_time, record_link, tag, words
from sources.admin.pages import may
from sources.models import Document, Source
from sources.names import EXACT, PART, how_called
from sources.queries.matching import sources_meant, unnamed_known_to

#: The most characters of a text beside its proposals: many times an article.
_MOST: Final = 200_000
#: What is marked, in the order of the legend.
MARKED: Final = ("content", "cue", "source", "relays", "hedge", "reason", "means")


def text_shown(text: str, cards: Sequence[Suggested]) -> list[dict[str, Any]]:
    """Return the parts of a text, each with the classes and the numbers of what is marked there."""
    marks = [mark for card in cards for mark in card.marks() if mark.end <= _MOST and mark.what in MARKED]
    return [
        {
            "text": part.text,
            "begins": part.begins,
            "numbers": " ".join(map(str, part.numbers)),
            "classes": " ".join(f"review-{what}" for what in part.what),
        }
        for part in segments(text[:_MOST], marks)
    ]


def is_cut(text: str) -> bool:
    """Return whether a text is too long to be shown whole."""
    return len(text) > _MOST


def cards_shown(
    cards: Sequence[Card], document: Document, request: HttpRequest, alike: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Return the template context of each proposal. ``alike`` is how many recorded claims are like it, by its number."""
    who = _Hands([card.said for card in cards], document) if may(request, Source, "view") else None
    return [_card(card, who, alike[card.said.number]) for card in cards]


def _card(card: Card, who: _Hands | None, alike: int) -> dict[str, Any]:
    said, form = card.said, card.form
    row = said.row
    tone = row.stance if row.stance != REPORTS else ""
    return {
        "number": said.number,
        "id": f"proposal-{said.number}",
        "form": form,
        "content": said.content,
        "cue": said.cue,
        "stance": tag(stance_words(row.stance), tone),
        "naming": words(row.naming) if row.naming else _("nobody is named"),
        "hedge": _("%(degree)s: “%(words)s”") % {"degree": words(row.hedge), "words": said.hedge} if row.hedge else "",
        "reason": said.reason,
        "pronoun": said.pronoun,
        "hands": who.shown(said) if who is not None else [{"name": hand} for hand in said.hands],
        "confidence": confidence_words(row.confidence),
        "rule": row.rule,
        "obstacle": OBSTACLES[said.obstacle] if said.obstacle is not None else "",
        "alike": alike,
        "same_as": form["same_as"].value() or "",
        "fields": [form[name] for name in form.EDITED],
        "opened": any(name in form.errors for name in form.EDITED),
    }


class _Hands:
    """The sources of all chains of a page, looked up together."""

    def __init__(self, cards: Sequence[Suggested], document: Document) -> None:
        self._publisher = document.publisher
        self._meant = sources_meant({hand for card in cards for hand in card.hands})
        self._unnamed = unnamed_known_to(document.publisher) if any(card.withheld for card in cards) else []

    def shown(self, card: Suggested) -> list[dict[str, Any]]:
        """Return the hands of a chain, nearest to us first, each with the recorded source that it may be."""
        found = [self._hand(card, number) for number in range(len(card.hands))]
        nearest = self._meant[card.hands[0]] if card.hands else []
        if any(match.source.pk == self._publisher.pk and match.how != PART for match in nearest):
            return found
        return [{"name": record_link(self._publisher), "is": _("publisher")}, *found]

    def _hand(self, card: Suggested, number: int) -> dict[str, Any]:
        name, last = card.hands[number], number == len(card.hands) - 1
        if last and card.withheld:
            known = self._unnamed if number == 0 else []
            same = next((one for one in known if how_called(name, (one.name, one.description), (one.key,)) == EXACT), None)
            voucher = card.hands[number - 1] if number else self._publisher.name
            vouched = _("unnamed, known to %(outlet)s") % {"outlet": voucher}
            return {"name": name, "is": vouched, "match": record_link(same) if same is not None else ""}
        matches = [match for match in self._meant[name] if match.source.identified]
        if len({match.source.pk for match in matches if match.how != PART}) == 1:
            return {"name": name, "is": WAYS[matches[0].how], "match": record_link(matches[0].source)}
        return {"name": name, "is": _("several sources match") if matches else _("not recorded yet")}


def decided_shown(rows: Sequence[ProposedAttribution], made: Mapping[int, Claim]) -> list[dict[str, Any]]:
    """Return the lines of what was decided: which, how, by whom, and the claim that it led to."""
    return [
        {
            "number": row.number,
            "decision": words(row.decision),
            "because": words(row.rejected_because) if row.rejected_because else "",
            "who": actor_name(row.decided_by),
            "at": date_time(row.decided_at),
            "claim": record_link(made[row.number]) if row.number in made else "",
        }
        for row in rows
    ]


def page_address(capture_id: int, reading_id: int | None = None, *, everything: bool = False) -> str:
    """Return the address of the review of a capture."""
    address = reverse("admin:sources_capture_proposals", args=[capture_id])
    asked = [f"reading={reading_id}" if reading_id else "", "all=1" if everything else ""]
    query = "&".join(filter(None, asked))
    return f"{address}?{query}" if query else address

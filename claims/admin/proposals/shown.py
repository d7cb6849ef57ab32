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
from claims.queries.proposals.hands import HandMeant, HandsMeant
from claims.queries.proposals.suggested import Suggested
from claims.vocabulary import REPORTS
from factcheck.desk.people import actor_name
from sources.admin.display import date_time, record_link, tag, words
from sources.admin.pages import may
from sources.models import Document, Source

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
    who = HandsMeant([card.said for card in cards], document.publisher) if may(request, Source, "view") else None
    return [_card(card, who, alike[card.said.number]) for card in cards]


def _card(card: Card, who: HandsMeant | None, alike: int) -> dict[str, Any]:
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
        "hands": _hands(who, said) if who is not None else [{"name": hand} for hand in said.hands],
        "confidence": confidence_words(row.confidence),
        "rule": row.rule,
        "obstacle": OBSTACLES[said.obstacle] if said.obstacle is not None else "",
        "alike": alike,
        "same_as": form["same_as"].value() or "",
        "fields": [form[name] for name in form.EDITED],
        "opened": any(name in form.errors for name in form.EDITED),
    }


def _hands(meant: HandsMeant, card: Suggested) -> list[dict[str, Any]]:
    """Return the hands of a chain, nearest to us first, each with the recorded source that it is."""
    found = [_hand(each) for each in meant.of(card)]
    publisher = {"name": record_link(meant.publisher), "is": _("publisher")}
    return found if meant.begins_with_publisher(card) else [publisher, *found]


def _hand(hand: HandMeant) -> dict[str, Any]:
    match = record_link(hand.source) if hand.source is not None else ""
    if hand.unnamed:
        return {"name": hand.name, "is": _("unnamed, known to %(outlet)s") % {"outlet": hand.voucher}, "match": match}
    if hand.source is not None:
        return {"name": hand.name, "is": WAYS[hand.matches[0].how], "match": match}
    return {"name": hand.name, "is": _("several sources match") if hand.matches else _("not recorded yet")}


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

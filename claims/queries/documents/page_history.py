"""What the page of a document was at each check, as the desk's page shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from claims.queries.documents.watched import Quoted, earlier_texts
from factcheck.text.anchoring.anchors import Anchor, Found, Orphaned
from factcheck.text.anchoring.changes import changes, counterpart, touches
from factcheck.text.anchoring.finding import Result, find
from sources.models import Capture, Document

#: Changes that are shown, and characters around each (guesses: more is another page).
_MOST_CHANGES: Final = 100
_AROUND: Final = 60


class ShownChange(NamedTuple):
    """A change of a page's text, with what is around it, and the attributions whose quotes it touches (ids)."""

    ahead: str
    before: str
    after: str
    behind: str
    touched: tuple[int, ...]


class Difference(NamedTuple):
    """The last two texts of a page, and what differs: at most so many changes, of ``total``."""

    older: Capture
    newer: Capture
    changes: tuple[ShownChange, ...]
    total: int


def last_difference(document: Document, quotes: list[Quoted], is_over: Callable[[], bool] | None = None) -> Difference | None:
    """Return what changed in the text of a page between its last two copies; None if it has only one."""
    texts = Capture.objects.held().filter(document=document).exclude(text="")
    newer = texts.page_first().first()
    older = texts.of_form(newer).filter(pk__lt=newer.pk).order_by("-id").first() if newer is not None else None
    if newer is None or older is None:
        return None
    found = changes(older.text, newer.text)
    places = {each.attribution: find(older.text, each.anchor, is_over=is_over) for each in quotes if each.anchor.exact}
    shown = [
        ShownChange(
            older.text[max(0, one.old_start - _AROUND) : one.old_start],
            older.text[one.old_start : one.old_end],
            newer.text[one.new_start : one.new_end],
            older.text[one.old_end : one.old_end + _AROUND],
            tuple(pk for pk, at in places.items() if isinstance(at, Found) and touches(one, at.start, at.end)),
        )
        for one in found[:_MOST_CHANGES]
    ]
    return Difference(older, newer, tuple(shown), len(found))


def in_its_place(copy: Capture, anchor: Anchor) -> str:
    """Return what the last copy has where an earlier one had a quote, as a proposal; empty if nothing, or no copy had it."""
    before = next((text for text in earlier_texts(copy) if anchor.exact in text), "")
    at = find(before, anchor) if before else None
    if not isinstance(at, Found):
        return ""
    first, last = counterpart(changes(before, copy.text), at.start, at.end)
    return copy.text[first:last].strip()[: 3 * len(anchor.exact)]


class QuoteNow(NamedTuple):
    """What became of a quote on the last copy of its page: how it was found, or why not; and the passage, if any."""

    word: str  # of How or Why; "timed_out"
    passage: str
    start: int | None
    end: int | None


def quotes_now(copy: Capture, quotes: list[Quoted], is_over: Callable[[], bool] | None = None) -> dict[int, QuoteNow]:
    """Return what became of each quote of a page, by attribution; attributions without one are left out.

    After ``is_over``, nothing is looked for.
    """
    earlier = earlier_texts(copy)
    return {each.attribution: _now(copy, each.anchor, earlier, is_over) for each in quotes if each.anchor.exact}


def _now(copy: Capture, anchor: Anchor, earlier: list[str], is_over: Callable[[], bool] | None) -> QuoteNow:
    before = next((text for text in earlier if anchor.exact in text), "")
    found: Result = find(copy.text, anchor, before=before, is_over=is_over)
    if isinstance(found, Found):
        return QuoteNow(str(found.how), copy.text[found.start : found.end], found.start, found.end)
    return QuoteNow(str(found.why) if isinstance(found, Orphaned) else "timed_out", "", None, None)

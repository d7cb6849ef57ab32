"""How often the watch is wrong about quotes of edited pages: ``python -m tests.benchmarks.edited_pages``.

It reads both pages of each of fifty made-up pairs as captures are read, takes three quotes from the first one, and looks for
them in the second. A false alarm is a flag on a quote whose passage nobody edited; a miss is an edit that raises none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from factcheck.text.anchoring.anchors import Anchor, Found, How
from factcheck.text.anchoring.changes import changes, touches
from factcheck.text.anchoring.finding import find
from sources.fetching.pages import read_page
from tests.benchmarks.edited_pages.pairs import Pair, pairs

_AROUND = 32


def measured(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield each quote with "right", "false alarm", "miss" or "moved" (found at a place that is not its own)."""
    before, after = (read_page(page.encode(), "utf-8", "").text for page in (pair.before, pair.after))
    for quote in pair.article.quotes:
        anchor = taken(before, quote)
        found = find(after, anchor, before=before)
        flagged = not isinstance(found, Found) or found.how is How.EDITED
        if isinstance(found, Found) and quote in pair.edited and not flagged:
            yield quote, "miss"
        elif isinstance(found, Found) and not flagged and not _same_place(before, after, anchor, found):
            yield quote, "moved"
        else:
            yield quote, "false alarm" if flagged and quote not in pair.edited else "right"


def taken(text: str, quote: str) -> Anchor:
    """Return the anchor of a quote as an editor takes it from a text."""
    start = text.index(quote)
    end = start + len(quote)
    return Anchor(quote, text[max(0, start - _AROUND) : start], text[end : end + _AROUND], start, end)


def _same_place(before: str, after: str, anchor: Anchor, found: Found) -> bool:
    """Return whether the diff of the two texts maps the quote to where it was found."""
    moved = 0
    for change in changes(before, after):
        if touches(change, anchor.start or 0, anchor.end or 0):
            return True  # typography: the diff cannot say
        if change.old_end <= (anchor.start or 0):
            moved = change.new_end - change.old_end
    return abs((anchor.start or 0) + moved - found.start) < 5


def main() -> None:
    counted: dict[str, Counter[str]] = {}
    for pair in pairs():
        results = list(measured(pair))
        counted.setdefault(pair.kind, Counter()).update(result for _, result in results)
        counted[pair.kind]["pairs"] += 1
        for quote, result in results:
            if result != "right":
                print(f"{result}: {pair.kind}: {quote}")
    print("| pairs | of | quotes | false alarms | misses | moved |\n|---|---|---|---|---|---|")
    for kind, found in [*counted.items(), ("all", sum(counted.values(), Counter()))]:
        quotes = sum(found[result] for result in ("right", "false alarm", "miss", "moved"))
        print(f"| {kind} | {found['pairs']} | {quotes} | {found['false alarm']} | {found['miss']} | {found['moved']} |")


if __name__ == "__main__":
    main()

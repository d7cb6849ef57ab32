"""How long the pages of the desk may be, and how far their main action may be away, in one table.

A page may not grow: whoever adds something to one takes something else away, or gives it a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from claims.models import Claim
from tests.cases import claim, load, outlet, row, unnamed

#: A desk's window and a phone's: width and height.
WIDE: Final = (1440, 900)
NARROW: Final = (390, 844)


class Size(NamedTuple):
    """The height of a page in pixels, in a desk's window and on a phone, and the elements that the focus visits first."""

    wide: int
    narrow: int
    before: int


#: The main action of a page, and the most that it may measure, with everything open. A tab of a claim has at most two
#: screens of a desk and four of a phone.
CEILINGS: Final = {
    "overview": (".claim-do > a", Size(1800, 3376, 28)),
    "chain": (".claim-do > a", Size(1800, 3200, 28)),
    "decisions": (".claim-do > a", Size(1300, 1900, 28)),
    "history": (".claim-do > a", Size(1750, 2950, 28)),
    "edit": ("[name=text]", Size(1750, 3376, 37)),
    # Who types a chain into the first field reaches the button with one key.
    "who-says-so": ("[name=paste]", Size(2400, 3400, 28)),
}

#: The other pages, as ``desk_pages`` leaves them open: of the sample case, unfolded, with their previews. Their main action is
#: the first field, or else the first link under the heading.
_FIRST: Final = "#main :is(input:not([type=hidden], [type=checkbox]), select, textarea), #content a"
PAGES: Final = {
    "front page": Size(5800, 7700, 33),
    "claim list": Size(1350, 3000, 35),
    "adding several claims": Size(1400, 2150, 34),
    "settling a flag": Size(900, 900, 35),
    "asking for comment": Size(900, 950, 37),
    "help": Size(1650, 4250, 35),
    "verdict": Size(2300, 2950, 35),
    "merging": Size(1150, 1550, 34),
    "attribution": Size(900, 950, 36),
    "document": Size(1650, 3250, 36),
    "capturing a page": Size(900, 1000, 35),
    "capturing a list": Size(900, 950, 35),
    "capture": Size(1100, 1700, 35),
    "captured text": Size(900, 900, 35),
    "source": Size(2050, 2750, 36),
    "merging sources": Size(1050, 1300, 34),
    "search": Size(1150, 1400, 33),
    "making a token": Size(900, 1000, 34),
    "making a webhook": Size(1550, 1800, 34),
    "webhook": Size(1200, 1500, 37),
    "recording who says so": Size(4000, 6200, 35),
    "splitting": Size(4400, 5500, 34),
    "conflict": Size(2100, 3700, 36),
    "policy preview": Size(900, 900, 37),
    "inbox": Size(900, 950, 35),
    "hand-over": Size(900, 950, 35),
    "system": Size(1300, 1950, 36),
    "glossary": Size(3050, 4550, 35),
    "shortcuts": Size(1250, 1800, 0),
}

_BEFORE: Final = """one => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((each) => each.checkVisibility() && !each.disabled && each.type !== 'hidden' && each.tabIndex >= 0)
  .filter((each) => one.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING).length"""


def measured(page: Any, name: str) -> Size:
    """Return the size of a tab of a claim that is open."""
    return _measured(page, CEILINGS[name][0])


def measured_page(page: Any) -> Size:
    """Return the size of another page that is open."""
    return _measured(page, _FIRST)


def is_over(found: Size, most: Size) -> bool:
    """Return whether a page is longer than it may be, or its main action further away."""
    return any(size > ceiling for size, ceiling in zip(found, most, strict=True))


def _measured(page: Any, action: str) -> Size:
    heights = []
    for width, height in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelectorAll('#main details:not(.claim-more)').forEach((one) => { one.open = true })")
        heights.append(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    actions = page.locator(action)  # a page to read has none
    return Size(*heights, actions.first.evaluate(_BEFORE) if actions.count() else 0)


def tabs_of(key: str) -> Iterator[tuple[str, str]]:
    """Yield the tabs of a claim by name, and the page "Add a source", each with its address."""
    base = f"/admin/claims/claim/{Claim.objects.get(key=key).pk}"
    for name in CEILINGS:
        yield name, f"{base}/{'change' if name == 'overview' else name}/"


def load_large_claim(now: datetime) -> str:
    """Load a claim of 60 attributions, most of them through one wire, and return its key."""
    quote = {
        "exact": "The shells came by rail, in three trains, and nobody at the border asked for papers.",
        "translation": "…",
    }
    sources = [outlet("wire", name="The Wire Service"), *(outlet(f"paper-{i}", name=f"The Daily Paper {i}") for i in range(20))]
    sources += [unnamed(f"official-{i}", "wire", name=f"An official of ministry {i}") for i in range(24)]
    rows = [row(f"official-{i}", stance="denies" if i % 4 == 3 else "supports", quote=quote) for i in range(24)]
    rows += [row(f"wire-{i}", "wire", "reports", cites=[f"official-{i}"], said_at=f"2024-06-{i + 1:02}") for i in range(14)]
    rows += [row("wire", stance="reports", cites=[f"official-{i}" for i in range(14, 24)])]
    rows += [row(f"paper-{i}", stance="reports", copies="wire") for i in range(12)]
    rows += [row(f"paper-{i}", stance="reports", cites=["wire", "wire-1"]) for i in range(12, 20)]
    rows += [row("paper-late", "paper-1", "questions", hedge={"degree": "possible", "words": "may have"})]
    interests = [{"source": "paper-1", "side": -1, "reason": "It is accused."}]
    load({"sources": sources, "claims": [claim("large", *rows, interests=interests, topics=["arms"])]}, at=now)
    return "large"

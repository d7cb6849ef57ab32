"""The values with which the template of the picture (claims/chain_picture.html) shows a chain."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.chain_drawing.marks import gateways
from claims.chain_drawing.rows import STANCES, Chain, Row, fates_of, hands, stance_of
from claims.chains import BACK, BOX_HEIGHT, BOX_WIDTH, LINE_KINDS, Link, Picture, Place, clean, picture_of, width_of
from claims.vocabulary import CITES, DENIES, REPORTS, SUPPORTS
from factcheck.text.texts import isolated

#: Names in one tooltip; the lines show the others.
_MOST_NAMES: Final = 5
#: Pixels to an em of the word on a gateway, and around it.
_SIGN_SIZE, _SIGN_ROOM = 10, 12
#: Pixels: the ring around what has the focus, the room around the strip of a stance, from a box's right edge to the sign of a
#: document, and the words above the picture.
_RING, _STRIP, _HELD, _HEAD = 4, 6, 20, 24


class Box(NamedTuple):
    """A box of the picture: its position, its link (``url``, if any), its style and its tooltip."""

    place: Place
    url: str
    stance: str
    tooltip: str
    unnamed: bool
    copies: bool
    held: bool
    gateway: bool
    over: bool


def drawn(chain: Chain) -> dict[str, Any]:
    """Return the picture of a chain with its boxes, its legend, and its description for screen readers."""
    picture = picture_of(hands(chain), chain.links)
    marks = gateways(chain)
    boxes = list(_boxes(picture, chain, marks))
    return {
        "picture": picture,
        "boxes": boxes,
        "kinds": LINE_KINDS,
        "gateways": marks,
        "legend": _legend(boxes, picture),
        "summary": _summary(picture),
        **_measures(picture),
    }


def _measures(picture: Picture) -> dict[str, int]:
    """Return the lengths that all boxes share; ``head`` is the room for the headings above more than one layer."""
    left = min((place.x for place in picture.places), default=0)
    sign = round(width_of(_("gateway")) * _SIGN_SIZE) + _SIGN_ROOM
    return {
        "box_width": BOX_WIDTH,
        "box_height": BOX_HEIGHT,
        "ring_width": BOX_WIDTH + 2 * _RING,
        "ring_height": BOX_HEIGHT + 2 * _RING,
        "strip_height": BOX_HEIGHT - 2 * _STRIP,
        "words_end": BOX_WIDTH - _STRIP,
        "held_x": BOX_WIDTH - _HELD,
        "gateway_width": sign,
        "gateway_middle": sign // 2,
        "gateway_x": BOX_WIDTH - sign - 2 * _STRIP,
        "head": _HEAD if any(place.layer for place in picture.places) else 0,
        "left": left,
        "right": picture.width - left,
    }


def _boxes(picture: Picture, chain: Chain, marks: Mapping[int, Sequence[str]]) -> Iterator[Box]:
    rows = {row.number: row for row in chain.rows}
    below: dict[int, list[Link]] = {}
    for link in chain.links:
        below.setdefault(link.citing, []).append(link)
    closing = {link.citing for link in picture.back}
    for place in picture.places:
        row, links = rows[place.number], below.get(place.number, [])
        sides = marks.get(row.number, ())
        yield Box(
            place=place,
            url=row.url,
            stance=row.stance,
            tooltip="; ".join(_tooltip(row, links, rows, sides, closes=row.number in closing)),
            unnamed=not row.identified,
            copies=any(link.copies for link in links),
            held=row.held,
            gateway=bool(sides),
            over=bool(row.fates),
        )


def _tooltip(row: Row, links: Sequence[Link], rows: Mapping[int, Row], sides: Sequence[str], *, closes: bool) -> Iterator[str]:
    """Yield the lines of a box's tooltip, which screen readers read as well."""
    yield f"{_called(row.name)}: {stance_of(row)} ({row.key})"
    if row.vouched_by:
        yield _("unnamed, vouched for by %(outlet)s") % {"outlet": _called(row.vouched_by)}
    if links:
        names = _listed([_called(rows[link.cited].name) for link in links])
        yield (_("copied from %(names)s") if links[0].copies else _("citing %(names)s")) % {"names": names}
    if closes:
        yield _("this closes a circle of citations")
    if row.said_at:
        yield _("said %(when)s") % {"when": row.said_at}
    yield _("we have a document of it") if row.held else _("no document of ours")
    passes: dict[str, str] = {
        SUPPORTS: _("all support that reached us passes through it"),
        DENIES: _("all denial that reached us passes through it"),
    }
    yield from (passes[side] for side in sides)
    yield from map(clean, fates_of(row))


def _called(name: str) -> str:
    """Return a name for a tooltip: on one line, and isolated if it is right-to-left."""
    return isolated(clean(name))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return shown if more <= 0 else ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": shown, "more": more,
    }  # fmt: skip


def _summary(picture: Picture) -> str:
    """Return the picture's description for a screen reader."""
    count, layers = len(picture.places), 1 + max((place.layer for place in picture.places), default=0)
    told = ngettext("%(count)d attribution", "%(count)d attributions", count) % {"count": count}
    deep = ngettext("in %(layers)d step", "in %(layers)d steps", layers) % {"layers": layers}
    return _("%(told)s %(deep)s, from what reached us to where it comes from.") % {"told": told, "deep": deep}


def _legend(boxes: Collection[Box], picture: Picture) -> list[dict[str, Any]]:
    """Return the legend: each special look of a box or a line in this picture, and its meaning."""
    stances = {box.stance for box in boxes}
    found: list[dict[str, Any]] = [
        {"stance": stance, "words": STANCES[stance]} for stance in STANCES if stance in stances and stance != REPORTS
    ]
    looks = {
        "unnamed": _("a source that is not named"),
        "copies": _("a copy"),
        "held": _("we have a document of it"),
        "gateway": _("gateway: everything that reached us passes through it"),
        "over": _("no longer in force"),
    }
    found += [{look: True, "words": words} for look, words in looks.items() if any(getattr(box, look) for box in boxes)]
    kinds = {line.kind for line in picture.lines}
    line_words = {CITES: _("cites"), BACK: _("cites back: a circle")}
    return found + [{"line": kind, "words": words} for kind, words in line_words.items() if kind in kinds]

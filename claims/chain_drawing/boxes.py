"""The context of the drawing's template (claims/chain_picture.html)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.chain_drawing.marks import gateways
from claims.chain_drawing.rows import DISCREDITED, STANCES, Chain, Row, fates_of, hands, label_of, stance_of
from claims.chains import BACK, BOX_HEIGHT, BOX_WIDTH, LINE_KINDS, Link, Picture, Place, clean, picture_of, width_of
from claims.vocabulary import CITES, DENIES, REPORTS, SUPPORTS
from factcheck.desk.labels import joined
from factcheck.text.texts import isolated

#: Names in a tooltip; the lines of the drawing show the rest.
_MOST_NAMES: Final = 5
#: Pixels: the font size of the word on a gateway, and the space around it.
_SIGN_SIZE, _SIGN_ROOM = 10, 12
#: Pixels: the focus ring, the space around the strip of a stance, the distance from a box's right edge to the document icon,
#: and the space for the words above the drawing.
_RING, _STRIP, _HELD, _HEAD = 4, 6, 20, 24


class Box(NamedTuple):
    """A box: its position, its link (``url``, may be empty), its look, and its tooltip (``title``)."""

    place: Place
    url: str
    stance: str
    title: str
    unnamed: bool
    copies: bool
    held: bool
    gateway: bool
    over: bool
    discredited: bool


def drawn(chain: Chain) -> dict[str, Any]:
    """Return the drawing of a chain with its boxes, its legend, and its description for screen readers."""
    picture = picture_of(hands(chain), chain.links)
    marks = gateways(chain)
    boxes = list(_boxes(picture, chain, marks))
    return {
        "picture": picture,
        "boxes": boxes,
        "kinds": LINE_KINDS,
        "gateways": marks,
        "legend": _legend(boxes, picture),
        "description": _description(picture, chain),
        **_measures(picture),
    }


def _measures(picture: Picture) -> dict[str, int]:
    """Return the lengths that all boxes share. ``head`` is the space for the words above, if there is more than one layer."""
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
            title="; ".join(_title(row, links, rows, sides, closes=row.number in closing)),
            unnamed=not row.identified,
            copies=any(link.copies for link in links),
            held=row.held,
            gateway=bool(sides),
            over=any(fate != DISCREDITED for fate in row.fates),
            discredited=DISCREDITED in row.fates,
        )


def _title(row: Row, links: Sequence[Link], rows: Mapping[int, Row], sides: Sequence[str], *, closes: bool) -> Iterator[str]:
    """Yield the parts of a box's tooltip, which screen readers read too."""
    if row.members:
        yield f"{label_of(row)}: {stance_of(row)}"
        yield _listed([_called(name) for name in row.members])
        if row.carrier:
            yield _("carried by %(name)s") % {"name": _called(row.carrier)}
    else:
        yield f"{_called(row.name)}: {stance_of(row)} ({row.key})"
    if row.folds > 1 and not row.members:
        yield ngettext("in %(count)d attribution", "in %(count)d attributions", row.folds) % {"count": row.folds}
    if row.vouched_by:
        yield _("unnamed, vouched for by %(outlet)s") % {"outlet": joined([_called(name) for name in row.vouched_by])}
    if row.named_as:
        yield _("has said since to be %(name)s") % {"name": _called(row.named_as)}
    if links:
        names = _listed([_called(rows[link.cited].name) for link in links])
        yield (_("copied from %(names)s") if links[0].copies else _("citing %(names)s")) % {"names": names}
    if closes:
        yield _("this closes a circle of citations")
    if row.said_at:
        yield _("said %(when)s") % {"when": row.said_at}
    yield _("document held") if row.held else _("no document held")
    passes: dict[str, str] = {
        SUPPORTS: _("all support passes through it"),
        DENIES: _("all denial passes through it"),
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


def _description(picture: Picture, chain: Chain) -> str:
    """Return the description of the drawing for screen readers."""
    folds = {row.number: row.folds for row in chain.rows}
    count = sum(folds[place.number] for place in picture.places)
    layers = 1 + max((place.layer for place in picture.places), default=0)
    number = ngettext("%(count)d attribution", "%(count)d attributions", count) % {"count": count}
    deep = ngettext("in %(layers)d step", "in %(layers)d steps", layers) % {"layers": layers}
    return _("%(number)s %(deep)s, from what reached us back to the origin.") % {"number": number, "deep": deep}


def _legend(boxes: Collection[Box], picture: Picture) -> list[dict[str, Any]]:
    """Return the legend: the special boxes and lines in this drawing, and their meaning."""
    stances = {box.stance for box in boxes}
    found: list[dict[str, Any]] = [
        {"stance": stance, "words": STANCES[stance]} for stance in STANCES if stance in stances and stance != REPORTS
    ]
    looks = {
        "unnamed": _("unnamed source"),
        "copies": _("copy"),
        "held": _("document held"),
        "gateway": _("gateway: everything passes through it"),
        "over": _("no longer current"),
        "discredited": _("discredited: shown to be forged or false"),
    }
    found += [{look: True, "words": words} for look, words in looks.items() if any(getattr(box, look) for box in boxes)]
    kinds = {line.kind for line in picture.lines}
    line_words = {CITES: _("cites"), BACK: _("cites back: a circle")}
    return found + [{"line": kind, "words": words} for kind, words in line_words.items() if kind in kinds]

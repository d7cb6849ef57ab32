"""The chain of a claim on its page: a picture, its legend, and the same told as nested lines. It asks the database nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from claims.admin.chain_marks import Marks, marks_of
from claims.chain_picture import (
    BACK,
    BOX_HEIGHT,
    BOX_WIDTH,
    LINE_KINDS,
    Hand,
    Link,
    Picture,
    Place,
    clean,
    picture_of,
    width_of,
)
from claims.models import Attribution, Citation
from claims.queries.admin_lists import ClaimPanel, Step
from claims.vocabulary import (
    CITES,
    COPIES,
    DECLINED,
    DENIES,
    EVIDENCE,
    PARTIAL,
    QUESTIONS,
    REPORTS,
    SUPPORTS,
    UNSTATED,
    WITNESS,
)
from sources.admin.display import address, record_link, tag, words

#: Denials stand below support where either could stand anywhere.
_RANKS: Final = {SUPPORTS: 0, REPORTS: 0, QUESTIONS: 1, DECLINED: 2, DENIES: 3}
_STANCES: Final = {
    SUPPORTS: pgettext_lazy("a source", "supports"),
    REPORTS: pgettext_lazy("a source", "reports"),
    QUESTIONS: pgettext_lazy("a source", "questions"),
    DECLINED: pgettext_lazy("a source", "declined to comment"),
    DENIES: pgettext_lazy("a source", "denies"),
}
#: What a stance rests on, where that is not the plain thing, a statement.
_BASES: Final = {
    EVIDENCE: pgettext_lazy("basis", "evidence"),
    WITNESS: pgettext_lazy("basis", "witness"),
    UNSTATED: pgettext_lazy("basis", "own voice"),
}
#: Names in one tooltip; the lines tell the rest.
_MOST_NAMES: Final = 5
#: Lists within lists: a browser gives up at some five hundred elements.
_DEEPEST: Final = 60
#: Pixels to an em of the word on a gateway, and around it.
_SIGN_SIZE, _SIGN_ROOM = 10, 12
#: Pixels: the ring around what has the focus, the room around the strip of a stance, from a box's right edge to the sign of a
#: document, and the words above the picture.
_RING, _STRIP, _HELD, _HEAD = 4, 6, 20, 24


class Box(NamedTuple):
    """A box of the picture: where it stands, where it leads, and what its look and its tooltip tell."""

    place: Place
    url: str
    stance: str
    told: str
    unnamed: bool
    copies: bool
    held: bool
    gateway: bool
    over: bool


class TextLine(NamedTuple):
    """A line of the text: whether lines below it begin, or how many lists end with it."""

    step: Step
    shown: Mapping[str, Any]
    begins: bool
    ends: range


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the address of the stylesheet of the picture."""
    return static("desk/chain.css")


def chain_of(panel: ClaimPanel) -> dict[str, Any]:
    """Return what the template of the chain shows of a claim."""
    marks = marks_of(panel)
    picture = picture_of([_hand(row, marks) for row in panel.rows], map(_link, panel.links))
    boxes = list(_boxes(picture, panel, marks))
    return {
        "picture": picture,
        "boxes": boxes,
        "kinds": LINE_KINDS,
        "gateways": marks.gateways,
        "legend": _legend(boxes, picture),
        "told": _told_in_short(picture),
        "lines": list(_lines(panel.steps)),
        **_measures(picture),
    }


def _measures(picture: Picture) -> dict[str, int]:
    """Return the lengths that all boxes share; ``head`` is the room for the words above more layers than one."""
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


def _hand(row: Attribution, marks: Marks) -> Hand:
    name = row.source.short_name or row.source.name  # as the sentence above the picture calls it
    held = row.document_id is not None
    return Hand(row.pk, name, _notes(row, marks), held, marked=row.stance != REPORTS, rank=_RANKS[row.stance])


def _link(link: Citation) -> Link:
    return Link(link.citing_id, link.cited_id, link.kind == COPIES)


def _notes(row: Attribution, marks: Marks) -> tuple[str, ...]:
    basis = str(_BASES.get(row.basis, "")) if row.stance != REPORTS else ""
    return tuple(filter(None, [_stance(row), *marks.fates[row.pk], basis, row.said_at]))


def _stance(row: Attribution) -> str:
    told = str(_STANCES[row.stance])
    return _("%(stance)s in part") % {"stance": told} if row.scope == PARTIAL else told


def _boxes(picture: Picture, panel: ClaimPanel, marks: Marks) -> Iterator[Box]:
    rows = {row.pk: row for row in panel.rows}
    below: dict[int, list[Citation]] = {}
    for link in panel.links:
        below.setdefault(link.citing_id, []).append(link)
    closing = {link.citing for link in picture.back}
    for place in picture.places:
        row, links = rows[place.number], below.get(place.number, [])
        yield Box(
            place=place,
            url=reverse("admin:claims_attribution_change", args=[row.pk]),
            stance=row.stance,
            told=clean("; ".join(_told(row, links, rows, marks, closes=row.pk in closing))),
            unnamed=not row.source.identified,
            copies=any(link.kind == COPIES for link in links),
            held=row.document_id is not None,
            gateway=row.pk in marks.gateways,
            over=bool(marks.fates[row.pk]),
        )


def _told(
    row: Attribution, links: Sequence[Citation], rows: Mapping[int, Attribution], marks: Marks, *, closes: bool
) -> Iterator[str]:
    """Yield what the tooltip of a box tells, which is also what a screen reader says of it."""
    yield f"{row.source.name}: {_stance(row)} ({row.key})"
    if row.source.vouched_by:
        yield _("unnamed, vouched for by %(outlet)s") % {"outlet": row.source.vouched_by.name}
    if links:
        names = _listed([rows[link.cited_id].source.name for link in links])
        copied = links[0].kind == COPIES
        yield (_("copied from %(names)s") if copied else _("citing %(names)s")) % {"names": names}
    if closes:
        yield _("this closes a circle of citations")
    if row.said_at:
        yield _("said %(when)s") % {"when": row.said_at}
    yield _("we have a document of it") if row.document_id else _("no document of ours")
    yield from marks.gateways.get(row.pk, ())
    yield from marks.fates[row.pk]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    told = ", ".join(names[:_MOST_NAMES])
    return told if more <= 0 else ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": told, "more": more,
    }  # fmt: skip


def _told_in_short(picture: Picture) -> str:
    """Return the picture's description for a screen reader."""
    count, layers = len(picture.places), 1 + max((place.layer for place in picture.places), default=0)
    told = ngettext("%(count)d attribution", "%(count)d attributions", count) % {"count": count}
    deep = ngettext("in %(layers)d step", "in %(layers)d steps", layers) % {"layers": layers}
    return _("%(told)s %(deep)s, from what reached us to where it comes from. A list below the picture tells the same.") % {
        "told": told, "deep": deep,
    }  # fmt: skip


def _legend(boxes: Collection[Box], picture: Picture) -> list[dict[str, Any]]:
    """Return what stands in this picture and is not plain: what a box looks like, or a line, and what that means."""
    stances = {box.stance for box in boxes}
    found: list[dict[str, Any]] = [
        {"stance": stance, "words": _STANCES[stance]} for stance in _STANCES if stance in stances and stance != REPORTS
    ]
    looks = {
        "unnamed": _("a source that is not named"),
        "copies": _("a copy"),
        "held": _("we have a document of it"),
        "gateway": _("gateway: everything that reached us passes through it"),
        "over": _("no longer stands"),
    }
    found += [{look: True, "words": told} for look, told in looks.items() if any(getattr(box, look) for box in boxes)]
    kinds = {line.kind for line in picture.lines}
    told_lines = {CITES: _("cites"), BACK: _("cites back: a circle")}
    return found + [{"line": kind, "words": told} for kind, told in told_lines.items() if kind in kinds]


def _lines(steps: Sequence[Step]) -> Iterator[TextLine]:
    depths = [min(step.depth, _DEEPEST) for step in steps]
    for step, depth, after in zip(steps, depths, [*depths[1:], 0], strict=False):
        yield TextLine(step, _shown(step), after > depth, range(depth - after))


def _shown(step: Step) -> dict[str, Any]:
    document = step.row.document
    return {
        "stance": tag(step.row.stance, step.row.stance),
        "ground_rule": words(step.row.ground_rule),
        "document": record_link(document) if document else "",
        "address": address(document.url) if document else "",
    }

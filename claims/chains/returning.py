"""The lines back that close a circle: round the outside, below everybody, so that nobody can take them for another line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from claims.chains.values import BACK, BOX_HEIGHT, BOX_WIDTH, LAYER_GAP, Line, Link, Place

#: From the lowest box to the first line below it, and from one such line to the next.
_FIRST_LANE, _LANE = 22, 10
_CORNER: Final = 10
#: How far below a box's middle a line back leaves and arrives: forward lines keep the middle.
_LOWER: Final = 13
#: From a box to the line down beside it; the next lines keep a little further out, as far as the room between layers goes.
_BESIDE, _FURTHER = 14, 4
_WAYS_BESIDE: Final = (LAYER_GAP // 2 - _BESIDE) // _FURTHER + 1


def ways_back(links: Iterable[Link], places: Mapping[int, Place], lowest: int) -> tuple[list[Line], int]:
    """Return the lines back and how low the lowest of them runs; all lines to one hand share a lane."""
    lines: list[Line] = []
    lanes: dict[int, int] = {}
    for link in sorted(links):
        lane = lanes.setdefault(link.cited, len(lanes))
        lines.append(Line(_path(places[link.citing], places[link.cited], lowest, lane), BACK, arrives=True))
    return lines, lowest + (_FIRST_LANE + _LANE * len(lanes) if lanes else 0)


def _path(citing: Place, cited: Place, lowest: int, lane: int) -> str:
    aside = _BESIDE + _FURTHER * (lane % _WAYS_BESIDE)
    right, left = citing.x + BOX_WIDTH, cited.x
    start, end = citing.y + BOX_HEIGHT // 2 + _LOWER, cited.y + BOX_HEIGHT // 2 + _LOWER
    floor, corner = lowest + _FIRST_LANE + _LANE * lane, _CORNER
    return (
        f"M{right} {start}h{aside - corner}q{corner} 0 {corner} {corner}V{floor - corner}"
        f"q0 {corner} -{corner} {corner}H{left - aside + corner}"
        f"q-{corner} 0 -{corner} -{corner}V{end + corner}q0 -{corner} {corner} -{corner}H{left}"
    )

"""Lines back that close a circle. They run around the outside, below all boxes, so that they are not mistaken for others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from claims.chains.values import BACK, BOX_HEIGHT, BOX_WIDTH, LAYER_GAP, Line, Link, Place

#: The distance from the lowest box to the first line below it, and between such lines.
_FIRST_LANE, _LANE = 22, 10
_CORNER: Final = 10
#: How far below the middle of a box a line back starts and ends. Forward lines use the middle.
_LOWER: Final = 13
#: The distance from a box to the line next to it. Further lines move outwards, as far as the space between layers allows.
_ASIDE, _FURTHER = 14, 4
_WAYS_ASIDE: Final = (LAYER_GAP // 2 - _ASIDE) // _FURTHER + 1


def ways_back(links: Iterable[Link], places: Mapping[int, Place], lowest: int) -> tuple[list[Line], int]:
    """Return the lines back, and the y position of the lowest one. All lines to one hand share a lane."""
    lines: list[Line] = []
    lanes: dict[int, int] = {}
    for link in sorted(links):
        lane = lanes.setdefault(link.cited, len(lanes))
        lines.append(Line(_path(places[link.citing], places[link.cited], lowest, lane), BACK, arrives=True))
    return lines, lowest + (_FIRST_LANE + _LANE * len(lanes) if lanes else 0)


def _path(citing: Place, cited: Place, lowest: int, lane: int) -> str:
    aside = _ASIDE + _FURTHER * (lane % _WAYS_ASIDE)
    right, left = citing.x + BOX_WIDTH, cited.x
    start, end = citing.y + BOX_HEIGHT // 2 + _LOWER, cited.y + BOX_HEIGHT // 2 + _LOWER
    floor, corner = lowest + _FIRST_LANE + _LANE * lane, _CORNER
    return (
        f"M{right} {start}h{aside - corner}q{corner} 0 {corner} {corner}V{floor - corner}"
        f"q0 {corner} -{corner} {corner}H{left - aside + corner}"
        f"q-{corner} 0 -{corner} -{corner}V{end + corner}q0 -{corner} {corner} -{corner}H{left}"
    )

"""The lines that run back and close a cycle: around the outside, below all boxes, so that they cannot be mistaken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from claims.chains.values import BACK, BOX_HEIGHT, BOX_WIDTH, LAYER_GAP, Line, Link, Place

#: The gap from the lowest box to the first line below it, and from one such line to the next.
_FIRST_LANE, _LANE = 22, 10
_CORNER: Final = 10
#: How far below a box's middle such a line leaves and arrives: forward lines use the middle.
_LOWER: Final = 13
#: The gap from a box to the line down next to it; further lines keep a little more distance, if the gap between layers allows.
_BESIDE, _FURTHER = 14, 4
_WAYS_BESIDE: Final = (LAYER_GAP // 2 - _BESIDE) // _FURTHER + 1


def ways_back(links: Iterable[Link], places: Mapping[int, Place], lowest: int) -> tuple[list[Line], int]:
    """Return the lines back and the height of the lowest one; all lines to one hand share a lane."""
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

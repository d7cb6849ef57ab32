"""The input and output of the layout. Lengths are pixels, from the top left corner of the picture."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.vocabulary import CITES, COPIES

#: The kind of a line that runs back to a box further left: it closes a cycle.
BACK: Final = "back"
#: The kinds of lines.
LINE_KINDS: Final = (CITES, COPIES, BACK)

#: The size of a box, and the gap between two layers: for a curve and its arrow.
BOX_WIDTH: Final = 188
BOX_HEIGHT: Final = 48
LAYER_GAP: Final = 50


class Hand(NamedTuple):
    """A hand of a chain. ``number`` identifies it, and is lower for hands recorded earlier."""

    number: int
    name: str
    notes: tuple[str, ...] = ()  # as many of these as fit are shown in a muted line below the name
    held: bool = False  # we have a document of it: a cycle that nobody else cites starts here
    marked: bool = False  # it has a strip on the left, so that its text starts further right
    rank: int = 0  # of two that could change places, the one with the lower rank is above


class Link(NamedTuple):
    """``citing`` passes on ``cited``."""

    citing: int
    cited: int
    copies: bool = False


class Place(NamedTuple):
    """The position of a hand, and the part of its text that fits there."""

    number: int
    layer: int
    x: int
    y: int
    words_x: int  # where in the box its text starts
    name: str
    note: str


class Line(NamedTuple):
    """A piece of a line as an SVG path. Links to one hand share their common pieces."""

    path: str
    kind: str  # one of LINE_KINDS
    arrives: bool  # it ends at a hand, not at another line


class Picture(NamedTuple):
    """A chain as drawn; places from left to right, each layer from top to bottom."""

    width: int
    height: int
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    back: tuple[Link, ...]  # the links that close a cycle
    hands_left_out: int
    links_left_out: int

"""The input and output of the layout. Lengths are pixels from the top left corner."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.vocabulary import CITES, COPIES

#: The kind of a line back to a layer further left, which closes a circle.
BACK: Final = "back"
#: The kinds of lines.
LINE_KINDS: Final = (CITES, COPIES, BACK)

#: The size of a box, and the gap between two layers, for a curve and its arrow.
BOX_WIDTH: Final = 188
BOX_HEIGHT: Final = 48
LAYER_GAP: Final = 50


class Hand(NamedTuple):
    """A node: a source through whose hands the claim came. ``number`` identifies it; earlier records have lower ones."""

    number: int
    name: str
    notes: tuple[str, ...] = ()  # the line below the name, with as many of these as fit
    held: bool = False  # we have a document of it; a circle that nobody else cites starts here
    marked: bool = False  # it has a strip on the left, and its text begins further right
    rank: int = 0  # lower ranks come first where the order is free


class Link(NamedTuple):
    """A link: ``citing`` cites or copies ``cited``."""

    citing: int
    cited: int
    copies: bool = False


class Place(NamedTuple):
    """The position of a hand, and the text that fits into its box."""

    number: int
    layer: int
    x: int
    y: int
    words_x: int  # where the text begins in the box
    name: str
    note: str


class Line(NamedTuple):
    """A line, or a part of one, as an SVG path. Links to the same hand share common parts."""

    path: str
    kind: str  # one of LINE_KINDS
    arrives: bool  # it ends at a hand, not at another line


class Picture(NamedTuple):
    """The layout of a chain. Places are ordered from left to right, and from top to bottom within a layer."""

    width: int
    height: int
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    back: tuple[Link, ...]  # the links that close a circle
    hands_left_out: int
    links_left_out: int

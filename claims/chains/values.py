"""What goes into a picture and what comes out of it. Lengths are pixels, from the picture's top left corner."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.vocabulary import CITES, COPIES

#: The kind of a line that leads back to somebody further left: it closes a circle.
BACK: Final = "back"
#: What a line may say.
LINE_KINDS: Final = (CITES, COPIES, BACK)

#: A box, and the room between two layers: for a curve and its arrow.
BOX_WIDTH: Final = 188
BOX_HEIGHT: Final = 48
LAYER_GAP: Final = 50


class Hand(NamedTuple):
    """Somebody through whose hands a claim came. ``number`` tells hands apart and is lower for what was recorded earlier."""

    number: int
    name: str
    notes: tuple[str, ...] = ()  # a quiet line below the name, of as many of these as fit
    held: bool = False  # we have a document of it: a circle that nobody else cites is read from here
    marked: bool = False  # it has a strip at its left, and its words begin further right
    rank: int = 0  # of two that could change places, the lower one stands above


class Link(NamedTuple):
    """``citing`` passes on ``cited``."""

    citing: int
    cited: int
    copies: bool = False


class Place(NamedTuple):
    """Where a hand stands, and what of its words fits there."""

    number: int
    layer: int
    x: int
    y: int
    words_x: int  # where in the box its words begin
    name: str
    note: str


class Line(NamedTuple):
    """A stretch of line as an SVG path. Links to one hand share what they have in common."""

    path: str
    kind: str  # one of LINE_KINDS
    arrives: bool  # it ends at a hand, not at another line


class Picture(NamedTuple):
    """A chain, drawn; places from left to right, each layer from top to bottom."""

    width: int
    height: int
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    back: tuple[Link, ...]  # the links that close a circle
    hands_left_out: int
    links_left_out: int

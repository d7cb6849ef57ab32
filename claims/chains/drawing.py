"""From hands and links to a picture: the position of each box, and the path of each line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from claims.chains.labels import fitting, joined
from claims.chains.layering import Walk, layers, parts, walk
from claims.chains.ordering import BOX, Ordered, Stop, ordered
from claims.chains.placing import heights
from claims.chains.returning import ways_back
from claims.chains.stacking import RAIL, STACK_STEP, depth_of, rails, stacks
from claims.chains.values import BOX_HEIGHT, BOX_WIDTH, LAYER_GAP, Hand, Line, Link, Picture, Place
from claims.vocabulary import CITES, COPIES

#: Hands in one picture: as many as the list next to it shows (a guess).
MOST_HANDS: Final = 300
#: Links in one picture: more lines than three to a box nobody can follow (a guess).
MOST_LINKS: Final = 900

#: The margin, so that the focus ring is not cut off; and the room for lines that run back around the outside.
_MARGIN: Final = 10
_BACK_MARGIN: Final = 40
#: The gap between unconnected parts, and below a part with a single hand.
_PART_GAP, _LONE_GAP = 28, 16

#: Where the text of a box starts, without and with a strip, and ends; the room that the document icon takes from the note.
_WORDS_ALONE, _WORDS_BESIDE, _WORDS_END, _SIGN = 14, 22, 10, 18
#: The sizes of a name and of the note below it, as chain.css sets them; the note, which is not bold, runs that much narrower.
_NAME_SIZE, _NOTE_SIZE = 13, 11.5 * 0.94


class _Part(NamedTuple):
    places: list[Place]
    lines: list[Line]
    bottom: int


def picture_of(hands: Iterable[Hand], links: Iterable[Link], most: int = MOST_HANDS) -> Picture:
    """Draw the hands and links; if there are more than ``most`` hands, the first ones on a walk from us to the origins.

    The result does not depend on their order. Links to or from hands that are not drawn count as omitted.
    """
    hands, links = list(hands), set(links)
    shown, kept = _shown(hands, links, most)
    found = walk(shown, kept)
    places, lines, bottom = _drawn(shown, kept, found)
    margin = _margin(found)
    right = max((place.x + BOX_WIDTH for place in places), default=0)
    return Picture(
        width=right + margin,
        height=bottom + _MARGIN,
        places=tuple(sorted(places, key=attrgetter("layer", "y"))),
        lines=tuple(lines),
        back=tuple(sorted(found.back)),
        hands_left_out=len(hands) - len(shown),
        links_left_out=len(links) - len(kept),
    )


def _shown(hands: Sequence[Hand], links: Iterable[Link], most: int) -> tuple[list[Hand], list[Link]]:
    met = frozenset(walk(hands, links).met[:most]) if len(hands) > most else {hand.number for hand in hands}
    kept = [link for link in sorted(links) if link.citing in met and link.cited in met]
    return [hand for hand in hands if hand.number in met], kept[:MOST_LINKS]


def _drawn(hands: Iterable[Hand], links: Sequence[Link], found: Walk) -> _Part:
    """Draw the parts one below the other; layers have the same distance from the left in all of them."""
    layer = layers(found, links)
    by_number = {hand.number: hand for hand in hands}
    drawn = _Part([], [], _MARGIN)
    top = _MARGIN
    for numbers in parts(by_number, links):
        members = frozenset(numbers)
        own = [link for link in links if link.citing in members]
        part = _part([by_number[number] for number in numbers], own, layer, found, top)
        drawn = _Part(drawn.places + part.places, drawn.lines + part.lines, part.bottom)
        top = part.bottom + (_LONE_GAP if len(numbers) == 1 else _PART_GAP)
    return drawn


def _part(hands: Sequence[Hand], links: Sequence[Link], layer: Mapping[int, int], found: Walk, top: int) -> _Part:
    stacked = stacks(hands, links, found.back)
    # Lines run between stacks: a link to all of a stack is drawn to its first box.
    forward = [link for link in links if link not in found.back and link.citing in stacked and link.cited in stacked]
    order = ordered([stack[0] for stack in stacked.values()], forward, layer)
    depths = {first: depth_of(stack) for first, stack in stacked.items()}
    height = {stop: top + round(lower) for stop, lower in heights(order, depths).items()}
    margin = _margin(found)
    tall = {first for first, stack in stacked.items() if len(stack) > 1}
    lines = list(_lines(order, height, margin, tall))
    places: dict[int, Place] = {}
    for first, stack in stacked.items():
        own = list(_stack(stack, layer[first], margin, height[Stop(layer[first], first, BOX)]))
        places.update({place.number: place for place in own})
        lines += rails(own, forward) if first in tall else ()
    lowest = max(*(place.y + BOX_HEIGHT for place in places.values()), *height.values())
    back, bottom = ways_back([link for link in links if link in found.back], places, lowest)
    return _Part(list(places.values()), lines + back, bottom)


def _stack(stack: Iterable[Hand], layer: int, margin: int, height: int) -> Iterator[Place]:
    for down, hand in enumerate(stack):
        words_x = _WORDS_BESIDE if hand.marked else _WORDS_ALONE
        room = BOX_WIDTH - words_x - _WORDS_END
        name = fitting(hand.name, room / _NAME_SIZE)
        note = joined(hand.notes, (room - (_SIGN if hand.held else 0)) / _NOTE_SIZE)
        y = height - BOX_HEIGHT // 2 + down * STACK_STEP
        yield Place(hand.number, layer, _x(layer, margin), y, words_x, name, note)


def _x(layer: int, margin: int) -> int:
    return margin + layer * (BOX_WIDTH + LAYER_GAP)


def _margin(found: Walk) -> int:
    return _BACK_MARGIN if found.back else _MARGIN


def _lines(order: Ordered, height: Mapping[Stop, int], margin: int, tall: Collection[int]) -> Iterator[Line]:
    """Yield a curve for each stretch and, if it passes a layer, the straight line through it."""
    for (start, end), copies in sorted(order.stretches.items()):
        arrives = end.role == BOX
        out = RAIL if start.role == BOX and start.number in tall else 0
        into = RAIL if arrives and end.number in tall else 0
        x, to_x = _x(start.layer, margin) + BOX_WIDTH, _x(end.layer, margin) - into
        path = f"M{x} {height[start]}{_ahead(out)}{_curve(x + out, height[start], to_x, height[end])}"
        yield Line(path + _ahead(into if arrives else BOX_WIDTH), COPIES if copies else CITES, arrives)


def _ahead(length: int) -> str:
    return f"h{length}" if length else ""


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    return f"C{x + LAYER_GAP // 2} {y} {to_x - LAYER_GAP // 2} {to_y} {to_x} {to_y}"

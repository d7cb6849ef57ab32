"""Chains to draw: small ones in a line of text, and random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from claims.chains import Hand, Link, Picture, Place, picture_of


def hands(count: int, **fields: object) -> list[Hand]:
    return [Hand(number, f"Hand {number}", **fields) for number in range(1, count + 1)]  # type: ignore[arg-type]


def drawn(count: int, *links: tuple[int, int]) -> Picture:
    """Draw hands 1 … ``count``, each pair a citation."""
    return picture_of(hands(count), [Link(*link) for link in links])


def layers(picture: Picture) -> dict[int, int]:
    return {place.number: place.layer for place in picture.places}


def by_number(picture: Picture) -> dict[int, Place]:
    return {place.number: place for place in picture.places}


@st.composite
def chains(draw: st.DrawFn, most: int = 25) -> tuple[list[Hand], list[Link]]:
    """Any hands and any links among them: circles, self-citation and parts apart as well."""
    count = draw(st.integers(1, most))
    number = st.integers(1, count)
    links = draw(st.lists(st.builds(Link, number, number, st.booleans()), max_size=3 * count))
    held = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    if draw(st.booleans()):  # many who pass on the same, which stand in a stack
        links += [Link(each, count, copies=True) for each in range(1, count)]
    found = [hand._replace(held=has, rank=hand.number % 3) for hand, has in zip(hands(count), held, strict=True)]
    return found, links

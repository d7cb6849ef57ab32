"""What repeats in a chain is drawn once, and nothing that differs is hidden by it."""

from __future__ import annotations

from typing import Any

import pytest

from claims.chain_drawing import WITHDRAWN, Chain, Row, drawn, folded
from claims.chains import Link

#: As many as are folded, and one fewer.
MANY, FEW = 6, 5


def row(number: int, source: str, stance: str = "supports", **more: Any) -> Row:
    name = source.capitalize()
    plain = {"vouched_by": (), "identified": True, "family": source, "scope": "full", "basis": "statement", "said_at": ""}
    plain |= {"key": f"{source}-{number}", "source": source, "name": name, "label": name, "held": False}
    return Row(number=number, stance=stance, **{**plain, **more})


def wire_of(count: int, **more: Any) -> Chain:
    """A wire that carries ``count`` officials in a row each, and that ``count`` papers reprint."""
    officials = [row(i, f"official{i}", **more) for i in range(count)]
    relays = [row(100 + i, "wire", "reports") for i in range(count)]
    papers = [row(200 + i, f"paper{i}", "reports") for i in range(count)]
    links = [Link(100 + i, i) for i in range(count)] + [Link(200 + i, 100, copies=True) for i in range(count)]
    return Chain([*officials, *relays, *papers], links, None, None)


def test_a_relay_of_many_rows_is_drawn_once_and_so_is_what_is_alike_on_either_side() -> None:
    found = folded(wire_of(MANY))

    assert [(each.label, each.folds, each.carrier) for each in found.rows] == [
        ("Official0", MANY, "Wire"),
        ("Wire", MANY, ""),
        ("Paper0", MANY, ""),
    ]
    assert set(found.links) == {Link(100, 0), Link(200, 100, copies=True)}
    titles = [box.title for box in drawn(found)["boxes"]]
    assert (
        "6 attributions: supports; Official0, Official1, Official2, Official3, Official4 and 1 more; carried by Wire"
        in titles[2]
    )
    assert "in 6 attributions" in titles[1]


def test_a_few_are_drawn_one_by_one() -> None:
    chain = wire_of(FEW)

    assert folded(chain) == chain


def test_nothing_is_lost_from_the_count() -> None:
    assert "18 attributions in 3 steps" in drawn(folded(wire_of(MANY)))["description"]


@pytest.mark.parametrize(
    "other", [{"stance": "denies"}, {"fates": (WITHDRAWN,)}, {"held": True}, {"identified": False}, {"hedge": "possible"}]
)
def test_one_that_differs_stays_by_itself(other: dict[str, Any]) -> None:
    chain = wire_of(MANY + 1)
    chain = chain._replace(rows=[chain.rows[0]._replace(**other), *chain.rows[1:]])

    assert [each.folds for each in folded(chain).rows] == [1, MANY, MANY + 1, MANY + 1]


def test_what_another_relay_carries_too_stays_by_itself() -> None:
    chain = wire_of(MANY + 1)
    chain = chain._replace(rows=[*chain.rows, row(300, "rival", "reports")], links=[*chain.links, Link(300, 0)])

    assert next(each for each in folded(chain).rows if each.number == 0).folds == 1

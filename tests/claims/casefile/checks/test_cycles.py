"""Each cycle among single links is found once, wherever it is entered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile.checks.cycles import cycles, drawn


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "a"}, []),
        ({"a": "b", "b": "a"}, [{"a", "b"}]),
        ({"in": "a", "a": "b", "b": "c", "c": "a"}, [{"a", "b", "c"}]),
        ({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"}, [{"a", "b"}, {"c", "d"}]),
    ],
)
def test_each_circle_is_found_once(links: dict[str, str], found: list[set[str]]) -> None:
    assert [set(circle) for circle in cycles(links)] == found


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))
def test_the_members_of_a_circle_lead_round_it(links: dict[str, str]) -> None:
    for circle in cycles(links):
        assert [links[key] for key in circle] == [*circle[1:], circle[0]]


def test_a_long_circle_is_drawn_short() -> None:
    assert drawn(("a", "b")) == "a → b → a"
    assert drawn(tuple("abcdefgh")) == "a → b → c → d → e → … → a"

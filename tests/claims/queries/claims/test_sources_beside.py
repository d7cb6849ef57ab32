"""What is shown of the sources of a claim: their voices and families follow the ties at the time of their statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claims.queries.claims.sources_beside import Said, sources_beside
from tests.cases import outlet, person, unnamed

OFFICE = {
    "from": "minister", "to": "state", "kind": "speaks_for", "from_on": "2010-01-01", "until_on": "2014-12-31", "reason": "law",
}  # fmt: skip


def shown(*said: Said, named: tuple[str, ...]) -> dict[str, Any]:
    (found,) = sources_beside({1: named}, {1: said}).values()
    return {one["key"]: one for one in found}


def test_a_source_is_its_own_voice_and_family_unless_ties_say_otherwise(loaded: Callable[..., Any]) -> None:
    tie = {"from": "post", "to": "group", "kind": "owned_by", "reason": "imprint"}
    loaded(sources=[outlet("group"), outlet("post"), unnamed("u", "post", organisation="the ministry")], relations=[tie])
    found = shown(named=("post", "u", "none"))
    assert {key: (one["voice"], one["family"]) for key, one in found.items()} == {"post": ("post", "group"), "u": ("u", "u")}
    assert found["u"]["organisation"] == "the ministry"


def test_who_left_an_office_speaks_for_himself_afterwards(loaded: Callable[..., Any]) -> None:
    loaded(sources=[person("state"), person("minister"), person("ben")], relations=[OFFICE])
    named = ("ben", "minister")
    in_office = shown(Said("a", "minister", "2012"), Said("b", "ben", "2012"), named=named)
    assert (in_office["minister"]["voice"], in_office["minister"]["family"]) == ("state", "state")
    assert in_office["ben"]["voice"] == "ben"
    later = shown(Said("a", "minister", "2024"), named=named)["minister"]
    assert (later["voice"], later["family"], later["statements"]) == ("minister", "minister", [])


def test_statements_of_different_times_are_told_apart(loaded: Callable[..., Any]) -> None:
    loaded(sources=[person("state"), person("minister")], relations=[OFFICE])
    both = shown(Said("then", "minister", "2012"), Said("now", "minister", "2024"), named=("minister",))["minister"]
    assert both["voice"] == "state"  # by all its ties
    assert {one["attribution"]: one["voice"] for one in both["statements"]} == {"then": "state", "now": "minister"}

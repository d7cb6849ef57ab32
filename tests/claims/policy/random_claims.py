"""Small random claims for property tests: few sources and many ties between them, so that the important cases are common."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.claims.policy.build import Facts

VOID = "void"
STANCES = ("supports",) * 6 + ("denies",) * 3 + ("questions", "declined", "could_not_confirm")
BASES = ("statement",) * 5 + ("evidence", "witness", "unstated", "unstated")
SCOPES = ("full",) * 6 + ("partial",)
RELAY_STANCES = ("reports",) * 4 + ("supports", "supports", "denies")
#: Dates of each precision around one another and around the clock (2024-06-12T12:00Z).
SAID = ("",) * 9 + (
    "2023", "2024", "2024-05", "2024-06", "2024-06-03", "2024-06-03", "2024-06-10", "2024-06-11", "2024-06-12",
    "2024-06-03T09:00Z", "2024-06-10T14:30Z", "2024-06-11T23:59Z", "2024-06-12T12:00Z", "2024-06-12T12:01Z", "2024-07",
)  # fmt: skip
WITHDRAWN = (None,) * 9 + ("", "2024-06-11", "2024-06-13")
#: Kinds of ties that may have a period.
DATED = frozenset(("speaks_for", "part_of", "owned_by", "shares_reporting_with"))
COUNTRIES = ("", "", "", "KP", "RU")
#: Ids of organisations: the second is part of the first, and the third is another one.
ORGANISATIONS = ((), (), (), (), (901,), (902, 901), (903,))
HEDGES = ("",) * 5 + ("probable", "possible")


@dataclass(frozen=True)
class Shape:
    """How many of each a random claim may have."""

    named: int = 5
    unnamed: int = 3
    origins: int = 5
    relays: int = 4
    copies: int = 2
    dead: bool = True  # withdrawn, superseded, not yet said
    always_dead: bool = False


#: Voices that change their position.
POSITIONS = Shape(named=2, unnamed=1, origins=5, relays=1, copies=1, always_dead=True)
#: Relays of relays, with few origins.
CIRCLES = Shape(named=4, unnamed=1, origins=2, relays=6)


@st.composite
def random_claims(draw: st.DrawFn, shape: Shape = Shape()) -> Facts:
    """Return the facts of a claim that intake would accept."""
    facts = Facts()
    named, unnamed = _sources(draw, facts, shape)
    counts = [_mostly_many(draw, *bounds) for bounds in ((1, shape.origins), (0, shape.relays), (0, shape.copies))]
    names = [f"row-{letter}" for letter in draw(st.permutations("abcdefghijkl"[: sum(counts)]))]
    origins, relays, copies = names[: counts[0]], names[counts[0] : counts[0] + counts[1]], names[counts[0] + counts[1] :]
    everyone = [*named, *unnamed, *unnamed]
    for key in origins:
        stance, basis, scope = (draw(st.sampled_from(values)) for values in (STANCES, BASES, SCOPES))
        facts.says(key, draw(st.sampled_from(everyone)), stance, basis=basis, scope=scope, held=draw(st.integers(0, 2)) == 2)
        facts.rows[key]["hedge"] = draw(st.sampled_from(HEDGES))
    for index, key in enumerate(relays):
        nearer = [*origins, *relays[:index]]
        cites = draw(st.lists(st.sampled_from([*nearer * 2, *names, VOID]), min_size=1, max_size=3, unique=True))
        stance, scope = draw(st.sampled_from(RELAY_STANCES)), draw(st.sampled_from(SCOPES))
        facts.says(key, draw(st.sampled_from(everyone)), stance, scope=scope, cites=cites, held=draw(st.booleans()))
        facts.rows[key]["hedge"] = draw(st.sampled_from(HEDGES))
    for index, key in enumerate(copies):
        original = draw(st.sampled_from([*origins, *relays, *copies[:index], *([VOID] if not index else [])]))
        facts.reports(key, draw(st.sampled_from(named)), copies=original, held=draw(st.booleans()))
    if shape.always_dead or (shape.dead and draw(st.booleans())):
        _dates(draw, facts)
        _discredit(draw, facts)
    facts.stakes = draw(st.lists(st.tuples(st.sampled_from(everyone), st.sampled_from((1, 1, -1))), max_size=3, unique=True))
    return facts


TIES = ("speaks_for",) * 3 + ("part_of",) * 3 + ("owned_by",) * 2 + ("same_as", "shares_reporting_with", "dependent")
FROM = ("",) * 3 + ("2023-06-01", "2024-05-15", "2024-06-03", "2024-06-10")
UNTIL = ("",) * 3 + ("2023-12-31", "2024-05-31", "2024-06-03", "2024-06-10")


@st.composite
def claims_with_ties(draw: st.DrawFn, shape: Shape = Shape(always_dead=True), *, dated: bool = True) -> Facts:
    """Return the facts of a claim whose sources are joined by ties, some with periods, instead of given groups."""
    facts = draw(random_claims(shape))
    named = [key for key, fields in facts.sources.items() if fields["identified"]]
    for key in named:
        facts.sources[key] = {name: value for name, value in facts.sources[key].items() if name not in ("voice", "family")}
    ends = st.tuples(st.sampled_from(named), st.sampled_from(named)).filter(lambda pair: pair[0] != pair[1])
    if len(named) > 1:
        for (lower, upper), kind in draw(st.lists(st.tuples(ends, st.sampled_from(TIES)), max_size=6)):
            period = (draw(st.sampled_from(FROM)), draw(st.sampled_from(UNTIL))) if dated and kind in DATED else ("", "")
            facts.tie(lower, kind, upper, *period)
        facts.apart = draw(st.lists(ends, max_size=1))
    return facts


def claims_of_each_shape() -> st.SearchStrategy[Facts]:
    """Return random claims of all kinds, including those that are rare by chance."""
    return random_claims() | random_claims(POSITIONS) | random_claims(CIRCLES)


def _sources(draw: st.DrawFn, facts: Facts, shape: Shape) -> tuple[list[str], list[str]]:
    total = _mostly_many(draw, 1, shape.named), _mostly_many(draw, 0, shape.unnamed)
    names = [f"source-{letter}" for letter in draw(st.permutations("abcdefghijkl"[: sum(total)]))]
    named, unnamed = names[: total[0]], names[total[0] :]
    traits = [_traits(draw) for _ in names]
    ties = st.tuples(st.sampled_from(named), st.sampled_from(named))
    voice = groups(named, draw(st.lists(ties, max_size=1)))
    family = groups(named, [*voice.items(), *draw(st.lists(ties, max_size=1))])
    for key, fields in zip(named, traits, strict=False):
        facts.source(key, voice=voice[key], family=family[key], publishes=draw(st.booleans()), **fields)
    for key, fields in zip(unnamed, traits[total[0] :], strict=True):
        facts.unnamed(key, *draw(st.sampled_from((named[:1], named[-1:], named[:2]))), **fields)
        if draw(st.integers(0, 4)) == 4:
            facts.named_since(key, draw(st.sampled_from(named)))
    if unnamed:
        pairs = st.tuples(st.sampled_from(unnamed), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
        facts.independent = draw(st.lists(pairs, max_size=3))
    return named, unnamed


def _mostly_many(draw: st.DrawFn, low: int, high: int) -> int:
    return max(draw(st.integers(low, high)), draw(st.integers(low, high)))


def _traits(draw: st.DrawFn) -> dict[str, Any]:
    country, organisation = draw(st.sampled_from(COUNTRIES)), draw(st.sampled_from(ORGANISATIONS))
    return {"country": country, "organisation": organisation, "plural": draw(st.integers(0, 5)) == 5}


def _dates(draw: st.DrawFn, facts: Facts) -> None:
    """Give rows dates, withdrawals and successors; a copy and a relay may be dated before what they pass on."""
    for fields in facts.rows.values():
        fields["said_at"], fields["withdrawn_at"] = draw(st.sampled_from(SAID)), draw(st.sampled_from(WITHDRAWN))
    keys = list(facts.rows)
    if len(keys) > 1 and draw(st.integers(0, 2)) == 2:
        newer, older = draw(st.permutations(keys))[:2]
        facts.rows[newer]["supersedes"] = older


def _discredit(draw: st.DrawFn, facts: Facts) -> None:
    for key in draw(st.lists(st.sampled_from(list(facts.rows)), max_size=1)):
        happened_at = draw(st.sampled_from(("", "2024-06-11", "2024-06-13")))
        facts.decided("discredited", ("attribution", key), source=next(iter(facts.sources)), happened_at=happened_at)


def groups(keys: Sequence[str], ties: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return for each key the first of those that it is joined with, directly or not."""
    of = {key: key for key in keys}
    for one, other in ties:
        joined = {of[one], of[other]}
        first = next(key for key in keys if of[key] in joined)
        of = {key: first if group in joined else group for key, group in of.items()}
    return of


def with_family_link(facts: Facts, one: str, other: str) -> Facts:
    """Return the same facts with the families of two named sources joined."""
    joined = deepcopy(facts)
    ties = [(key, fields["family"]) for key, fields in facts.sources.items() if fields["identified"] and "family" in fields]
    named = [key for key, fields in facts.sources.items() if fields["identified"]]
    for key, family in groups(named, [*ties, (one, other)]).items():
        joined.sources[key]["family"] = family
    return joined


def with_row(facts: Facts, key: str, source: str, stance: str = "supports", **fields: Any) -> Facts:
    """Return the same facts with one more row."""
    return deepcopy(facts).says(key, source, stance, **fields)


def with_fields(facts: Facts, row: str, **fields: Any) -> Facts:
    """Return the same facts with some fields of one row changed."""
    changed = deepcopy(facts)
    changed.rows[row].update(fields)
    return changed

"""One voice both supports and denies the claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CHANGE_DECLARED, SUPPORTS, WARNING
from factcheck.dates.partial_dates import certainly_after, earliest, end, is_minute
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where one voice, or one source in and out of office, supports and denies the whole claim at times that may be the
    same, or also supports a claim that contradicts it.
    """
    rows = _opposed(case) if case.support.at_most and case.denial.at_most else []
    rivals = _rivals(case) if case.facts.contradictions else {}
    if not rows and not rivals:
        return None
    said = [_statements(case, of_one) for of_one in _by_speaker(case, rows)]
    said += [_both(case, behind, key) for key, behind in rivals.items()]
    involved = dict.fromkeys([*rows, *(row for behind in rivals.values() for row in behind)])
    return Finding(
        WARNING, f"{capitalised(clauses(said))}.", (*map(attribution, involved), *(("claim", key) for key in rivals))
    )


def _rivals(case: Case) -> dict[str, list[AttributionFact]]:
    """Return the contradicting claims whose supporters also support this one, with those supporters' rows here.

    An editor who declares which statement is the last word settles it.
    """
    settled = {key for by in case.decided(CHANGE_DECLARED) for kind, key in by.about if kind == "claim"}
    found = {}
    for other in case.facts.contradictions:
        behind = dict.fromkeys(row for who in other.supporters for row in case.behind(who))
        if behind and other.key not in settled:
            found[other.key] = list(behind)
    return found


def _both(case: Case, rows: Sequence[AttributionFact], key: str) -> str:
    supports = case.agree(rows, "supports", "support")
    return f"{listed(case.label(row) for row in rows)} {supports} it and also the contradicting claim “{key}”"


def _by_speaker(case: Case, rows: Iterable[AttributionFact]) -> list[list[AttributionFact]]:
    """Return the rows grouped by the voice or source that said them."""
    found: list[tuple[set[tuple[str, int]], list[AttributionFact]]] = []
    for row in rows:
        names, said = set(_speakers(case, row)), [row]
        for other in [other for other in found if other[0] & names]:
            found.remove(other)
            names |= other[0]
            said = [*other[1], *said]
        found.append((names, said))
    return [said for _, said in found]


def _speakers(case: Case, row: AttributionFact) -> tuple[tuple[str, int], ...]:
    """Return by whom a row was said: only where ties change with the time may a source have had two voices."""
    source = case.source(row)
    return (("voice", source.voice), ("source", source.id)) if case.in_time else (("voice", source.voice),)


def _statements(case: Case, rows: Sequence[AttributionFact]) -> str:
    """Return who of one voice or source says what; a voice is no party, so each source is named only for its own words."""
    support = [row for row in rows if row.stance == SUPPORTS]
    denial = [row for row in rows if row.stance != SUPPORTS]
    names, against = listed(case.label(row) for row in support), listed(case.label(row) for row in denial)
    if names == against:
        both = case.agree(rows, "both supports and denies", "both support and deny")
        return f"{names} {both} it, and it is not certain which came later"
    denies, supports = case.agree(denial, "denies", "deny"), case.agree(support, "supports", "support")
    tie = case.same_voice(support[0], denial[0])
    return f"{against} {denies} it; {names}, {tie}, {supports} it; it is not certain which came later"


def _opposed(case: Case) -> list[AttributionFact]:
    """Return the rows that another row of the same voice or source opposes at a time that may be the same: support first."""
    support, denial = (*case.support.origins, *case.support.dark), (*case.denial.origins, *case.denial.dark)
    if {case.source(row).voice for row in support}.isdisjoint([case.source(row).voice for row in denial]) and not case.in_time:
        return []
    supported, denied = _dates(support, case), _dates(denial, case)
    return [
        row
        for rows, against in ((support, denied), (denial, supported))
        for row in rows
        if any(who in against and against[who].may_be_at(row.said_at) for who in _speakers(case, row))
    ]


class _Dates:
    """When a voice spoke: dates sorted by beginning and by end, so that a date need not be compared with each."""

    def __init__(self, dates: Collection[str]) -> None:
        self._unknown = "" in dates
        kinds = [[date for date in dates if date and is_minute(date) == minute] for minute in (False, True)]
        self._kinds = [(sorted(kind, key=earliest), sorted(kind, key=end)) for kind in kinds]

    def may_be_at(self, date: str) -> bool:
        """Return whether one of the dates is neither certainly before nor certainly after another one."""
        return self._unknown or not date or any(_overlapping(date, *kind) for kind in self._kinds)


def _overlapping(date: str, by_beginning: Sequence[str], by_end: Sequence[str]) -> bool:
    not_after = bisect_left(by_beginning, True, key=lambda other: certainly_after(other, date))
    before = bisect_left(by_end, True, key=lambda other: not certainly_after(date, other))
    return not_after > before


def _dates(rows: Iterable[AttributionFact], case: Case) -> dict[tuple[str, int], _Dates]:
    found: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        for who in _speakers(case, row):
            found.setdefault(who, set()).add(row.said_at)
    return {who: _Dates(dates) for who, dates in found.items()}


RULE = Rule(
    "self_contradicting",
    check,
    label=_("self contradicting"),
    severity="warning",
    cleared="an editor declares the last word, or one of the two statements is withdrawn",
    example="The U.S. both supports and denies it, and it is not certain which came later.",
    ask="Which is the last word: what did {names} say last?",
    settles=(CHANGE_DECLARED,),
)

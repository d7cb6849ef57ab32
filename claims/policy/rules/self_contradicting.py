"""One voice says both yes and no."""

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
    """Raise where one voice supports and denies the whole claim at times that overlap or are unknown."""
    if not case.support.at_most or not case.denial.at_most:
        return None
    rows = _opposed(case)
    if not rows:
        return None
    voices = dict.fromkeys(case.source(row).voice for row in rows)
    reason = clauses(_told(case, [row for row in rows if case.source(row).voice == voice]) for voice in voices)
    return Finding(WARNING, f"{capitalised(reason)}.", tuple([attribution(row) for row in rows]))


def _told(case: Case, rows: Sequence[AttributionFact]) -> str:
    """Return who of one voice says what; a voice is no party, so each is named for its own words only."""
    support = [row for row in rows if row.stance == SUPPORTS]
    denial = [row for row in rows if row.stance != SUPPORTS]
    names, against = listed(case.label(row) for row in support), listed(case.label(row) for row in denial)
    if names == against:
        both = case.agree(rows, "both supports and denies", "both support and deny")
        return f"{names} {both} it, and neither is certainly the later word"
    denies, supports = case.agree(denial, "denies", "deny"), case.agree(support, "supports", "support")
    return f"{against} {denies} it; {names}, recorded as the same voice, {supports} it; neither is certainly the later word"


def _opposed(case: Case) -> list[AttributionFact]:
    """Return the rows that another one of the same voice opposes at a time that may be the same: support first."""
    support, denial = (*case.support.origins, *case.support.dark), (*case.denial.origins, *case.denial.dark)
    supported, denied = _dates(support, case), _dates(denial, case)
    return [
        row
        for rows, against in ((support, denied), (denial, supported))
        for row in rows
        if (voice := case.source(row).voice) in against and against[voice].may_be_at(row.said_at)
    ]


class _Dates:
    """When a voice spoke: dates in the order in which they begin and end, so that none has to be compared with all."""

    def __init__(self, dates: Collection[str]) -> None:
        self._unknown = "" in dates
        kinds = [[date for date in dates if date and is_minute(date) == minute] for minute in (False, True)]
        self._kinds = [(sorted(kind, key=earliest), sorted(kind, key=end)) for kind in kinds]

    def may_be_at(self, date: str) -> bool:
        """Tell whether one of the dates is neither certainly before nor certainly after another one."""
        return self._unknown or not date or any(_overlapping(date, *kind) for kind in self._kinds)


def _overlapping(date: str, by_beginning: Sequence[str], by_end: Sequence[str]) -> bool:
    not_after = bisect_left(by_beginning, True, key=lambda other: certainly_after(other, date))
    before = bisect_left(by_end, True, key=lambda other: not certainly_after(date, other))
    return not_after > before


def _dates(rows: Iterable[AttributionFact], case: Case) -> dict[int, _Dates]:
    by_voice: dict[int, set[str]] = {}
    for row in rows:
        by_voice.setdefault(case.source(row).voice, set()).add(row.said_at)
    return {voice: _Dates(dates) for voice, dates in by_voice.items()}


RULE = Rule(
    "self_contradicting",
    check,
    label=_("self contradicting"),
    severity="warning",
    cleared="an editor declares the last word, or one of the two statements is withdrawn",
    example="The U.S. both supports and denies it, and neither is certainly the later word.",
    ask="Which is the last word: what did {names} say last?",
    settles=(CHANGE_DECLARED,),
)

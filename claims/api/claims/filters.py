"""The filters of the list of claims: what a parameter of the address stands for, as a condition on claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q

from claims.claim_fields import fields
from claims.policy.assess import DESK_ONLY, RULES
from claims.queries.claims import filters as conditions
from claims.queries.claims import outside_filters as outside_conditions
from claims.queries.claims.read import changed_since
from claims.queries.facts.hidden_sources import public_source
from claims.queries.merges.retired import going_on
from claims.vocabulary import Severity, Status
from factcheck.api.describing import INSTANT, TEXT, Parameter, one_word
from factcheck.api.parameters import instant, number, one_of
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.dates.partial_dates import PartialDateError, parse
from sources.queries import sources_by_key

CODES: Final = frozenset(rule.code for rule in RULES)
_YES_NO: Final = ("yes", "no")
_RETIRED: Final = ("any", "merged", "split", "deleted")
_MOST_ORIGINS: Final = 999
_MOST_WORDS: Final = 10

Sent = Mapping[str, str]


def condition(sent: Sent, now: datetime, *, outside: bool) -> Q:
    """Return the condition of all filters that were sent; retired claims are left out unless asked for.

    ``outside``: by what outsiders are told of claims.

    Raises: ProblemError at the parameter that does not fit.
    """
    goes_on, filters = (outside_conditions.going_on, _OUTSIDE) if outside else (going_on, _FILTERS)
    found = goes_on() if "retired" not in sent else Q()
    for name, of in filters.items():
        if sent.get(name):
            found &= of(sent, name, now)
    return found


def words(sent: Sent, name: str, choices: frozenset[str] | tuple[str, ...]) -> list[str]:
    """Return the words of a parameter that takes several, parted by commas. Raises: ProblemError."""
    told = sent[name].split(",")
    if len(told) > _MOST_WORDS or not set(told) <= set(choices):
        raise refused_parameter(name, f"At most {_MOST_WORDS}, parted by commas, of: {', '.join(sorted(choices))}.")
    return told


def _status(sent: Sent, name: str, _now: datetime) -> Q:
    return Q(standing__status__in=words(sent, name, Status.words()))


def _flag(sent: Sent, name: str, _now: datetime) -> Q:
    found = Q()
    for code in words(sent, name, CODES):
        found |= conditions.with_open_flag(code)
    return found


def _severity(sent: Sent, name: str, now: datetime) -> Q:
    found = Q()
    for severity in words(sent, name, Severity.words()):
        found |= conditions.with_severity(severity, now)
    return found


def _topic(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.filed_under(sent[name])


def _source_id(sent: Sent, name: str) -> int:
    found = sources_by_key([sent[name]]).get(sent[name])
    if found is None:
        raise _no_source(sent[name], name)
    return found.pk


def _no_source(key: str, name: str) -> ProblemError:
    return refused_parameter(name, f"There is no source “{key[:100]}”.")


def _source(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.of_source(_source_id(sent, name))


def _family(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.of_family(_source_id(sent, name))


def _origins_min(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.at_least(number(sent, name, 1, _MOST_ORIGINS))


def _origins_max(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.at_most(number(sent, name, 0, _MOST_ORIGINS, least=0))


def _said(sent: Sent, name: str, _now: datetime) -> Q:
    try:
        return conditions.said_in(parse(sent[name]))
    except PartialDateError as error:
        raise refused_parameter(name, str(error)) from None


def _recorded_from(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.recorded_between(instant(sent, name), None)


def _recorded_until(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.recorded_between(None, instant(sent, name))


def _updated_since(sent: Sent, name: str, _now: datetime) -> Q:
    since = instant(sent, name)
    return changed_since(since) if since is not None else Q()


_BY_VALUE: Final = {field.name: field for field in fields() if field.is_filtered_by_value and field.body}


def _value(sent: Sent, name: str, _now: datetime) -> Q:
    return conditions.with_value(_BY_VALUE[name], sent[name])


def _stale(sent: Sent, name: str, now: datetime) -> Q:
    found = conditions.stale(now)
    return found if one_of(sent, name, _YES_NO) == "yes" else ~found


def _verdict(sent: Sent, name: str, _now: datetime) -> Q:
    return _VERDICTS[one_of(sent, name, _VERDICTS)]()


_VERDICTS: Final[Mapping[str, Callable[[], Q]]] = {
    "published": conditions.with_verdict,
    "outdated": lambda: conditions.with_open_flag("verdict_outdated"),
    "none": lambda: ~conditions.with_verdict(),
}


def _retired(sent: Sent, name: str, _now: datetime) -> Q:
    found = conditions.retired(one_of(sent, name, _RETIRED))
    return found if found is not None else Q()


_FILTERS: Final[Mapping[str, Callable[[Sent, str, datetime], Q]]] = {
    "status": _status,
    "flag": _flag,
    "severity": _severity,
    "topic": _topic,
    "source": _source,
    "family": _family,
    "origins_min": _origins_min,
    "origins_max": _origins_max,
    "said": _said,
    "recorded_from": _recorded_from,
    "recorded_until": _recorded_until,
    "updated_since": _updated_since,
    **dict.fromkeys(_BY_VALUE, _value),
    "stale": _stale,
    "verdict": _verdict,
    "retired": _retired,
}


def _any_of(found: Iterable[Q]) -> Q:
    return reduce(or_, found)


def _outside_source(sent: Sent, name: str, now: datetime) -> int:
    found = public_source(sent[name], now)
    if found is None:
        raise _no_source(sent[name], name)
    return found


def _outside_verdict(sent: Sent, name: str, now: datetime) -> Q:
    outdated = one_of(sent, name, _VERDICTS) == "outdated"
    return outside_conditions.with_open_flag("verdict_outdated") if outdated else _verdict(sent, name, now)


def _outside_stale(sent: Sent, name: str, _now: datetime) -> Q:
    found = outside_conditions.with_open_flag("stale")
    return found if one_of(sent, name, _YES_NO) == "yes" else ~found


#: The same for outsiders, by what they are told.
_OUTSIDE: Final[Mapping[str, Callable[[Sent, str, datetime], Q]]] = {
    **_FILTERS,
    "status": lambda sent, name, _now: outside_conditions.with_status(words(sent, name, Status.words())),
    "flag": lambda sent, name, _now: _any_of(map(outside_conditions.with_open_flag, words(sent, name, CODES - DESK_ONLY))),
    "severity": lambda sent, name, _now: _any_of(map(outside_conditions.with_severity, words(sent, name, Severity.words()))),
    "source": lambda sent, name, now: conditions.of_source(_outside_source(sent, name, now)),
    "family": lambda sent, name, now: conditions.of_family(_outside_source(sent, name, now)),
    "stale": _outside_stale,
    "verdict": _outside_verdict,
    "retired": lambda sent, name, _now: outside_conditions.retired(one_of(sent, name, _RETIRED)),
}
_YES: Final = one_word(*_YES_NO)
_ORIGINS: Final = {"type": "integer", "minimum": 0, "maximum": _MOST_ORIGINS}
#: What a list of claims may be narrowed by; ``q`` is the search for words.
PARAMETERS: Final[dict[str, Parameter]] = {
    "status": Parameter(f"One or several, parted by commas, of: {', '.join(Status.words())}.", TEXT, "contested,unverified"),
    "flag": Parameter("With one of these flags open, parted by commas.", TEXT, "single_gateway"),
    "severity": Parameter(f"With an open flag, not waived, of: {', '.join(Severity.words())}.", TEXT, "critical"),
    "topic": Parameter("Filed under this topic.", TEXT, "diplomacy"),
    "source": Parameter("With an attribution of this source.", TEXT),
    "family": Parameter("With an attribution of a source of this one's family.", TEXT),
    "origins_min": Parameter("With at least so many independent origins for certain.", _ORIGINS),
    "origins_max": Parameter("With at most so many independent origins for certain.", _ORIGINS),
    "said": Parameter("With something said in this year, month or day.", TEXT, "2024-06"),
    "recorded_from": Parameter("Recorded at this instant or later.", INSTANT),
    "recorded_until": Parameter("Recorded before this instant.", INSTANT),
    "updated_since": Parameter("With a revision of this instant or later.", INSTANT),
    **{name: Parameter(field.filter_help, TEXT, field.filter_example) for name, field in _BY_VALUE.items()},
    "stale": Parameter("Whether nothing new came for the policy's shelf life.", _YES),
    "verdict": Parameter("By the verdict that is published.", one_word("published", "outdated", "none")),
    "retired": Parameter("Claims that go on elsewhere or were deleted, instead.", one_word(*_RETIRED)),
    "q": Parameter("Words of the claim, its quotes and its sources.", TEXT, "artillery"),
}

"""The filters of claims as parameters of an address, made from the table of filters: how each is described and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, Final

from django.db.models import Q

from claims.queries.claims.filters.filter import Context, Filter, Kind, Sight
from claims.queries.claims.filters.table import FLAG, OVER_API
from claims.queries.desk.people import colleague
from claims.queries.facts.hidden_sources import public_source
from factcheck.api.describing import INSTANT, TEXT, YES_NO, Parameter, one_word
from factcheck.api.parameters import instant, number, one_of, some_of, yes_no
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.dates.partial_dates import PartialDateError, parse
from sources.queries import sources_by_key

Sent = Mapping[str, str]
Reader = Callable[[Filter, Sent, Context], Any]


def condition(sent: Sent, now: datetime, person: Any) -> Q:
    """Return the condition of all filters that were sent, by what the person sees.

    Raises: ProblemError at the parameter that does not fit, or that is not for the person.
    """
    context = Context(now, person, outside=not person.is_authenticated)
    # Read first, because `waived` is about these flags where both are sent.
    flags = _read(FLAG, sent, context) if sent.get(FLAG.name) else ()
    context = context._replace(flags=flags)
    asked = (one.condition(_read(one, sent, context), context) for one in OVER_API if sent.get(one.name))
    unasked = (one.unused(context) for one in OVER_API if one.unused and one.name not in sent)
    return reduce(and_, (*unasked, *asked), Q())


def _read(one: Filter, sent: Sent, context: Context) -> Any:
    if not context.sees(one.sight):
        if context.outside:
            raise ProblemError("not-authenticated", f"What {one.name} asks for is for the desk.")
        raise ProblemError("not-allowed", "Drafts of verdicts are for who writes or reviews them.")
    return _READERS[one.kind](one, sent, context)


def _words(one: Filter, sent: Sent, context: Context) -> list[str]:
    return some_of(sent, one.name, [choice.word for choice in one.offered_to(context)])


def _word(one: Filter, sent: Sent, context: Context) -> str:
    return one_of(sent, one.name, [choice.word for choice in one.offered_to(context)])


def _source(one: Filter, sent: Sent, context: Context) -> int:
    key = sent[one.name]
    # For outsiders a source that only hidden claims name is as unknown as one that does not exist.
    if context.outside:
        found = public_source(key, context.now)
    else:
        found = known.pk if (known := sources_by_key([key]).get(key)) else None
    if found is None:
        raise refused_parameter(one.name, f"There is no source “{key[:100]}”.")
    return found


def _person(one: Filter, sent: Sent, context: Context) -> int | None:
    if sent[one.name] == "none":
        return None
    found = context.person if sent[one.name] == "me" else colleague(sent[one.name])
    if found is None:
        raise refused_parameter(one.name, "Nobody of the desk has this user name. There are also: me, none.")
    return int(found.pk)


def _date(one: Filter, sent: Sent, _context: Context) -> str:
    try:
        return parse(sent[one.name])
    except PartialDateError as error:
        raise refused_parameter(one.name, str(error)) from None


def _instant(one: Filter, sent: Sent, _context: Context) -> datetime | None:
    return instant(sent, one.name)


def _text(one: Filter, sent: Sent, _context: Context) -> str:
    return sent[one.name]


_READERS: Final[Mapping[Kind, Reader]] = {
    Kind.WORD: _word,
    Kind.WORDS: _words,
    Kind.YES_NO: lambda one, sent, _context: yes_no(sent, one.name),
    Kind.TEXT: _text,
    Kind.VALUE: _text,
    Kind.SOURCE: _source,
    Kind.PERSON: _person,
    Kind.NUMBER: lambda one, sent, _context: number(sent, one.name, one.most, one.most, one.least),
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.FROM: _instant,
    Kind.UNTIL: _instant,
}


def _schema(one: Filter) -> Mapping[str, Any]:
    match one.kind:
        case Kind.WORD:
            return one_word(*(choice.word for choice in one.choices))
        case Kind.YES_NO:
            return YES_NO
        case Kind.NUMBER:
            return {"type": "integer", "minimum": one.least, "maximum": one.most}
        case Kind.INSTANT | Kind.FROM | Kind.UNTIL:
            return INSTANT
    return TEXT


def _parameters(*, for_all: bool) -> dict[str, Parameter]:
    offered = (one for one in OVER_API if (one.sight is Sight.ALL) is for_all)
    return {one.name: Parameter(one.meaning, _schema(one), one.example or None) for one in offered}


#: What a list of claims may be narrowed by: by all who may read it, and by the desk; ``q`` is the search for words.
PARAMETERS: Final = _parameters(for_all=True) | {
    "q": Parameter("Words of the claim, its quotes and its sources.", TEXT, "artillery")
}
DESK_PARAMETERS: Final = _parameters(for_all=False)

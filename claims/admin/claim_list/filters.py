"""The filters of the list of claims, each a field of the form above it, built from the table of filters.

If a filter does not understand a value in an address, it narrows nothing, and the list says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.queries.claims.change_list import Offered
from claims.queries.claims.filters.conditions import NONE
from claims.queries.claims.filters.filter import Context, Filter, Kind
from claims.queries.claims.filters.table import FLAG, IN_LIST
from factcheck.dates.desk_days import bounds
from factcheck.dates.partial_dates import PartialDateError, parse
from factcheck.desk.labels import translated
from sources.admin.display import words

Options = Sequence[tuple[str, str]]

_ID: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_AT_LEAST: Final = re.compile(r"min-([0-9]{1,3})", re.ASCII)
#: The minimum numbers of origins offered; the address takes others too.
_MINIMA: Final = range(1, 6)
_DAY_LENGTH: Final = len("2024-06-10")
_CONTROLS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text",
    Kind.DATE: "text",
    Kind.FROM: "date",
    Kind.UNTIL: "date",
    Kind.SOURCE: "source",
    Kind.INSTANT: "hidden",
}
#: The saved view that the list was opened with; it narrows nothing itself.
VIEW: Final = Filter("view", Kind.INSTANT, lambda _value, _context: Q(), label=gettext_noop("view"))


class ClaimFilter(SimpleListFilter):
    """A filter of the table, in the form that Django's list takes."""

    of: Filter
    not_understood = False

    def lookups(self, request: HttpRequest, model_admin: Any) -> Options:  # noqa: ARG002
        return []

    def has_output(self) -> bool:
        """Always true, or Django would leave the filter out: the choices are queried later, once for all filters."""
        return True

    def value(self) -> str | None:
        return (super().value() or "").strip() or None

    @property
    def control(self) -> str:
        """The kind of form field: a choice, text, a date, a source, or hidden."""
        return _CONTROLS.get(self.of.kind, "choice")

    @property
    def suggests(self) -> bool:
        """Whether the options of a text field are only suggestions."""
        return self.of.kind is Kind.TEXT

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        if (value := self.value()) and self.of is not VIEW:
            try:
                return queryset.filter(self.of.condition(_READERS[self.of.kind](self.of, value, self._context), self._context))
            except _NotUnderstoodError:
                self.not_understood = True
        return queryset.filter(self.of.unused(self._context)) if self.of.unused else queryset

    @property
    def _context(self) -> Context:
        # The filter for waivers looks at the flag that the other filter chose, if one is chosen.
        flag = self.request.GET.get(FLAG.name, "")
        known = any(choice.word == flag for choice in FLAG.choices)
        return Context(timezone.now(), self.request.user, flags=(flag,) if known else ())

    def options(self, offered: Offered) -> Options:
        """Return the values to choose from, and their labels."""
        match self.of.kind:
            case Kind.TEXT:
                return [(value, value) for value in offered.values[self.of.name]]
            case Kind.VALUE:
                return [(NONE, _("not given")), *((value, value) for value in offered.values[self.of.name])]
            case Kind.PERSON:
                return [("me", _("me")), ("none", _("nobody")), *((str(pk), name) for pk, name in offered.people)]
            case Kind.ORIGINS:
                return [("none", _("none")), ("one", _("exactly one")), *((f"min-{n}", _at_least(n)) for n in _MINIMA)]
        return [
            (word, str(translated(label)) if label else words(word))
            for word, label, _sight in self.of.offered_to(self._context)
        ]

    def value_label(self, value: str, offered: Offered) -> str:
        """Return the label of the value."""
        match self.of.kind:
            case Kind.SOURCE if _ID.fullmatch(value):
                return offered.sources.get(int(value), value)
            case Kind.ORIGINS if number := _AT_LEAST.fullmatch(value):
                return _at_least(int(number[1]))
            case Kind.INSTANT if instant := _parsed_instant(value):
                return f"{timezone.localtime(instant):%d %b %Y %H:%M}"
        return dict(self.options(offered)).get(value, value)


def _at_least(number: int) -> str:
    return _("at least %(number)s") % {"number": number}


class _NotUnderstoodError(ValueError):
    """An address has a value that a filter does not take."""


def _understood(value: Any) -> Any:
    if not value:
        raise _NotUnderstoodError
    return value


def _word(one: Filter, value: str, context: Context) -> str:
    found: str = _understood(value if any(choice.word == value for choice in one.offered_to(context)) else "")
    return found


def _words(one: Filter, value: str, context: Context) -> list[str]:
    return [_word(one, value, context)]


def _origins(_one: Filter, value: str, _context: Context) -> str:
    return str(_understood(value if value in ("none", "one") or _AT_LEAST.fullmatch(value) else ""))


def _text(_one: Filter, value: str, _context: Context) -> str:
    # PostgreSQL refuses NUL in text with an error, which would be a server error here.
    return str(_understood("" if "\x00" in value else value))


def _id(_one: Filter, value: str, _context: Context) -> int:
    return int(_understood(_ID.fullmatch(value))[0])


def _person(one: Filter, value: str, context: Context) -> int | None:
    return None if value == "none" else _id(one, str(context.person.pk) if value == "me" else value, context)


def _date(_one: Filter, value: str, _context: Context) -> str:
    try:
        return str(_understood(parse(value) if len(value) <= _DAY_LENGTH else ""))
    except PartialDateError:
        raise _NotUnderstoodError from None


def _day(one: Filter, value: str, context: Context) -> datetime:
    day = _date(one, value, context)
    return bounds(_understood(day if len(day) == _DAY_LENGTH else ""))[one.kind is Kind.UNTIL]


def _instant(_one: Filter, value: str, _context: Context) -> datetime:
    found: datetime = _understood(_parsed_instant(value))
    return found


def _parsed_instant(value: str) -> datetime | None:
    """Return the date-time of ISO 8601 text, in the desk's time zone if the text has none."""
    try:
        found = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)  # "+" comes as a space
        instant = timezone.make_aware(found) if timezone.is_naive(found) else found
        # Converted only to see that it can be: near the first and last year of the calendar it cannot.
        timezone.localtime(instant)
    except (ValueError, OverflowError):
        return None
    return instant


_READERS: Final[Mapping[Kind, Callable[[Filter, str, Context], Any]]] = {
    Kind.WORD: _word,
    Kind.WORDS: _words,
    Kind.YES_NO: lambda one, value, context: _word(one, value, context) in ("yes", "1"),
    Kind.ORIGINS: _origins,
    Kind.TEXT: _text,
    Kind.VALUE: _text,
    Kind.SOURCE: _id,
    Kind.PERSON: _person,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.FROM: _day,
    Kind.UNTIL: _day,
}


def _made(one: Filter) -> type[ClaimFilter]:
    shown = {"of": one, "title": translated(one.label), "parameter_name": one.name_in_list or one.name}
    return type(f"{one.name}_filter", (ClaimFilter,), shown)


CLAIM_FILTERS: Final[tuple[type[ClaimFilter], ...]] = tuple(_made(one) for one in (*IN_LIST, VIEW))

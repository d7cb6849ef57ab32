"""The entries of the table of filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from django.db.models import Q

from claims.queries.verdicts.read import sees_drafts


class Sight(Enum):
    """Who may use a filter or one of its words: using it reveals something about claims."""

    ALL = auto()
    DESK = auto()
    DRAFTS = auto()  # people who write or review verdicts


class Kind(Enum):
    """The kind of a filter's value. The query gets the parsed value: the API and the admin's list each parse every kind."""

    WORD = auto()  # one of the choices
    WORDS = auto()  # several of the choices; the list offers one at a time
    YES_NO = auto()  # a boolean
    ORIGINS = auto()  # "none", "one" or "min-" and a number
    TEXT = auto()  # typed, values on record being proposed
    VALUE = auto()  # one of the recorded values
    SOURCE = auto()  # the id of a source; the API takes its key
    PERSON = auto()  # the id of a colleague, or None; the API takes a user name. Both take "me" and "none"
    NUMBER = auto()
    DATE = auto()  # a partial date
    INSTANT = auto()  # a date-time; in the list only for links
    FROM = auto()  # a date-time; in the list the beginning of a day
    UNTIL = auto()  # a date-time; in the list the end of a day


class Context(NamedTuple):
    """Who narrows the list, and when; ``flags`` are the codes of the flags that also narrow it."""

    now: datetime
    person: Any
    outside: bool = False
    flags: Sequence[str] = ()

    def sees(self, sight: Sight) -> bool:
        """Return whether the person may use a filter that requires this sight."""
        return sight is Sight.ALL or (not self.outside and (sight is Sight.DESK or sees_drafts(self.person)))


class Choice(NamedTuple):
    """A word that a filter takes; without a label, the label of the recorded word is shown."""

    word: str
    label: str = ""  # translated when it is shown
    sight: Sight = Sight.ALL


Query = Callable[[Any, Context], Q]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: the values it takes, its condition, who may use it, and its description in each place that offers it."""

    name: str  # of the query parameter
    kind: Kind
    query: Query  # the condition for a value
    _: KW_ONLY
    outside: Query | None = None  # the condition on what outsiders see, if that differs
    unused: Callable[[Context], Q] | None = None  # the condition if the filter is not used
    sight: Sight = Sight.ALL
    choices: tuple[Choice, ...] = ()  # of WORD and WORDS; of YES_NO those in the list
    least: int = 0  # of NUMBER
    most: int = 999  # of NUMBER
    longest: int = 60  # the most characters in the list's field
    meaning: str = ""  # the API's description; empty: the API does not offer it
    example: str = ""
    label: str = ""  # the list's label, translated when it is shown; empty: the list does not offer it
    help: str = ""  # the text below the field in the list
    name_in_list: str = ""  # if it differs from the API's name

    def condition(self, value: Any, context: Context) -> Q:
        """Return the condition for a value, based on what the person sees."""
        query = self.outside if context.outside and self.outside else self.query
        return query(value, context)

    def offered_to(self, context: Context) -> tuple[Choice, ...]:
        """Return the choices that are available to the person."""
        return tuple(choice for choice in self.choices if context.sees(choice.sight))

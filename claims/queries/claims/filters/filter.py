"""What an entry of the table of filters says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from django.db.models import Q

from claims.queries.verdicts.read import sees_drafts


class Sight(Enum):
    """Who may use a filter, or one of its words: it says something of claims to whoever does."""

    ALL = auto()
    DESK = auto()
    DRAFTS = auto()  # who writes or reviews verdicts


class Kind(Enum):
    """What the value of a filter is. The query gets it as read: the API and the admin's list each read every kind."""

    WORD = auto()  # one of the choices
    WORDS = auto()  # several of the choices; the list offers one at a time
    YES_NO = auto()  # a bool
    ORIGINS = auto()  # "none", "one" or "min-" and a number
    TEXT = auto()  # typed, values on record being proposed
    VALUE = auto()  # one of the values on record
    SOURCE = auto()  # the id of a source: the API takes its key
    PERSON = auto()  # the id of a colleague, or None; the API takes a user name. Both take "me" and "none"
    NUMBER = auto()
    DATE = auto()  # a partial date
    INSTANT = auto()  # in the list for links alone
    FROM = auto()  # an instant; in the list the beginning of a day
    UNTIL = auto()  # an instant; in the list the end of a day


class Context(NamedTuple):
    """Who narrows the list, and when; ``flags`` are the codes of the flags that it is narrowed by as well."""

    now: datetime
    person: Any
    outside: bool = False
    flags: Sequence[str] = ()

    def sees(self, sight: Sight) -> bool:
        """Tell whether the person may use what needs this sight."""
        return sight is Sight.ALL or (not self.outside and (sight is Sight.DESK or sees_drafts(self.person)))


class Choice(NamedTuple):
    """A word that a filter takes; without a label it is called what recorded words are called."""

    word: str
    label: str = ""  # translated where it is shown
    sight: Sight = Sight.ALL


Query = Callable[[Any, Context], Q]


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it takes, what it asks of claims, who may use it, and how each place that offers it describes it."""

    name: str  # of the parameter
    kind: Kind
    query: Query  # the condition that a value stands for
    _: KW_ONLY
    outside: Query | None = None  # the same by what outsiders see, where that differs
    unused: Callable[[Context], Q] | None = None  # the condition where the filter is not used
    sight: Sight = Sight.ALL
    choices: tuple[Choice, ...] = ()  # of WORD and WORDS; of YES_NO those that the list offers
    least: int = 0  # of NUMBER
    most: int = 999  # of NUMBER
    longest: int = 60  # characters that are typed in the list
    meaning: str = ""  # for the API; empty: the API does not offer it
    example: str = ""
    label: str = ""  # for the list, translated where it is shown; empty: the list does not offer it
    help: str = ""  # in the list, below the field
    name_in_list: str = ""  # where it is not that of the API

    def condition(self, value: Any, context: Context) -> Q:
        """Return the condition that a value stands for, by what the person sees."""
        query = self.outside if context.outside and self.outside else self.query
        return query(value, context)

    def offered_to(self, context: Context) -> tuple[Choice, ...]:
        """Return the choices that the person may use."""
        return tuple(choice for choice in self.choices if context.sees(choice.sight))

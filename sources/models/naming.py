"""Records that are found by their names, in any script and spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from sources.names import plain, skeleton, whole_lines

M_co = TypeVar("M_co", bound=models.Model, covariant=True)

#: The most words of a search that are used: each adds a condition (a guess, far above what anybody types).
_MAX_WORDS = 12


class NamedQuerySet(models.QuerySet[M_co]):
    """Records with a ``search_text``, as ``sources.names`` writes it."""

    SEARCHED: ClassVar[tuple[str, ...]] = ("search_text",)
    #: The first order among equally close matches.
    FIRST: ClassVar[tuple[str, ...]] = ()

    def searched(self, text: str) -> Self:
        """Records whose names contain each word of ``text``: exact matches first, then those that start with it."""
        found = self
        for word in plain(text).split()[:_MAX_WORDS]:
            found = found.filter(_any(self.SEARCHED, (word, skeleton(word))))
        # An alias and no annotation: it orders the rows, and is not read with them.
        return found.alias(closeness=_closeness(text)).order_by("closeness", *self.FIRST, *self.query.order_by)

    def called(self, texts: Iterable[str]) -> Self:
        """Records with one of ``texts`` as a name, in some spelling."""
        lines = [line for text in texts for line in whole_lines(text)]
        return self.filter(_any(("search_text",), lines)) if lines else self.none()


def _any(fields: Iterable[str], parts: Iterable[str]) -> Q:
    condition = Q()
    for part in filter(None, parts):
        for field in fields:
            condition |= Q(**{f"{field}__contains": part})
    return condition


def _closeness(text: str) -> Any:
    """Return how well a record matches: its name, another name, a name that starts so (its own first), or less."""
    forms = [f"\n{form}" for form in (plain(text), skeleton(text)) if form]
    ranks = [
        *(Q(search_text__startswith=line) for line in whole_lines(text)),  # the name itself is the first line
        _any(("search_text",), whole_lines(text)),
        *(Q(search_text__startswith=form) for form in forms),
        _any(("search_text",), forms),
    ]
    whens = [When(rank, then=Value(number)) for number, rank in enumerate(ranks) if rank]
    return Case(*whens, default=Value(len(ranks)), output_field=IntegerField())

"""What the filters of the list of claims have in common: each is one field of the form above the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from claims.queries.claims.change_list import Offered
from sources.admin.display import words

Options = Sequence[tuple[str, str]]


class ClaimFilter(SimpleListFilter):
    """A filter that is shown as one field of the form above the list."""

    control = "choice"  # or text, date, source, hidden
    help_text: Any = ""
    suggests = False  # a text field whose options are only proposals
    longest = 60  # characters of a text field
    not_understood = False

    def lookups(self, request: HttpRequest, model_admin: Any) -> Options:  # noqa: ARG002
        return []

    def has_output(self) -> bool:
        """Say yes, or Django would leave the filter out: what it offers is asked for later, once for all filters."""
        return True

    def value(self) -> str | None:
        return (super().value() or "").strip() or None

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return []

    def condition(self, value: str) -> Q | None:
        """Return what the value stands for, or None where it is not understood."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        value = self.value()
        wanted = self.condition(value) if value else Q()
        self.not_understood = wanted is None
        return queryset.filter(wanted) if wanted else queryset

    def told(self, value: str, offered: Offered) -> str:
        """Return how people call the value."""
        return dict(self.options(offered)).get(value, value)


class WordFilter(ClaimFilter):
    """A filter of words that are known beforehand."""

    words: tuple[str, ...] = ()

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [(word, words(word)) for word in self.words]

    def condition(self, value: str) -> Q | None:
        return self.holds(value) if value in self.words else None

    def holds(self, value: str) -> Q:
        raise NotImplementedError


class YesFilter(ClaimFilter):
    """A filter that is on or off."""

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [("yes", _("yes"))]

    def condition(self, value: str) -> Q | None:
        return self.holds() if value == "yes" else None

    def holds(self) -> Q:
        raise NotImplementedError

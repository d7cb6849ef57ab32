"""Sources and documents by half-remembered words of their names, titles, keys and addresses.

Names are compared in the form in which they are stored (``sources.names``): Latin and Cyrillic spellings find each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from factcheck.database.lookups import among
from factcheck.text.search_words import words_of
from sources.models import Document, Source
from sources.models.naming import NamedQuerySet
from sources.names import plain
from sources.queries.overlap import Meant, forms_in_names

#: The most publishers whose documents a word finds; a word in the names of more says nothing about a document.
MOST_PUBLISHERS: Final = 200

M = TypeVar("M", Source, Document)


def name_words(typed: str) -> list[str]:
    """Return the words of a typed text in the form in which words of names are stored."""
    return [part for word in words_of(typed) for part in plain(word).split()]


class _HasName(Func):
    """The condition that the words of names match a query of words. Migration 0023 has the function and its indexes."""

    output_field = BooleanField()
    template = "sources_words_of(%(expressions)s::tsquery"
    arg_joiner = ") @@ "


def has_word(meant: Meant) -> Any:
    """Return the condition that a name of a source, or the title of a document, has a word."""
    forms = {form for word in meant.spellings for form in forms_in_names(word, begun=meant.begun)}
    if connection.vendor == "postgresql":
        # Forms of names have letters and digits only, so that nothing needs escaping.
        query = " | ".join(f"'{form.word}'{':*' if form.begun else ''}" for form in sorted(forms))
        return _HasName(F("search_text"), Value(query))
    found = Q(pk__in=[])
    for form, before in product(sorted(forms), "\n "):
        for after in ("",) if form.begun else ("\n", " "):
            found |= Q(search_text__contains=f"{before}{form.word}{after}")
    return found


class _Named:
    """Records that are found by their names."""

    shortest_first = True

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows.order_by("-pk")

    def having(self, words: Sequence[Meant]) -> QuerySet[Any]:
        found = self.rows
        for word in words:
            found = found.filter(self.word(word))
        return found

    def word(self, word: Meant) -> Any:
        return has_word(word)

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        return {pk: _spaced(*texts) for pk, *texts in self._stored(self.rows.filter(among("pk", ids)))}

    def newest(self, most: int) -> Iterable[str]:
        return [_spaced(*texts) for _pk, *texts in self._stored(self.rows)[:most]]

    def _stored(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        return rows.values_list("pk", "search_text")


class SourceRecords(_Named):
    """Sources, by their names."""


class DocumentRecords(_Named):
    """Documents, by their titles and by the names of their publishers."""

    shortest_first = False

    def word(self, word: Meant) -> Any:
        publishers = Source.objects.filter(has_word(word)).order_by("pk").values_list("pk", flat=True)[:MOST_PUBLISHERS]
        # A union of ids, so that each part uses its own index.
        titled = Document.objects.filter(has_word(word)).values_list("pk", flat=True)
        return Q(pk__in=titled.union(Document.objects.filter(publisher__in=publishers).values_list("pk", flat=True)))

    def _stored(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        return rows.values_list("pk", "search_text", "publisher__search_text")


def _spaced(*texts: str) -> str:
    return "".join(texts).replace("\n", " ")


def is_titled(word: str) -> bool:
    """Return whether a word is in the title of a document."""
    return bool(plain(word)) and Document.objects.filter(has_word(Meant((word,), begun=False))).exists()


def in_order(rows: NamedQuerySet[M], ids: Sequence[int]) -> list[M]:
    """Return the records with these ids, in their order."""
    found = {row.pk: row for row in rows.filter(pk__in=list(ids))}
    return [found[pk] for pk in ids if pk in found]

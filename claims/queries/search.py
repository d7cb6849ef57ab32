"""Finding claims by words: of their text, key and topics, of what was quoted, and of the names of their sources.

Each word must be found in one of these places, the last one as the beginning of a word, since it may still be typed.

On PostgreSQL an index of words answers ("simple": no language's grammar, for claims come in any language). The LIKE of SQLite
ignores case in ASCII letters alone, so that there Python compares, which knows the letters of all scripts. Names of sources
are found in Latin and Cyrillic spelling alike on both, by what ``sources.names`` stored of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from claims.models import Attribution, Claim, ClaimTopic
from sources.models import Source
from sources.names import plain

#: Nobody needs more words to find a claim; more would be more work than one request should ask for (both guesses).
MOST_WORDS: Final = 10
LONGEST_WORD: Final = 60
#: Sources that one word is taken to name; a word that more have in their names says nothing of a claim.
MOST_SOURCES: Final = 200

#: What parts words: see ``claims_words`` in migration 0011, which parts them in the same way.
_SIGNS: Final = dict.fromkeys(map(ord, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~«»„“”‘’‚‹›–—…·"), " ")
#: Where a word begins and ends, for Python: no letter or digit before or after it.
_BEGINS, _ENDS = r"(?<![^\W_])", r"(?![^\W_])"


class Words(NamedTuple):
    """What a search is for, and whether more was typed than is searched for."""

    words: tuple[str, ...]
    cut: bool


def words_of(typed: str) -> Words:
    """Return the words of what somebody typed, whatever that is."""
    # Controls, and what is no character at all, would be refused by the database.
    clean = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in typed)
    found = [word for word in clean.translate(_SIGNS).split() if any(map(str.isalnum, word))]
    words = tuple(word[:LONGEST_WORD] for word in found[:MOST_WORDS])
    return Words(words, words != tuple(found))


def search(claims: QuerySet[Claim], typed: str, sources: Q | None = None) -> QuerySet[Claim]:
    """Return those of the claims in which each word is found; all of them where nothing was typed.

    ``sources`` is the condition on those whose names are searched, where not all are.
    """
    if not typed.strip():
        return claims
    words = words_of(typed).words
    if not words:
        return claims.none()
    says = _says_indexed if connection.vendor == "postgresql" else _says
    for number, word in enumerate(words, start=1):
        claims = claims.filter(pk__in=_with(word, says, sources or Q(), last=number == len(words)))
    return claims


def _with(word: str, says: Callable[..., Any], sources: Q, *, last: bool) -> QuerySet[Any, int]:
    """Return the ids of the claims in which a word is found: as a union, for which each part is asked of its own index."""
    recorded = Attribution.objects.filter(voided_at=None)
    parts = (
        Claim.objects.filter(says(word, last, "key", "text")).values_list("pk", flat=True),
        ClaimTopic.objects.filter(says(word, last, "topic")).values_list("claim_id", flat=True),
        recorded.exclude(quote_exact="")
        .filter(says(word, last, "quote_exact", "quote_translation"))
        .values_list("claim_id", flat=True),
        recorded.filter(source__in=_named(word, sources)).values_list("claim_id", flat=True),
    )
    first, *others = parts
    return first.union(*others)


class _Says(Func):
    """Two texts hold what a query of words asks for."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        told = [compiler.compile(part) for part in self.get_source_expressions()]
        (one, other, query), values = zip(*told, strict=True)
        return f"claims_words({one}, {other}) @@ to_tsquery('simple', {query})", [each for some in values for each in some]


def _says_indexed(word: str, last: bool, one: str, other: str = "") -> _Says:
    return _Says(F(one), F(other) if other else Value(""), Value(f"'{word}':*" if last else f"'{word}'"))


def _says(word: str, last: bool, *fields: str) -> Q:
    whole = f"{_BEGINS}{re.escape(word)}{'' if last else _ENDS}"
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__iregex": whole})
    return found


def _named(word: str, sources: Q) -> QuerySet[Source, int]:
    """Return the ids of the sources that have a word in a name, as the beginning of one of its words."""
    spelled = plain(word)
    if not spelled:
        return Source.objects.none().values_list("pk", flat=True)
    begins = Q(search_text__contains=f"\n{spelled}") | Q(search_text__contains=f" {spelled}")
    return Source.objects.filter(begins, sources).order_by("pk").values_list("pk", flat=True)[:MOST_SOURCES]

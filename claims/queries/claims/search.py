"""Search for claims by words: in their text, key and topics, in quotes, and in the names of their sources.

Each word must be found in one of these places, the last one as the beginning of a word, since it may be incomplete. Case,
accents and the Unicode form make no difference (``factcheck.text.search_words``), and names of sources are found in both Latin
and Cyrillic spelling (``sources.names``).

A word that is not on record may be misspelt: then recorded words near it are searched for instead. A word that is on record
is assumed to be correct, and has no alternatives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from claims.models import Attribution, Claim, ClaimWords
from factcheck.database.limited_counts import limited_counts
from factcheck.database.many_queries import MOST_FEW, Wanted, newest_ids
from factcheck.text import search_words
from sources.models import Source
from sources.queries.overlap import Meant
from sources.queries.searching import has_word, is_titled
from sources.queries.words import MOST_NEAR, is_begun, on_record, words_near

#: More words are not needed to find a claim, and would be too much work for one request (a guess).
MOST_WORDS: Final = 10
#: The most characters that are read: far more than this many words have.
MOST_TYPED: Final = 2_000
#: The most sources that one word may name; a word in the names of more says nothing about a claim.
MOST_SOURCES: Final = 200


class Words(NamedTuple):
    """The words of a search, and whether more were typed than are searched for."""

    words: tuple[str, ...]
    cut: bool


def words_of(typed: str) -> Words:
    """Return the words of any typed text."""
    found = search_words.words_of(typed[:MOST_TYPED])
    words = tuple(found[:MOST_WORDS])
    # A word of the greatest length may be the beginning of a longer one.
    longest = max(map(len, words), default=0)
    return Words(words, len(found) > MOST_WORDS or len(typed) > MOST_TYPED or longest == search_words.LONGEST_WORD)


class Seen(NamedTuple):
    """What a caller who may not read everything may read: claims, and the condition on sources."""

    claims: QuerySet[Claim]
    sources: Q

    def has(self, word: Meant) -> bool:
        return self.claims.filter(pk__in=_with(word, self)).exists()


def search(claims: QuerySet[Claim], typed: str, sources: Q | None = None) -> QuerySet[Claim]:
    """Return those of the claims in which every word is found; all of them if nothing was typed.

    Callers who may not read all claims learn nothing about the others: with ``sources``, the condition on the sources whose
    names are searched, a word or a near spelling counts as recorded only if one of ``claims`` has it.
    """
    if not typed.strip():
        return claims
    seen = None if sources is None else Seen(claims, sources)
    return having(claims, meant(words_of(typed).words, seen), seen)


def having(claims: QuerySet[Claim], words: Sequence[Meant], seen: Seen | None = None) -> QuerySet[Claim]:
    """Return those of the claims in which each of the words is found; none if there are no words."""
    # Nothing, if only signs were typed: all claims would look like matches.
    if not words:
        return claims.none()
    naming = limited_counts(*(_sources_named(word, _readable(seen)) for word in words), most=None)
    # In one condition, so that the index finds the few claims with all of the words, not the many with each of them.
    said = [word for word, names_any in zip(words, naming, strict=True) if not names_any]
    found = _saying(claims, said) if said else claims
    for word, names_any in zip(words, naming, strict=True):
        if names_any:
            found = found.filter(pk__in=_with(word, seen))
    return found


def ids_having(claims: QuerySet[Claim], asked: Sequence[Sequence[Meant]], seen: Seen | None, *, most: int) -> list[list[int]]:
    """Return for each list of words the ids of the ``most`` newest claims in which all of them are found.

    It takes three statements, for up to three hundred lists.
    """
    words = list(dict.fromkeys(word for each in asked for word in each))
    naming = limited_counts(*(_sources_named(word, _readable(seen)) for word in words), most=None) if words else []
    named = {word for word, names_any in zip(words, naming, strict=True) if names_any}
    return newest_ids([_wanted(claims, each, named, seen) for each in asked], most=most)


def _wanted(claims: QuerySet[Claim], words: Sequence[Meant], named: Collection[Meant], seen: Seen | None) -> Wanted:
    found = claims if words else claims.none()
    for word in words:
        if word in named:
            found = found.filter(pk__in=_with(word, seen))
    said = [word for word in words if word not in named]
    return Wanted(found, ClaimWords.objects.filter(_has(said)).values("pk") if said else None)


def _saying(claims: QuerySet[Claim], words: Sequence[Meant]) -> QuerySet[Claim]:
    """Return those of the claims that have all of the words in their own text."""
    rows = ClaimWords.objects.filter(_has(words)).values("pk")
    if connection.vendor != "postgresql":
        return claims.filter(pk__in=rows)
    # PostgreSQL does not know how rare the beginning of a word is, and would look for a rare one in each claim, the newest
    # first. So a few are found first, by the index of words; where there are more, the newest claims have some of them.
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        few_first = f"WITH found AS MATERIALIZED ({sql}) SELECT * FROM found LIMIT %s"  # noqa: S608 - Django's SQL
        cursor.execute(few_first, [*values, MOST_FEW + 1])
        few = [pk for (pk,) in cursor.fetchall()]
    return claims.filter(pk__in=rows) if len(few) > MOST_FEW else claims.filter(pk__in=few)


def meant(words: tuple[str, ...], seen: Seen | None = None) -> list[Meant]:
    """Return what to search for: a word, or the words near it if it is not on record (or in nothing that is ``seen``)."""
    wanted = [Meant((word,), begun=number == len(words)) for number, word in enumerate(words, start=1)]
    doubtful = [word for word in wanted if search_words.may_be_near(word.spellings[0])]
    known = on_record(word.spellings[0] for word in doubtful if not word.begun)
    return [_respelt(word, known, seen) if word in doubtful else word for word in wanted]


def is_found(word: str) -> bool:
    """Return whether a word is in the searched text of a claim, in the name of a source, or in the title of a document."""
    whole = Meant((word,), begun=False)
    return ClaimWords.objects.filter(_has([whole])).exists() or _sources_named(whole).exists() or is_titled(word)


def _respelt(word: Meant, known: Collection[str], seen: Seen | None) -> Meant:
    (typed,) = word.spellings
    if (is_begun(typed) if word.begun else typed in known) and (seen is None or seen.has(word)):
        return word
    near = (each for each in words_near(typed) if seen is None or seen.has(Meant((each,), begun=False)))
    return word._replace(spellings=(typed, *islice(near, MOST_NEAR)))


def _with(word: Meant, seen: Seen | None = None) -> QuerySet[Any, int]:
    """Return the ids of the claims in which a word is found. It is a union, so that each part uses its own index."""
    said = ClaimWords.objects.filter(_has([word])).values_list("pk", flat=True)
    sources = _sources_named(word, _readable(seen)).order_by("pk").values_list("pk", flat=True)[:MOST_SOURCES]
    named = Attribution.objects.filter(source__in=sources, voided_at=None)
    return said.union(named.values_list("claim_id", flat=True))


class _Has(Func):
    """The condition that stored words match a query of words."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        compiled = [compiler.compile(part) for part in self.get_source_expressions()]
        (words, query), values = zip(*compiled, strict=True)
        # As in migration 0028. No parser: these are words already, and a parser would split some by the server's locale.
        sql = f"array_to_tsvector(string_to_array(btrim({words}), ' ')) @@ {query}::tsquery"
        return sql, [each for some in values for each in some]


def _has(words: Iterable[Meant]) -> Any:
    """Return the condition that stored words have all of the words."""
    if connection.vendor == "postgresql":
        return _Has(F("words"), Value(" & ".join(f"({_asked(word)})" for word in words)))
    return reduce(and_, map(_has_in_text, words))


def _has_in_text(word: Meant) -> Q:
    return reduce(or_, (Q(words__contains=f" {each}" if word.begun else f" {each} ") for each in word.spellings))


def _asked(word: Meant) -> str:
    """Return the query text for PostgreSQL: words have only letters and digits, so that nothing needs escaping."""
    return " | ".join(f"'{spelling}'{':*' if word.begun else ''}" for spelling in word.spellings)


def _readable(seen: Seen | None) -> Q:
    """Return the condition on the sources whose names are searched."""
    return seen.sources if seen else Q()


def _sources_named(word: Meant, sources: Q | None = None) -> QuerySet[Source]:
    """Return the sources with a word in a name: as the beginning of a word, or in a looser spelling."""
    # Also where the word must be a whole one: names have endings that texts have not.
    return Source.objects.filter(has_word(word._replace(begun=True)), sources or Q())


def respelt(words: Iterable[Meant]) -> dict[str, tuple[str, ...]]:
    """Return for each word that is not on record the near words that are searched for instead."""
    return {word.spellings[0]: word.spellings[1:] for word in words if len(word.spellings) > 1}

"""Claims by half-remembered words, and claims that resemble a text, ranked by the words they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from claims.models import Attribution, Claim, ClaimWords
from claims.queries.claims.search import MOST_TYPED, Seen, having, ids_having
from factcheck.database.lookups import among
from factcheck.text.search_words import words_of
from sources.models import Source
from sources.queries.overlap import Asked, Meant, Ranked, ranked, ranked_each

#: Similar claims to show: more would be read by nobody who is typing (a guess).
MOST_SIMILAR: Final = 5
#: A claim that shares fewer words with a text is about something else.
LEAST_SHARED: Final = 2
#: The least share of the words of a text, rare ones counting more (a guess).
LEAST_SHARE: Final = 0.3
#: Words of a text that are compared; a claim is one sentence.
MOST_COMPARED: Final = 40
#: Shorter words are articles and prepositions in most languages.
SHORTEST_COMPARED: Final = 3
#: Words are compared without their endings, so that "shells" and "shell", "снаряди" and "снарядів" are the same: the letters
#: that are left out of words of at least so many (a guess, for languages with many endings and with few).
_ENDINGS: Final = ((7, 2), (5, 1))
_SIMILAR: Final = Asked(MOST_SIMILAR, LEAST_SHARED, LEAST_SHARE, respells=False)


class ClaimRecords:
    """Claims, by their words and by the names of the sources of their attributions."""

    shortest_first = False

    def __init__(self, claims: QuerySet[Claim], sources: Q | None = None) -> None:
        """``sources`` is the condition on the sources whose names are searched; None: all of them."""
        self.claims = claims.order_by("-pk")
        self.sources = Q() if sources is None else sources

    def having(self, words: Sequence[Meant]) -> QuerySet[Claim]:
        return having(self.claims, words, Seen(self.claims, self.sources))

    def ids_having(self, asked: Sequence[Sequence[Meant]], most: int) -> list[list[int]]:
        return ids_having(self.claims, asked, Seen(self.claims, self.sources), most=most)

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        found = dict(ClaimWords.objects.filter(among("pk", ids)).values_list("pk", "words"))
        said = Attribution.objects.filter(among("claim", ids), voided_at=None)
        if self.sources:
            said = said.filter(source__in=Source.objects.filter(self.sources).values("pk"))
        for claim, names in said.values_list("claim", "source__search_text").distinct():
            found[claim] = f"{found.get(claim, '')} {names}".replace("\n", " ")
        return found

    def newest(self, most: int) -> Iterable[str]:
        return ClaimWords.objects.filter(pk__in=self.claims.values("pk")[:most]).values_list("words", flat=True)


def similar_claims(claims: QuerySet[Claim], text: str) -> list[int]:
    """Return the ids of the claims that share most with a text, the most similar first; none for less than two words."""
    return ranked(ClaimRecords(claims), _compared(text), _SIMILAR).ids


def similar_to_each(claims: QuerySet[Claim], texts: Sequence[str]) -> dict[str, list[int]]:
    """Return the same for each of many texts, in a number of queries that does not grow with them."""
    once = list(dict.fromkeys(texts))
    return dict(zip(once, ranked_each(ClaimRecords(claims), [_compared(text) for text in once], _SIMILAR), strict=True))


def _compared(text: str) -> list[str]:
    words = [_stem(word) for word in words_of(text[:MOST_TYPED]) if len(word) >= SHORTEST_COMPARED]
    return list(dict.fromkeys(words))[:MOST_COMPARED]


def _stem(word: str) -> str:
    cut = next((letters for length, letters in _ENDINGS if len(word) >= length and word.isalpha()), 0)
    return word[: len(word) - cut]


def found_claims(claims: QuerySet[Claim], words: Sequence[str], *, limit: int) -> Ranked:
    """Return the claims that have most of some half-remembered words, the best first."""
    return ranked(ClaimRecords(claims), words, Asked(limit))

"""Records ranked by how many of some half-remembered words they have: in any order, incomplete, misspelt, some of them wrong.

The work does not grow with the records. Each of the rarest words is looked up by itself, a common one only with the others, and
the texts of a bounded number of records are compared. How rare a word is, a sample of the newest records shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from math import log
from typing import Any, Final, NamedTuple, Protocol

from django.db.models import QuerySet

from factcheck.text.search_words import LONGEST_WORD, SHORTEST_NEAR
from sources.models import SearchWord
from sources.names import plain, skeleton
from sources.queries.words import MOST_NEAR, words_near

#: Records in the sample: enough to find the words that one in a hundred has (a guess).
SAMPLE: Final = 1_000
#: A word that more of them have says little by itself, and is in too many records to look them all up: one in fifty (a guess).
MOST_HITS: Final = 20
#: Words that are looked up by themselves, the rarest first: so many that records have, and so many in all.
MOST_LOOKED_UP: Final = 6
MOST_TRIED: Final = 15
#: The newest records with a word that are read.
MOST_OF_A_WORD: Final = 300
#: Records whose texts are compared.
MOST_RANKED: Final = 100
#: A record with less than this share of what the best one has is not what was meant (a guess).
LEAST_SHARE: Final = 0.3
#: What a match counts: a whole word, the beginning of one, and a near spelling (a guess: their order is what matters).
_WHOLE, _BEGUN, _NEAR = 1.0, 0.9, 0.7

#: A shorter word is not the beginning of another: that would be in most texts.
SHORTEST_BEGUN: Final = 3


#: Words near one, each with the ids of its records.
_NearIds = Mapping[str, list[int]]


class Meant(NamedTuple):
    """A word to search for: one of its spellings must be found, as a whole word or as the beginning of one."""

    spellings: tuple[str, ...]
    begun: bool


class Form(NamedTuple):
    """A spelling as it is stored, and whether it may be the beginning of a longer word."""

    word: str
    begun: bool

    def is_in(self, text: str) -> bool:
        return (f" {self.word}" if self.begun else f" {self.word} ") in text


def forms_in_names(word: str, *, begun: bool) -> Iterator[Form]:
    """Yield the forms in which names have a word, which may be the beginning of a longer one."""
    for form in plain(word).split():
        yield Form(form[:LONGEST_WORD], begun)
        # A looser spelling is compared whole, because it may be the beginning of many words: "press" is "pres".
        yield Form(skeleton(form)[:LONGEST_WORD], begun=False)


class Records(Protocol):
    """What is searched: one kind of record, as far as the caller may see it."""

    #: Whether the shorter of two records with the same words is meant more likely: so it is with names.
    shortest_first: bool

    def having(self, words: Sequence[Meant]) -> QuerySet[Any]:
        """Return the records that have each of the words, newest first."""

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        """Return the words of these records by which they are found, separated by spaces."""

    def newest(self, most: int) -> Iterable[str]:
        """Return the same of the newest records."""


class BatchedRecords(Records, Protocol):
    """Records that can be looked up by many words at once."""

    def ids_having(self, asked: Sequence[Sequence[Meant]], most: int) -> list[list[int]]:
        """Return for each list of words the ids of the newest records that have each of them, in a fixed number of queries."""


class Ranked(NamedTuple):
    """The ids of the records found, best first; and for each word that none has, the near ones that were found instead."""

    ids: list[int]
    respelt: Mapping[str, tuple[str, ...]]


class Asked(NamedTuple):
    """How many records are asked for, and which of them are too unlike the words."""

    limit: int
    least_words: int = 1
    #: The least share that a record needs to have of the words, each by its weight.
    least_share: float = 0.0
    #: Whether a word that no record has is replaced by those near it.
    respells: bool = True


def ranked(records: Records, words: Sequence[str], asked: Asked) -> Ranked:
    """Return the records that have most of the words, the rare ones counting more; equally good ones newest first."""
    wanted = list(dict.fromkeys(words))
    if not wanted:
        return Ranked([], {})
    search = _Search(wanted, _Sample(records.newest(SAMPLE)))
    search.look_up(
        lambda word: _ids(records, [search.meant[word]], MOST_OF_A_WORD), _nearby(records) if asked.respells else None
    )
    together = _ids(records, search.common, MOST_RANKED) if len(search.common) > 1 else []
    ids = search.candidates(together)
    return Ranked(search.best(records.texts(ids), asked, shortest_first=records.shortest_first), _instead(search.meant))


def ranked_each(records: BatchedRecords, texts: Sequence[Sequence[str]], asked: Asked) -> list[list[int]]:
    """Return for each of many lists of words what ``ranked`` finds without respelling, in a fixed number of queries."""
    if not any(texts):
        return [[] for _ in texts]
    sample = _Sample(records.newest(SAMPLE))
    searches = [_Search(list(dict.fromkeys(words)), sample) if words else None for words in texts]
    wanted = [search for search in searches if search is not None]
    found: dict[str, list[int]] = {}
    # In two steps, because most texts need no more than their rarest words.
    for most in (MOST_LOOKED_UP, MOST_TRIED):
        tried = (word for search in wanted if search.needs_more(found) for word in search.tried[:most])
        words = [word for word in dict.fromkeys(tried) if word not in found]
        meant = [[Meant((word,), begun=len(word) >= SHORTEST_BEGUN)] for word in words]
        found |= dict(zip(words, records.ids_having(meant, MOST_OF_A_WORD), strict=True))
    for search in wanted:
        search.look_up(found.__getitem__)
    several = [search for search in wanted if len(search.common) > 1]
    together = records.ids_having([search.common for search in several], MOST_RANKED)
    of_search = dict(zip(map(id, several), together, strict=True))
    candidates = {id(search): search.candidates(of_search.get(id(search), [])) for search in wanted}
    known = records.texts({pk for ids in candidates.values() for pk in ids})

    def best(search: _Search) -> list[int]:
        own = {pk: known[pk] for pk in candidates[id(search)] if pk in known}
        return search.best(own, asked, shortest_first=records.shortest_first)

    return [best(search) if search is not None else [] for search in searches]


class _Search:
    """A search for records by words: how rare each is, which records have the rarest, and which of these are best."""

    def __init__(self, words: Sequence[str], sample: _Sample) -> None:
        self.meant = {word: Meant((word,), begun=len(word) >= SHORTEST_BEGUN) for word in words}
        self._hits = {word: sample.hits(_forms(each)[word]) for word, each in self.meant.items()}
        self._weights = {word: _weight(count, sample.size) for word, count in self._hits.items()}
        self._found: Counter[int] = Counter()
        self._partly_read = dict(self.meant)
        #: The words to look up by themselves, as far as needed.
        self.tried = _to_look_up(self._hits, sample.size)

    def look_up(
        self, ids_of: Callable[[str], list[int]], near_of: Callable[[str], Mapping[str, list[int]]] | None = None
    ) -> None:
        """Look up the rarest words; one that no record has is replaced by those near it, if ``near_of`` returns some."""
        looked_up = 0
        for word in self.tried:
            found = ids_of(word)
            if not found:
                near = near_of(word) if near_of is not None else {}
                self.meant[word] = Meant(tuple(near), begun=False)
                found = sorted({pk for ids in near.values() for pk in ids}, reverse=True)[:MOST_OF_A_WORD]
            self._found.update(dict.fromkeys(found, self._weights[word]))
            looked_up += bool(found)
            if len(found) < MOST_OF_A_WORD:
                del self._partly_read[word]
            if looked_up == MOST_LOOKED_UP:
                break

    def needs_more(self, found: Mapping[str, Sequence[int]]) -> bool:
        """Return whether ``look_up`` would come to a word that was not looked up yet."""
        known = list(takewhile(found.__contains__, self.tried))
        return len(known) < len(self.tried) and sum(bool(found[word]) for word in known) < MOST_LOOKED_UP

    @property
    def common(self) -> list[Meant]:
        """Words of which only the newest records were read, if any: together they find old ones too."""
        return [self.meant[word] for word in sorted(self._partly_read, key=lambda word: self._hits[word])[:MOST_LOOKED_UP]]

    def candidates(self, together: Sequence[int]) -> list[int]:
        """Return the records to compare: those that have the common words ``together``, and those with most of the others."""
        return list(dict.fromkeys([*together, *(pk for pk, _weight in self._found.most_common(MOST_RANKED))]))

    def best(self, texts: Mapping[int, str], asked: Asked, *, shortest_first: bool) -> list[int]:
        """Return those of the records that have most of the words, by their texts."""
        scores: list[tuple[float, int, int]] = []
        forms = {word: _forms(each) for word, each in self.meant.items()}
        for pk, text in texts.items():
            matches = [(self._weights[word], _match(word, forms[word], text)) for word in self.meant]
            if sum(match > 0 for _weight, match in matches) >= asked.least_words:
                score = sum(weight * match for weight, match in matches)
                scores.append((round(score, 6), -len(text) if shortest_first else 0, pk))
        most = max((score for score, *_rest in scores), default=0.0)
        least = max(most * LEAST_SHARE, asked.least_share * sum(self._weights.values()))
        kept = [each for each in scores if each[0] >= least and each[0] > 0]
        return [pk for _score, _length, pk in sorted(kept, reverse=True)[: asked.limit]]


class _Sample:
    """Texts of the newest records, by their words: in how many of them others are."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[str, set[int]] = {}
        self.size = 0
        for text in texts:
            for word in text.split():
                self._texts.setdefault(word, set()).add(self.size)
            self.size += 1
        self._words = sorted(self._texts)

    def hits(self, forms: Iterable[Form]) -> int:
        """Return how many of the texts have one of the forms of a word."""
        return len(set().union(*(self._texts[word] for form in forms for word in self._having(form))))

    def _having(self, form: Form) -> Iterable[str]:
        if not form.begun:
            return (form.word,) if form.word in self._texts else ()
        first = bisect_left(self._words, form.word)
        return takewhile(lambda word: word.startswith(form.word), islice(self._words, first, None))


def _weight(hits: int, texts: int) -> float:
    """Return how much a word says: the logarithm of how rare it is, as search engines have it."""
    return log(1 + (texts + 1) / (hits + 0.5))


def _to_look_up(hits: Mapping[str, int], texts: int) -> list[str]:
    """Return the words to look up by themselves, the rarest first: one at least, and on a small desk all of them."""
    rarest, *others = sorted(hits, key=lambda word: hits[word])
    rare = [word for word in others if hits[word] <= MOST_HITS or texts < SAMPLE]
    return [rarest, *rare][:MOST_TRIED]


def _ids(records: Records, words: Sequence[Meant], most: int) -> list[int]:
    return list(records.having(words).values_list("pk", flat=True)[:most])


def _nearby(records: Records) -> Callable[[str], _NearIds]:
    return lambda word: _near(records, word)


def _near(records: Records, word: str) -> dict[str, list[int]]:
    """Return words of these records that are near one, or have it in their middle, each with its records.

    Words of other records are left out, so that they reveal nothing.
    """
    near = dict.fromkeys((*words_near(word), *_words_with(word)))
    found = ((each, _ids(records, [Meant((each,), begun=False)], MOST_OF_A_WORD)) for each in near)
    return dict(islice(((each, ids) for each, ids in found if ids), MOST_NEAR))


def _words_with(part: str) -> list[str]:
    """Return recorded words that have a text in their middle, the shortest first."""
    if len(part) < SHORTEST_NEAR:
        return []
    found = SearchWord.objects.filter(key=0, word__contains=part).values_list("word", flat=True)
    return sorted(found[: 4 * MOST_NEAR], key=len)[: 2 * MOST_NEAR]


def _match(word: str, forms: Mapping[str, Sequence[Form]], text: str) -> float:
    if word not in forms:
        return _NEAR if any(_has(text, each) for each in forms.values()) else 0.0
    return (_WHOLE if f" {word} " in text else _BEGUN) if _has(text, forms[word]) else 0.0


def _forms(meant: Meant) -> dict[str, tuple[Form, ...]]:
    """Return for each spelling its forms in texts and in names."""
    return {word: (Form(word, meant.begun), *forms_in_names(word, begun=meant.begun)) for word in meant.spellings}


def _has(text: str, forms: Iterable[Form]) -> bool:
    return any(form.is_in(text) for form in forms)


def _instead(meant: Mapping[str, Meant]) -> dict[str, tuple[str, ...]]:
    return {word: each.spellings for word, each in meant.items() if each.spellings and word not in each.spellings}

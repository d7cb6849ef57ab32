"""Records ranked by how many of some half-remembered words they have: in any order, incomplete, misspelt, some of them wrong.

The work does not grow with the records. Each of the rarest words is looked up by itself, a common one only with the others, and
the texts of a bounded number of records are compared. How rare a word is, a sample of the newest records shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log
from typing import Any, Final, NamedTuple, Protocol

from django.db.models import QuerySet

from factcheck.text.search_words import LONGEST_WORD, SHORTEST_NEAR
from sources.models import SearchWord
from sources.names import plain, skeleton
from sources.queries.words import MOST_NEAR, words_near

#: Records in the sample: enough to find the words that one in a hundred has (a guess).
SAMPLE: Final = 1_000
#: A word that more of them have says little by itself, and is in too many records to read them: one in twenty (a guess).
MOST_HITS: Final = 50
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

#: The spellings of a word. One of them must begin a word of the record.
Spellings = tuple[str, ...]


class Form(NamedTuple):
    """A spelling as it is stored, and whether it may be the beginning of a longer word."""

    word: str
    begun: bool

    def is_in(self, text: str) -> bool:
        return (f" {self.word}" if self.begun else f" {self.word} ") in text


def forms_in_names(word: str) -> Iterator[Form]:
    """Yield the forms in which names have a word."""
    for form in plain(word).split():
        yield Form(form[:LONGEST_WORD], begun=True)
        # A looser spelling is compared whole, because it may be the beginning of many words: "press" is "pres".
        yield Form(skeleton(form)[:LONGEST_WORD], begun=False)


class Records(Protocol):
    """What is searched: one kind of record, as far as the caller may see it."""

    #: Whether the shorter of two records with the same words is meant more likely: so it is with names.
    shortest_first: bool

    def having(self, words: Sequence[Spellings]) -> QuerySet[Any]:
        """Return the records that have each of the words, newest first."""

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        """Return the words of these records by which they are found, separated by spaces."""

    def newest(self, most: int) -> Iterable[str]:
        """Return the same of the newest records."""


class Ranked(NamedTuple):
    """The ids of the records found, best first; and for each word that none has, the near ones that were found instead."""

    ids: list[int]
    respelt: Mapping[str, Spellings]


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
    sample = list(records.newest(SAMPLE))
    hits = _hits(wanted, sample)
    weights = {word: _weight(count, len(sample)) for word, count in hits.items()}
    spelt: dict[str, Spellings] = {word: (word,) for word in wanted}
    candidates: Counter[int] = Counter()
    looked_up, is_whole = 0, False
    for word in _to_look_up(hits):
        found = _ids(records, [spelt[word]])
        if not found:
            spelt[word] = tuple(_respelt(records, word)) if asked.respells else ()
            found = _ids(records, [spelt[word]]) if spelt[word] else []
        candidates.update(dict.fromkeys(found, weights[word]))
        looked_up += bool(found)
        is_whole |= 0 < len(found) < MOST_OF_A_WORD
        if looked_up == MOST_LOOKED_UP:
            break
    # All words together, so that an old record with common words is found too. Where all records with one of the words were
    # read, those with all words are among them.
    there = [] if is_whole else [spellings for spellings in spelt.values() if spellings]
    together = _ids(records, there, asked.limit) if there else []
    ids = dict.fromkeys([*together, *(pk for pk, _weight in candidates.most_common(MOST_RANKED))])
    return Ranked(_best(records, list(ids), spelt, weights, asked), _instead(spelt))


def _hits(words: Sequence[str], sample: Sequence[str]) -> dict[str, int]:
    """Return for each word how many texts of a sample have it."""
    return {word: sum(_has(text, forms) for text in sample) for word, forms in _forms(words).items()}


def _weight(hits: int, texts: int) -> float:
    """Return how much a word says: the logarithm of how rare it is, as search engines have it."""
    return log(1 + (texts + 1) / (hits + 0.5))


def _to_look_up(hits: Mapping[str, int]) -> list[str]:
    """Return the words to look up by themselves, the rarest first: all of them, where all are common."""
    rare = [word for word, count in hits.items() if count <= MOST_HITS]
    return sorted(rare or hits, key=lambda word: hits[word])[:MOST_TRIED]


def _ids(records: Records, words: Sequence[Spellings], most: int = MOST_OF_A_WORD) -> list[int]:
    return list(records.having(words).values_list("pk", flat=True)[:most])


def _respelt(records: Records, word: str) -> Iterator[str]:
    """Yield words of these records that are near one, or have it in their middle. Others reveal nothing."""
    near = (each for each in (*words_near(word), *_words_with(word)) if records.having([(each,)]).exists())
    yield from dict.fromkeys(islice(near, MOST_NEAR))


def _words_with(part: str) -> list[str]:
    """Return recorded words that have a text in their middle, the shortest first."""
    if len(part) < SHORTEST_NEAR:
        return []
    found = SearchWord.objects.filter(key=0, word__contains=part).values_list("word", flat=True)
    return sorted(found[: 4 * MOST_NEAR], key=len)[: 2 * MOST_NEAR]


def _best(
    records: Records,
    ids: Sequence[int],
    spelt: Mapping[str, Spellings],
    weights: Mapping[str, float],
    asked: Asked,
) -> list[int]:
    scores: list[tuple[float, int, int]] = []
    forms = {word: _forms(spellings) for word, spellings in spelt.items()}
    for pk, text in records.texts(ids).items():
        matches = [(weights[word], _match(word, forms[word], text)) for word in spelt]
        if sum(match > 0 for _weight, match in matches) >= asked.least_words:
            score = sum(weight * match for weight, match in matches)
            scores.append((round(score, 6), -len(text) if records.shortest_first else 0, pk))
    most = max((score for score, *_rest in scores), default=0.0)
    least = max(most * LEAST_SHARE, asked.least_share * sum(weights.values()))
    kept = [each for each in scores if each[0] >= least and each[0] > 0]
    return [pk for _score, _length, pk in sorted(kept, reverse=True)[: asked.limit]]


def _match(word: str, forms: Mapping[str, Sequence[Form]], text: str) -> float:
    if word not in forms:
        return _NEAR if any(_has(text, each) for each in forms.values()) else 0.0
    return (_WHOLE if f" {word} " in text else _BEGUN) if _has(text, forms[word]) else 0.0


def _forms(words: Iterable[str]) -> dict[str, tuple[Form, ...]]:
    """Return for each word its forms in texts and in names."""
    return {word: tuple(dict.fromkeys((Form(word, begun=True), *forms_in_names(word)))) for word in words}


def _has(text: str, forms: Iterable[Form]) -> bool:
    return any(form.is_in(text) for form in forms)


def _instead(spelt: Mapping[str, Spellings]) -> dict[str, Spellings]:
    return {word: spellings for word, spellings in spelt.items() if word not in spellings and spellings}

"""Searching claims by words, as they are on record and misspelt: ``python -m tests.benchmarks.searching [CLAIMS]``.

It fills a PostgreSQL database of its own with claims of made-up words, as unevenly common as words are, and asks what the list
of claims asks: the first fifty of a search, newest first. Each figure is the median of many different words; the ratios are of
one run. ``--sqlite`` does the same on SQLite.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

from bootstrap import probe
from tests.benchmarks.databases import Database, postgresql, sqlite
from tests.benchmarks.spending import manage, python

CLAIMS = 200_000
WORDS = 100_000
_BATCH = 5_000
_ASKED = 60
_SYLLABLES = [
    "ka",
    "ro",
    "min",
    "del",
    "ta",
    "pu",
    "vi",
    "ster",
    "lan",
    "go",
    "be",
    "sha",
    "nor",
    "qui",
    "em",
    "fa",
    "zu",
    "hol",
    "tri",
    "ox",
    "ne",
    "ri",
    "la",
    "do",
    "mar",
    "ek",
]


def vocabulary(random: Random) -> list[str]:
    """Return made-up words of two to five syllables, each once."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        words["".join(random.choices(_SYLLABLES, k=random.choice((2, 3, 3, 4, 4, 5))))] = None
    return list(words)


def text_of(random: Random, words: list[str]) -> str:
    """Return a text of fifteen words, a few of them in most texts and most of them in few, as Zipf has it."""
    return " ".join(words[int(len(words) ** random.random()) - 1] for _ in range(15)) + "."


def fill(claims: int) -> None:
    """Fill the tables that a search reads: claims with texts and words, and the words on record."""
    from django.db import transaction

    from claims.models import Claim, ClaimWords
    from claims.verification.storage import bulk
    from factcheck.text.search_words import as_stored
    from sources.operations import record_words

    random = Random(1)  # noqa: S311 - made-up data, the same each time
    words, now = vocabulary(random), datetime(2026, 11, 1, tzinfo=UTC)
    seen: set[str] = set()
    names = [field.attname for field in Claim._meta.concrete_fields]
    blank = {field.attname: field.get_default() for field in Claim._meta.concrete_fields}
    for start in range(1, claims + 1, _BATCH):
        texts = {pk: text_of(random, words) for pk in range(start, min(start + _BATCH, claims + 1))}
        rows = [blank | {"id": pk, "key": f"c-{pk}", "text": text, "recorded_at": now} for pk, text in texts.items()]
        found = {pk: as_stored((f"c-{pk}", text)) for pk, text in texts.items()}
        new = {word for each in found.values() for word in each.split()} - seen
        with transaction.atomic():
            bulk.insert(Claim, names, [tuple(row.values()) for row in rows])
            bulk.insert(ClaimWords, ("claim", "words"), list(found.items()))
            record_words(new)
        seen |= new


def measure(say: Callable[[str], None]) -> None:
    """Say how long the list's searches take."""
    from claims.models import Claim
    from claims.queries.claims.search import search
    from sources.models import SearchWord
    from sources.queries.words import on_record

    random = Random(2)  # noqa: S311
    words = vocabulary(Random(1))  # noqa: S311
    rare = [word for word in random.sample(words[2_000:], _ASKED * 4) if len(word) >= 6 and on_record([word])][:_ASKED]
    wrong = [each for each in (_misspelt(word, random) for word in rare) if not on_record([each])]
    say(f"{Claim.objects.count():,} claims, {SearchWord.objects.filter(key=0).count():,} words on record")

    def listed(word: str) -> list[int]:
        return list(search(Claim.objects.all(), word).order_by("-id").values_list("pk", flat=True)[:50])

    exact, near = _median(listed, rare), _median(listed, wrong)
    missed = sum(not listed(word) for word in wrong)
    say(f"a search for a word on record: {exact:.2f} ms")
    say(f"a search for a misspelt word: {near:.2f} ms, {near / exact:.2f}× that; {missed} of {len(wrong)} missed")
    say(f"a search for a common word: {_median(listed, words[:9]):.2f} ms")
    _measure_overlap(say, words, random)


def _measure_overlap(say: Callable[[str], None], words: list[str], random: Random) -> None:
    """Say how long the desk's search takes for half-remembered words, and the search for claims that resemble a new one."""
    from claims.models import Claim
    from claims.queries.claims.overlap import ClaimRecords, similar_claims
    from claims.queries.merges.retired import going_on
    from sources.queries.overlap import Asked, ranked

    claims = Claim.objects.filter(going_on())
    texts = list(Claim.objects.order_by("pk").values_list("pk", "text")[: 40 * 97 : 97])
    remembered = {" ".join(_half_of(text, random)): pk for pk, text in texts}
    retold = {" ".join([*text.split()[:10], *random.sample(words, 5)]): pk for pk, text in texts}

    def half(typed: str) -> list[int]:
        return ranked(ClaimRecords(claims), typed.split(), Asked(6)).ids

    def similar(text: str) -> list[int]:
        return similar_claims(claims, text)

    for what, ask, asked in (("half-remembered words", half, remembered), ("a text that resembles a claim", similar, retold)):
        missed = sum(pk not in ask(typed) for typed, pk in asked.items())
        say(f"a search for {what}: {_median(ask, list(asked)):.2f} ms; {missed} of {len(asked)} missed")


def _half_of(text: str, random: Random) -> list[str]:
    """Return four words of a text: one incomplete, one misspelt, and one that it has not."""
    first, second, third = random.sample(text.strip(".").split(), 3)
    return [second, first[: max(4, len(first) - 2)], _misspelt(third, random), "zzyzx"]


def _misspelt(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return random.choice(
        [word[:place] + word[place + 1 :], word[:place] + "w" + word[place:], word[:place] + "w" + word[place + 1 :]]
    )


def _median(ask: Callable[[str], Any], words: list[str]) -> float:
    ask(words[0])
    spent = []
    for word in words:
        started = time.perf_counter()
        ask(word)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent) * 1_000


def run(database: Database, claims: int) -> None:
    """Fill a database and measure it, each in a process of its own."""
    manage(database.url, "migrate", "-v0")
    python(database.url, "-m", "tests.benchmarks.searching", "--fill", str(claims))
    database.tidy()
    print(python(database.url, "-m", "tests.benchmarks.searching", "--measure", database.name).output, end="", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="?", type=int, default=CLAIMS)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--measure", metavar="NAME")
    asked = parser.parse_args()
    if asked.fill or asked.measure:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        django.setup()
        if asked.fill:
            fill(asked.claims)
        else:
            measure(lambda line: print(f"search, {asked.measure}: {line}", flush=True))
        return
    server = {} if asked.sqlite else probe.postgresql()
    if "problem" in server:
        parser.error(server["problem"])
    with sqlite() if asked.sqlite else postgresql(server["url"]) as database:
        run(database, asked.claims)


if __name__ == "__main__":
    main()

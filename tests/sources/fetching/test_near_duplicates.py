"""The same text, nearly the same text, and another text."""

from __future__ import annotations

from random import Random

import pytest

from sources.fetching.near_duplicates import FEWEST_WORDS, NEARLY, bands, resemblance, shingles, text_digest

#: They are stored: another way to compute them would find none of the stored ones.
PINNED = [8349013858899948897, 2352512100673804984]


def text(seed: int, words: int = 400) -> list[str]:
    rolling = Random(seed)  # noqa: S311 - words, not secrets
    return [f"word{rolling.randrange(5_000)}" for _ in range(words)]


def test_the_digest_of_a_text_ignores_how_its_lines_end() -> None:
    assert text_digest("One  two\n\nthree ") == text_digest("One two three") != text_digest("one two three")
    assert text_digest(" \n") == ""


@pytest.mark.parametrize("seed", range(5))
def test_a_report_with_another_first_and_last_paragraph_is_nearly_the_same(seed: int) -> None:
    report = text(seed)
    copied = [*text(seed + 100, 30), *report[20:], *text(seed + 200, 20)]
    one, other = shingles(" ".join(report)), shingles(" ".join(copied).upper())

    assert resemblance(one, other) >= NEARLY
    assert set(bands(one)) & set(bands(other))


def test_another_text_resembles_nothing_and_shares_no_band() -> None:
    one, other = shingles(" ".join(text(1))), shingles(" ".join(text(2)))

    assert resemblance(one, other) == 0
    assert not set(bands(one)) & set(bands(other))


def test_a_short_text_resembles_nothing_not_even_itself() -> None:
    short = shingles(" ".join(text(1, FEWEST_WORDS - 1)))

    assert (short, bands(short), resemblance(short, short)) == (frozenset(), [], 0.0)


def test_bands_fit_a_signed_64_bit_column_and_never_change() -> None:
    found = bands(shingles(" ".join(f"word{number}" for number in range(60))))

    assert len(found) == 16
    assert all(-(2**63) <= band < 2**63 for band in found)
    assert found[:2] == PINNED

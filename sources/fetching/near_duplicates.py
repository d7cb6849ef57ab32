"""Which texts are the same or nearly the same: a digest, and a MinHash signature of five-word shingles. Pure.

Broder, "On the resemblance and containment of documents" (1997). Two texts of which half of the shingles are the same share a
band with a probability of 64%, of which eight tenths are the same, with 99.98% (``1 - (1 - s**4) ** 16``).
"""

from __future__ import annotations

import re
from hashlib import blake2b, sha256
from typing import Final

#: A text with fewer words has too few shingles to say anything.
FEWEST_WORDS: Final = 40
#: Which part of the shingles of either text must be the same (a guess: a wire report with another headline and last paragraph).
NEARLY: Final = 0.6
_WORDS_IN_SHINGLE: Final = 5
_BANDS, _ROWS = 16, 4
#: The most words of a text that are compared.
_MOST_WORDS: Final = 20_000
_WORD: Final = re.compile(r"\w+")


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text, whatever its spaces and line ends; empty for an empty text."""
    plain = " ".join(text.split())
    return sha256(plain.encode(errors="replace")).hexdigest() if plain else ""


def shingles(text: str) -> frozenset[int]:
    """Return the hashes of all runs of five words; empty for a short text."""
    words = _WORD.findall(text.casefold())[:_MOST_WORDS]
    if len(words) < FEWEST_WORDS:
        return frozenset()
    runs = (" ".join(words[start : start + _WORDS_IN_SHINGLE]) for start in range(len(words) - _WORDS_IN_SHINGLE + 1))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in runs)


def bands(found: frozenset[int]) -> list[int]:
    """Return the bands of a signature, as signed 64-bit numbers; texts that share one may be nearly the same."""
    if not found:
        return []
    # Multiplying by odd numbers permutes the hashes modulo 2**64.
    least = [min(each * factor & _WIDEST for each in found) for factor in _FACTORS]
    return [_banded(number, least[number * _ROWS : (number + 1) * _ROWS]) for number in range(_BANDS)]


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Return which part of all shingles both texts have, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _banded(number: int, rows: list[int]) -> int:
    content = number.to_bytes(2) + b"".join(row.to_bytes(8) for row in rows)
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


_WIDEST: Final = 2**64 - 1
_FACTORS: Final = tuple(
    int.from_bytes(blake2b(number.to_bytes(2), digest_size=8).digest()) | 1 for number in range(_BANDS * _ROWS)
)

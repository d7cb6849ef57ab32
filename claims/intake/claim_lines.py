"""Many claims as editors paste them: one a line, with its chain beside it, parted by a tab or ``|``.

A line without a text adds a further chain to the claim above it. A third column is the stance of the original source; it
supports the claim unless the column says otherwise::

    Shells were shipped to Russia. | Spokesman-Review < Bloomberg < Vedomosti
    | Yonhap < the ministry | denies

A line is read whole or not at all: what is not understood is a fault at its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from claims.intake.chains import Chain, Fault, read_chain
from claims.vocabulary import REPORTS, SUPPORTS, Stance

#: The most claims and chains of one text (a guess at what one person checks at once).
MOST_CLAIMS: Final = 50
MOST_CHAINS: Final = 150
#: The most characters of a claim, as in its form.
MOST_TEXT: Final = 5_000
_COLUMNS: Final = 3
#: The fewest letters of a stance that stand for the whole word: "den".
_FEWEST: Final = 3


class Misread(StrEnum):
    """Why a line is not understood, apart from its chain."""

    NO_CLAIM_ABOVE = "no_claim_above"
    SAME_CLAIM = "same_claim"
    SAME_CHAIN = "same_chain"
    COLUMNS = "columns"
    NO_CHAIN = "no_chain"
    STANCE = "stance"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY = "too_many"


class LineFault(NamedTuple):
    """What is wrong with a line: why, and the words or the other line that it concerns, or what is wrong with its chain."""

    line: int
    why: Misread | None = None
    words: str = ""
    chain: Fault | None = None


class ChainLine(NamedTuple):
    """A chain, the line on which it is, and the stance of its original source."""

    line: int
    chain: Chain
    stance: str


class ClaimLine(NamedTuple):
    """A claim, the line on which it begins, and its chains; without one it has no source yet."""

    line: int
    text: str
    chains: tuple[ChainLine, ...] = ()


class Pasted(NamedTuple):
    """What a text says, and its faults."""

    claims: tuple[ClaimLine, ...]
    faults: tuple[LineFault, ...]


def read_claims(text: str, stances: Mapping[str, str] | None = None) -> Pasted:
    """Return the claims in a text. ``stances`` are further words for a stance, such as those of another language."""
    reading = _Reading({**{word.replace("_", " "): word for word in Stance.words()}, **(stances or {})})
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line.strip(" \t|"):
            reading.read(number, line)
    return Pasted(tuple(reading.claims), tuple(reading.faults))


class _Reading:
    """The text being read."""

    def __init__(self, stances: Mapping[str, str]) -> None:
        # Who only passes something on says nothing of its own, so nobody can be the original source in this way.
        self.stances = {word.casefold(): stance for word, stance in stances.items() if stance != REPORTS}
        self.claims: list[ClaimLine] = []
        self.faults: list[LineFault] = []
        self.lines: dict[str, int] = {}  # where each text was first

    def read(self, number: int, line: str) -> None:
        self.faults.extend(self._faults(number, columns(line)))

    def _faults(self, number: int, parts: list[str]) -> Iterator[LineFault]:
        """Read a line, and yield what is wrong with it."""
        if len(parts) > _COLUMNS:
            yield LineFault(number, Misread.COLUMNS, parts[_COLUMNS])
            return
        text, chain, stance = [*parts, "", ""][:_COLUMNS]
        if text and (fault := self._claim(number, text)):
            yield fault
            return
        if not self.claims:
            yield LineFault(number, Misread.NO_CLAIM_ABOVE)
        elif chain:
            yield from self._chain(number, chain, stance)
        elif stance:
            yield LineFault(number, Misread.NO_CHAIN, stance)

    def _claim(self, number: int, text: str) -> LineFault | None:
        """Begin another claim. What is wrong with it does not keep the chains below from being read."""
        first = self.lines.setdefault(" ".join(text.casefold().split()), number)
        self.claims.append(ClaimLine(number, text))
        if first != number:
            return LineFault(number, Misread.SAME_CLAIM, str(first))
        if len(text) > MOST_TEXT:
            return LineFault(number, Misread.TEXT_TOO_LONG, str(MOST_TEXT))
        if len(self.claims) > MOST_CLAIMS:
            return LineFault(number, Misread.TOO_MANY, str(MOST_CLAIMS))
        return None

    def _chain(self, number: int, text: str, typed: str) -> Iterator[LineFault]:
        chain, stance = read_chain(text), self._stance(typed)
        if chain.fault is not None:
            yield LineFault(number, chain=chain.fault)
        if not stance:
            yield LineFault(number, Misread.STANCE, typed)
        if chain.fault is not None or not stance:
            return
        claim = self.claims[-1]
        if any((each.chain.hands, each.stance) == (chain.hands, stance) for each in claim.chains):
            yield LineFault(number, Misread.SAME_CHAIN)
        elif sum(len(each.chains) for each in self.claims) >= MOST_CHAINS:
            yield LineFault(number, Misread.TOO_MANY, str(MOST_CHAINS))
        else:
            self.claims[-1] = claim._replace(chains=(*claim.chains, ChainLine(number, chain, stance)))

    def _stance(self, typed: str) -> str:
        """Return the stance that a word means, or that it begins; empty if it is none, or several."""
        word = " ".join(typed.casefold().replace("_", " ").split())
        if not word:
            return SUPPORTS
        if word in self.stances:
            return self.stances[word]
        meant = {stance for each, stance in self.stances.items() if len(word) >= _FEWEST and each.startswith(word)}
        return meant.pop() if len(meant) == 1 else ""


def columns(line: str) -> list[str]:
    """Return the columns of a line, without the empty ones at its end: a spreadsheet parts them by tabs."""
    found = [part.strip() for part in line.split("\t" if "\t" in line else "|")]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return found

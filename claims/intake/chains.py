"""Chains as editors write them: ``Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat``, nearest to us first.

Any text can be read, and what is written back reads as the same chain. Double quotes of any kind keep a name together:
``"Via Rail" < Reuters``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

#: Hands that one chain may pass through. The longest that the sample case knows has four (a guess that leaves room).
MAX_HANDS: Final = 12
#: Characters of a chain: some times what twelve long names take.
MAX_TEXT: Final = 4_000

_QUOTED: Final = r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»'
_QUOTES: Final = '"“”„«»'
_ARROW: Final = r"<[-=–—]*|[←⟵⇐⟸]"
_WORD: Final = r"(?<![\w'’-])(?:via|citing|quoting)(?![\w'’-])"
#: A quoted text, or a character outside of one.
_PAIRED: Final = re.compile(f"{_QUOTED}|.", re.DOTALL)
_TOKEN: Final = re.compile(f"(?P<quoted>{_QUOTED})|(?P<parts>{_ARROW}|{_WORD}|\n)|.", re.DOTALL | re.IGNORECASE)
_WHOLE: Final = re.compile(_QUOTED)
_ANY_QUOTE: Final = re.compile(f"[{_QUOTES}]")
_EDGES: Final = " ,;:"
_UNNAMED: Final = re.compile(
    r"(?:(?:an?|the|one|two|three|several|some|other)\s+)?(?:unnamed|unidentified|anonymous|undisclosed|nameless)\b"
    r"|.*\b(?:did not identify|who (?:asked|declined) (?:not )?to be (?:named|identified)|not named)\b"
    r"|(?:неназванн|анонимн)",
    re.IGNORECASE,
)


class Chain(NamedTuple):
    """The hands of a chain, nearest to us first, and how many more the text names than may be read."""

    hands: tuple[str, ...]
    left_out: int = 0


def read_chain(text: str) -> Chain:
    """Return the chain that a text writes; any text is one, if only of one hand or of none."""
    hands: list[str] = []
    part: list[str] = []
    for token in _TOKEN.finditer(_tidied(text[:MAX_TEXT])):
        if token["parts"] is None:
            part.append(token[0])
            continue
        hands.append(_name("".join(part)))
        part = []
    hands.append(_name("".join(part)))
    named = [hand for hand in hands if hand]
    return Chain(tuple(named[:MAX_HANDS]), max(len(named) - MAX_HANDS, 0))


def write_chain(hands: Iterable[str]) -> str:
    """Return the text that reads as these hands, names quoted where they would read as something else."""
    return " < ".join(hand if read_chain(hand).hands == (hand,) else f'"{hand}"' for hand in hands)


def is_unnamed(name: str) -> bool:
    """Tell whether a text stands for somebody whose name was withheld: "an unnamed diplomat"."""
    return _UNNAMED.match(name) is not None


def _tidied(text: str) -> str:
    """Return a text without control characters, and without a quotation mark that has no partner."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(" " if letter.isspace() and letter != "\n" else letter for letter in text if _is_told(letter))
    return "".join(" " if found[0] in _QUOTES else found[0] for found in _PAIRED.finditer(kept))


def _is_told(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _name(part: str) -> str:
    """Return the name in a part of a chain; quotes go where they hold all of it, or where it would read as several without."""
    name = " ".join(part.split()).strip(_EDGES)
    if not _WHOLE.fullmatch(name) and not any(token["parts"] for token in _TOKEN.finditer(name)):
        return name
    return " ".join(_ANY_QUOTE.sub(" ", name).split()).strip(_EDGES)

"""The cue words and patterns of a language, from its data file. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from claims.intake.extraction.basic.literals import literals_of

FOLDER: Final = Path(__file__).resolve().parent.parent / "lexicons"
_NAME: Final = re.compile(r"\{([a-z_]+)\}")
#: What may be before a clause.
_CLAUSE: Final = '"“„«.,!?…;:-–—'
LANGUAGES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


class Cue(NamedTuple):
    """A pattern of words that attribute. ``takes`` says where their content is; the data files list its values."""

    stance: str
    takes: str
    pattern: re.Pattern[str]
    literals: tuple[str, ...]  # one of them is in every match, in lower case; none: that is not known


class Match(NamedTuple):
    """A cue at its place in the text."""

    start: int
    end: int
    cue: Cue


class Lexicon(NamedTuple):
    """The cues of a language, and its other patterns by name."""

    cues: tuple[Cue, ...]
    patterns: dict[str, re.Pattern[str]]

    def find(self, text: str, start: int, end: int, quoted: Sequence[tuple[int, int]] = ()) -> Iterator[Match]:
        """Yield the cues in a part of the text that do not overlap: of several, the first, and the longest at one place.

        A cue that is a reaction counts in ``quoted`` parts only.
        """
        letters = text[start:end].lower()
        found = [
            Match(*each.span(), cue)
            for cue in self.cues
            if (quoted or cue.takes != "reaction") and (not cue.literals or any(map(letters.__contains__, cue.literals)))
            for each in cue.pattern.finditer(text, start, end)
            if cue.takes != "reaction" or _begins(text, each.start(), quoted)
        ]
        last = start
        for match in sorted(found, key=lambda each: (each.start, -each.end, each.cue.takes != "reaction")):
            if match.start >= last:
                last = match.end
                if match.cue.takes != "skip":
                    yield match


def _begins(text: str, at: int, quoted: Sequence[tuple[int, int]]) -> bool:
    """Report whether a clause begins at a place within the quoted parts."""
    first = next((start for start, end in quoted if start <= at < end), None)
    return first is not None and (text[first:at].rstrip()[-1:] or ",") in _CLAUSE


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of one of ``LANGUAGES``."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    words = data["words"] | data["names"] | dict(_neighbours(data["before"]))
    cues = tuple(_cue(each, words) for each in data["cues"])
    named = {**data["marks"], **data["hedges"], **data["reasons"], **data["names"]}
    raw = {name: re.compile(_filled(pattern, words), re.IGNORECASE) for name, pattern in data["raw"].items()}
    return Lexicon(cues, {name: _words(_filled(pattern, words)) for name, pattern in named.items()} | raw)


def _cue(data: Mapping[str, str], words: Mapping[str, str]) -> Cue:
    """Return a cue; a word after a hyphen is none: "the self-confessed thief"."""
    pattern = rf"(?<![\w-])(?:{_filled(data['pattern'], words)})(?!\w)"
    return Cue(data.get("stance", ""), data["takes"], re.compile(pattern, re.IGNORECASE), literals_of(pattern))


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    """Return the pattern with each ``{name}`` replaced, in the words too; numbers in braces stay: they count repetitions."""
    while (filled := _NAME.sub(lambda name: f"(?:{words[name[1]]})", pattern)) != pattern:
        pattern = filled
    return pattern


def _neighbours(before: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield patterns of a word before: ``re`` looks back by a fixed width only, so each word has its own."""
    for name, words in before.items():
        yield f"after_{name}", "|".join(rf"(?<=\b{word} )" for word in words.split("|"))
        yield f"not_after_{name}", "".join(rf"(?<!\b{word} )" for word in words.split("|"))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if pattern else r"(?!)", re.IGNORECASE)

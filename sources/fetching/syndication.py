"""Credit lines that say that a page is another publisher's report: "(Reuters) –", "By Bloomberg News". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

#: Credits are at either end of a report.
_ENDS: Final = 600
#: Agencies by the spellings in credit lines; their key is the name by which a recorded source is looked up.
AGENCIES: Final = {
    "Reuters": ("Reuters", "Рейтер", "Рейтерс"),
    "Associated Press": ("Associated Press", "The Associated Press", "AP"),
    "Agence France-Presse": ("Agence France-Presse", "AFP", "АФП"),
    "Bloomberg": ("Bloomberg News", "Bloomberg"),
    "dpa": ("dpa", "Deutsche Presse-Agentur"),
    "EFE": ("EFE",),
    "ANSA": ("ANSA",),
    "Xinhua": ("Xinhua", "Синьхуа"),
    "Kyodo News": ("Kyodo News", "Kyodo"),
    "PA Media": ("PA Media", "Press Association"),
    "UPI": ("UPI", "United Press International"),
    "TASS": ("TASS", "ТАСС"),
    "Interfax": ("Interfax", "Интерфакс"),
    "Interfax-Ukraine": ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна"),
    "RIA Novosti": ("RIA Novosti", "РИА Новости"),
    "Ukrinform": ("Ukrinform", "Укринформ", "Укрінформ"),
    "UNIAN": ("UNIAN", "УНИАН", "УНІАН"),
    "Anadolu": ("Anadolu Agency", "Anadolu", "AA"),
}
#: Abbreviations that are also words: only in upper or lower case as given, and never alone after "by".
_NAMES: Final = {spelling: agency for agency, spellings in AGENCIES.items() for spelling in spellings}
_NAME: Final = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_DASH: Final = "[-\u2010-\u2015]"
_PATTERNS: Final = (
    # LONDON, June 10 (Reuters) -
    re.compile(rf"\((?P<name>{_NAME})\)[ ]?{_DASH}"),
    # МОСКВА, 10 июня /ТАСС/.
    re.compile(rf"/(?P<name>{_NAME})/\."),
    # a line that begins: By Bloomberg News
    re.compile(rf"^(?:By|by|BY|От) (?:the )?(?P<name>{_NAME})\b(?! [a-z])", re.MULTILINE),
    # a line that begins with the word for source
    re.compile(rf"^(?:Source|Sources|Источник|Джерело|Quelle|Fuente)[ ]?: ?(?P<name>{_NAME})\b", re.MULTILINE),
    # a copyright notice
    re.compile(rf"(?:©|\([cC]\)|Copyright) ?(?:\d{{4}}[ ,])? ?(?P<name>{_NAME})\b"),
    # "This story was originally published by Reuters"
    re.compile(rf"(?:originally (?:published|appeared)|first published) (?:by|on|in|at) (?P<name>{_NAME})\b"),
)
_AUTHOR: Final = re.compile(rf"(?:^|[,;/|] ?|\bof |\bfor |\(|: )(?P<name>{_NAME})(?:$|[,;/|)])")


class Credit(NamedTuple):
    """A credit line: the agency that it names, and its words."""

    agency: str
    words: str


def credits_in(text: str, author: str = "") -> list[Credit]:
    """Return the agencies that a text credits at its beginning or end, or as its author; each once, with the words."""
    found: dict[str, Credit] = {}
    for words, name in (*_in_author(author), *_in_text(text)):
        agency = _NAMES[name]
        found.setdefault(agency, Credit(agency, words))
    return list(found.values())


def elsewhere(url: str, canonical_url: str) -> bool:
    """Return whether a page says that its own URL is on another site."""
    here, there = _site(url), _site(canonical_url)
    return bool(here and there) and here != there and not here.endswith(f".{there}") and not there.endswith(f".{here}")


def _in_author(author: str) -> Iterator[tuple[str, str]]:
    for match in _AUTHOR.finditer(author[:300]):
        yield f"By {author[:300]}", match["name"]


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    ends = (text,) if len(text) <= 2 * _ENDS else (text[:_ENDS], text[-_ENDS:])
    for end in ends:
        for pattern in _PATTERNS:
            for match in pattern.finditer(end):
                yield _line_with(end, match.start(), match.end()), match["name"]


def _line_with(text: str, start: int, end: int) -> str:
    """Return the line around a match, at most some words of it."""
    first = max(text.rfind("\n", 0, start) + 1, start - 60)
    last = text.find("\n", end)
    return text[first : min(last if last >= 0 else len(text), end + 20)].strip()


def _site(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")

"""Text in the place of a name: sources that are described and not named, and several sources at once.

These are proposals from English words, which an editor sees before anything is recorded: the words alone are never certain. A
name in quotation marks is a name, whatever its words.
"""

from __future__ import annotations

import re
from typing import Final

_COUNTED: Final = "two|three|four|five|six|seven|eight|nine|ten|several|some|many|multiple|various|both|other"
_MANY: Final = re.compile(
    rf"(?:the )?(?:(?:{_COUNTED}|others|[2-9]|\d\d+|(?:dozens|scores|hundreds|thousands) of"
    r"|a (?:few|dozen|couple of|number of|group of|handful of|pair of))(?![\w'’-]))",
    re.IGNORECASE,
)
_INDEFINITE: Final = re.compile(
    rf"(?:an?|one|another|{_COUNTED}|(?:dozens|scores|hundreds|thousands) of)(?![\w'’-])", re.IGNORECASE
)
_ONE_OF: Final = re.compile(r"^one of (?:the )?", re.IGNORECASE)
_SINGULAR: Final = re.compile(r"(?:an?|one|another)(?![\w'’-])", re.IGNORECASE)

_UNNAMED: Final = re.compile(
    rf"(?:(?:an?|the|one|{_COUNTED}) )?(?:unnamed|unidentified|anonymous|undisclosed|nameless)\b|неназван|аноним|анонім",
    re.IGNORECASE,
)
#: What articles say of a source whose name was withheld, anywhere in the text.
_WITHHELD: Final = re.compile(
    r"\b(?:did(?: not|n['’]t) (?:identify|name)|not named|name (?:was |is )?withheld|remain anonymous"
    r"|(?:speaking|spoke) anonymously|(?:not to be|to not be|be|being) (?:named|identified|quoted by name)"
    r"|not authori[sz]ed to (?:speak|talk|comment|discuss)"
    r"|(?:condition of|request\w{0,3}|grant\w{0,3}|ask\w{0,3} for|promised) anonymity"
    r"|familiar with|briefed (?:on|about)|with (?:direct |first-?hand )?knowledge of)\b",
    re.IGNORECASE,
)
#: Nouns for people whom articles leave unnamed. Offices are missing: there is one governor, whose name is known.
_PEOPLE: Final = re.compile(
    "(?:official|source|diplomat|aide|insider|witness|eyewitness|trader|resident|advis[eo]r|analyst|expert|person|executive)"
    "(?:s|es)?|people|others|someone|somebody|employees|soldiers|officers|lawmakers|researchers|bankers|investigators|"
    "prosecutors|workers",
    re.IGNORECASE,
)
#: Texts, which have no name, and people who speak for a body.
_NOT_PEOPLE: Final = re.compile(r"spokes\w+|statement|report|document|study|release|article|memo|letter|post|tweet|dataset")
#: Where a description continues after the noun. In lower case: names continue in capitals.
_ASIDE: Final = re.compile(
    r"[,;(]| (?:who|whom|whose|which|that|it|not|in|at|of|from|with|without|on|near|close|familiar|briefed|involved|speaking|"
    r"requesting|asking|for|to|inside|within|under|because|by|was|were|told)(?![\w'’-])"
)

_RELATIVE: Final = re.compile(
    r",? (?:who|whom|whose|which|that|speaking|requesting|asking|on condition|it did|because|not authori[sz]ed)\b.*", re.DOTALL
)
_JOINED: Final = re.compile(
    r"(?<![\w'’-])(?:and|as well as|along with|together with)(?![\w'’-])|[;|]| [&/+–—-] "
    r"|,(?! (?:Inc|Ltd|LLC|LLP|PLC|Corp|Co|Jr|Sr)\b)",
    re.IGNORECASE,
)


def is_unnamed(text: str) -> bool:
    """Return whether a text describes somebody whose name was withheld: "an unnamed diplomat", "two officials"."""
    if _UNNAMED.match(text):
        return True
    what, head = _what(text), _head(text)
    # At the start of a sentence "Officials" is capitalized; "People" alone is a magazine, and "Diplomat" may be one.
    opens = what == head and (what != text or (_plural(what) and what != "People"))
    is_person = _PEOPLE.fullmatch(what) is not None and (what.islower() or opens)
    if what.islower() and not _NOT_PEOPLE.fullmatch(what):
        return bool(is_person or _WITHHELD.search(text) or (what != head and _INDEFINITE.match(text)))
    return is_person


def is_plural(text: str) -> bool:
    """Return whether an unnamed source is more than one person: "two people familiar with the matter"."""
    if _MANY.match(text):
        return True
    return _SINGULAR.match(text) is None and _plural(_what(text))


def may_be_several(text: str) -> bool:
    """Return whether a text may name several sources: "AP and Reuters". It may be one: "Ministry of Food and Rural Affairs"."""
    return _JOINED.search(without_clause(text)) is not None


def without_clause(text: str) -> str:
    """Return a description without its clauses: "an oil trader" for "an oil trader who asked not to be named"."""
    return _RELATIVE.sub("", text)


def _head(text: str) -> str:
    """Return what a source is, without what is said about it: "two senior officials" for "two senior officials in Seoul"."""
    return _ASIDE.split(_ONE_OF.sub("", text), maxsplit=1)[0].strip()


def _what(text: str) -> str:
    """Return the noun of a description."""
    return _head(text).rpartition(" ")[2]


def _plural(noun: str) -> bool:
    lower = noun.lower()
    return lower in ("people", "others", "staff", "personnel") or (
        lower.endswith("s") and not lower.endswith(("ss", "us", "is"))
    )

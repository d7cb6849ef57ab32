"""Names of outlets as news writes them, after a word for what they are: “the daily Vedomosti”, «газета «Труд»»."""

from __future__ import annotations

import re
from typing import Final

_ENGLISH: Final = (
    r"(?:[\w'’-]+ ){0,3}?(?:newspaper|paper|daily|weekly|agency|website|site|portal|channel|broadcaster|station|radio|magazine"
    r"|outlet|tabloid|podcast)"
)
#: Russian and Ukrainian, in any case; after another word, only what is no genitive: a reader of a newspaper is not it.
_ALONE: Final = (
    r"(?:газет|(?:информ|інформ)?агент?ств|издани|видан|(?:теле|радио|радіо)?канал|(?:телеграм|telegram)-канал|портал|сайт|журнал"
    r"|еженедельник|тижневик|(?:радио|радіо)станц|радио|радіо)"
    r"(?:[аеоуыіяю]|[иії][яюїеє]?|[ое]м|[ое]й|ою|ем|ием|ией|ією|ня|ню|ні|ням)?"
)
_NOMINATIVE: Final = (
    r"(?:[\w-]+ ){1,2}(?:газета|(?:информ|інформ)?агент?ство|издание|(?:теле|радио|радіо)?канал|(?:телеграм|telegram)-канал"
    r"|портал|сайт|журнал|еженедельник|тижневик|(?:радио|радіо)станц[ия]я|радио|радіо)"
)
_QUOTED: Final = r"[«„“\"](?P<quoted>[^«»„“”\"]+)[»“”\"]"
_PLAIN: Final = r"(?P<plain>[A-ZА-ЯЁІЇЄҐ][\w'’.-]*(?: [A-ZА-ЯЁІЇЄҐ0-9][\w'’.-]*){0,3})"
_CALLED: Final = re.compile(rf"(?:{_ENGLISH}|(?i:{_ALONE}|{_NOMINATIVE})) (?:{_QUOTED}|{_PLAIN})")
#: Before the noun: somebody of the outlet, or whom it knows, and not the outlet.
_SOMEBODY_OF: Final = re.compile(r"(?i)\b(?:of|from|at|for|to|in|by|with)\b")


def name_alone(text: str) -> str:
    """Return the name of an outlet without the words for what it is; empty if no such words stand before it."""
    found = _CALLED.fullmatch(text.strip())
    if found is None:
        return ""
    name = found["quoted"] or found["plain"]
    return "" if _SOMEBODY_OF.search(text.strip().removesuffix(name)) else name

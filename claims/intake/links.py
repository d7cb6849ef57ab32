"""The links between names in a typed chain: signs in any language, English words, and quotation marks, which protect names.

``A < B`` and ``A citing B``: A passes on what B said, and is nearer to us. ``A > B`` and ``A told B``: B passes on what A said.
"A via B" has both directions: "KCNA via Reuters" under a photograph, "a paper, via an agency" on a page.

Every repetition has a bound, and whitespace is collapsed first: reading a text takes linear time.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple


class Way(StrEnum):
    """Which of the two hands next to a link is nearer to us."""

    LEFT = "left"
    RIGHT = "right"
    EITHER = "either"


class Link(NamedTuple):
    """A link as written, and where it starts and ends in the text."""

    words: str
    way: Way
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.words[-1:].isalpha()

    @property
    def may_lead(self) -> bool:
        """Whether a text may start with it: "According to the governor"."""
        return self.words.lower().endswith(("via", "through", "according to", "per", " by", " in"))

    @property
    def ends_speech(self) -> bool:
        """Whether the name before it is who said it: "the governor said, according to Northline Wire"."""
        return self.words.startswith(("said", "says", "say"))

    @property
    def leads_to_speaker(self) -> bool:
        """Whether the name after it, at the start of a text, is who said it and not who carried it."""
        return self.words.lower().endswith(("according to", "per", "told by"))


#: Single quotes are apostrophes too: they quote only where they enclose text that no other word touches.
QUOTED: Final = r'"[^"]*"|“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»' + r"|(?<!\w)['‘](?=\S)[^'‘’<>\n]{1,300}(?<=\S)['’](?!\w)"
WHOLE: Final = re.compile(QUOTED)
_LONE_QUOTE: Final = '["“”„«»]'

_LEFT_ARROWS: Final = "←⟵⇐⟸⇦⬅◀◄"
_RIGHT_ARROWS: Final = "→⟶⇒⟹⇨➔➜➝➞➡▶►"
_LEFT_SIGN: Final = rf"<+[-=–—]{{0,5}}|&lt;|[{_LEFT_ARROWS}＜]\ufe0f?|(?<!\S)[«‹](?!\S)"
_RIGHT_SIGN: Final = rf"[-=–—]{{0,5}}>+|&gt;|[{_RIGHT_ARROWS}＞]\ufe0f?|(?<!\S)[»›](?!\S)"
#: Arrows that point both ways, up or down.
_ODD_SIGN: Final = rf"<[-=–—]{{0,5}}>|(?![{_LEFT_ARROWS}{_RIGHT_ARROWS}])[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11]"
#: Arrows are not mirrored in right-to-left text, where < and > are: they would point at the wrong name.
UNMIRRORED: Final = re.compile(f"[{_LEFT_ARROWS}{_RIGHT_ARROWS}]")

#: Words before a link that belong to it: "Bloomberg, *which said,* citing …". In lower case only: Said is a name too.
_BEFORE: Final = (
    "(?:(?-i:which|who|that|and|has|have|had|also|later|in turn|said|says|say|reported|reports|wrote|writes),? ){0,4}"
)
_LEFT_WORDS: Final = "citing|cites|cited|quoting|quotes|quoted|carries|carrying|(?:was|were|been) told by"
_RIGHT_WORDS: Final = (
    "(?:as |is |was |were )?(?:reported|quoted|cited|carried|relayed) (?:by|in)"
    r"|(?:as )?told(?: to)?(?! (?:of|about|that|by)\b)"
    r"|(?:said|says) to(?! be\b)"
)
_EITHER_WORDS: Final = (
    "via|through|according to|(?:as )?per|(?:as )?told by|(?:speaking|spoke|talking|talked) to|in an interview with"
)


def _words(words: str) -> str:
    return rf"(?<![\w'’-]){_BEFORE}(?:{words})(?![\w'’-])"


#: "Quoted by" is tried before "quoted". A line end next to another link is not a link: pasted text is wrapped.
TOKEN: Final = re.compile(
    rf"(?P<quoted>{QUOTED})|(?P<odd>{_ODD_SIGN})"
    rf"|\n?(?P<right>{_RIGHT_SIGN}|{_words(_RIGHT_WORDS)})\n?|\n?(?P<left>{_LEFT_SIGN}|{_words(_LEFT_WORDS)})\n?"
    rf"|\n?(?P<either>{_words(_EITHER_WORDS)})\n?|(?P<line>\n)|(?P<lone>{_LONE_QUOTE})|.",
    re.DOTALL | re.IGNORECASE,
)

#: Labels that people write before a chain, and before each of its lines.
LABEL: Final = re.compile(r"(?:sources?|chain|attribution|credit|origin|from|via|by|according to) ?: ?", re.IGNORECASE)
BULLET: Final = re.compile(r"^(?:\d{1,2}[.)]|[-–—•*·]) ", re.MULTILINE)


def link_of(token: re.Match[str]) -> Link | None:
    """Return the link that a token of a text is; None if it is part of a name."""
    if token["line"]:
        return Link("\n", Way.LEFT, *token.span())
    for way in Way:
        if words := token[way.value]:
            return Link(words, way, *token.span())
    return None

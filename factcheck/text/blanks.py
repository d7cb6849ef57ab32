"""Texts with only invisible characters, which count as empty wherever a text is required. Pure."""

from __future__ import annotations

import re
from typing import Final

#: White space, control characters, the Braille blank, and Unicode's Default_Ignorable_Code_Point (zero-width ones, fillers,
#: variation selectors, direction marks), as a character class of regular expressions in Python and JSON Schema.
BLANK: Final = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
)
#: Characters that not every regular expression dialect supports: shorthand and musical controls, tags, more selectors.
_BLANK_BEYOND: Final = r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
#: Matches a text with a visible character, as far as JSON Schema can express it.
SAYS_SOMETHING: Final = f"[^{BLANK}]"

_ALL_BLANK: Final = re.compile(f"[{BLANK}{_BLANK_BEYOND}]*")
_BEYOND: Final = re.compile(f"[{_BLANK_BEYOND}]")


def is_blank(text: str) -> bool:
    """Return whether a text has no visible character."""
    return _ALL_BLANK.fullmatch(text) is not None


def may_be_blank(text: str) -> bool:
    """Return whether ``SAYS_SOMETHING`` may have matched a blank outside the basic plane."""
    return not text.isascii() and _BEYOND.search(text) is not None

"""Text from outside, as it may be stored: normalised, without what is invisible or shows other text than there is. Pure."""

from __future__ import annotations

import re
from typing import Final

from factcheck.text.texts import in_form

#: Control characters besides tab and newline (PostgreSQL refuses NUL), lone surrogates, noncharacters.
_UNSEEN: Final = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
#: Directional overrides, which show other text than there is; U+202C ends them.
_OVERRIDES: Final = re.compile("[\u202d\u202e]")
_DROPPED: Final = re.compile(f"[{_UNSEEN}]")
_DROPPED_WITH_OVERRIDES: Final = re.compile(rf"[{_UNSEEN}\u202c-\u202e]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r" ?\n ?")
_GAPS: Final = re.compile(r"\n{3,}")


def clean(text: str, most: int) -> str:
    """Return at most ``most`` characters of a text, normalised, with single spaces and no more than one empty line."""
    # Cut before and after: normalising costs time, and may lengthen the text.
    kept = text[: 2 * most]
    kept = (_DROPPED_WITH_OVERRIDES if _OVERRIDES.search(kept) else _DROPPED).sub("", kept)
    kept = _GAPS.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", in_form(kept))))
    return in_form(kept.strip()[:most]).strip()


def clean_line(text: str, most: int) -> str:
    """Return a text on one line."""
    return " ".join(clean(text, 2 * most).split())[:most].strip()

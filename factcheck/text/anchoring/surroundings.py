"""How well what is around a passage fits what was around the quote."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import LCSseq

from factcheck.text.anchoring.anchors import Anchor, Effort
from factcheck.text.anchoring.words import words

#: Half of the surroundings: the paragraph before a quote may be replaced, if the one after it is the same (a guess).
FITS: Final = 0.5
#: Two passages whose fits differ by less than this fit equally well (a guess).
MARGIN: Final = 0.2
#: Words that may have been inserted within the surroundings.
_SLACK: Final = 2
#: Words next to a passage that must be equal where there is, or was, another passage like it.
_NEAREST: Final = 2


def fit(text: str, start: int, end: int, anchor: Anchor, effort: Effort) -> float | None:
    """Return from 0 to 1 how well the surroundings of ``text[start:end]`` fit, or None if none are recorded.

    Raises: StoppedError.
    """
    before, after = anchor.prefix, anchor.suffix
    room = 2 * max(len(before), len(after)) + 64
    sides = (
        _alike(before, text[max(0, start - room) : start], effort, ahead=True),
        _alike(after, text[end : end + room], effort, ahead=False),
    )
    known = [side for side in sides if side is not None]
    return sum(known) / len(known) if known else None


def _alike(recorded: str, found: str, effort: Effort, *, ahead: bool) -> float | None:
    """Return the share of the recorded words that are in the text next to the passage, in the same order."""
    expected = words(recorded, effort).folded
    if len(expected) > 1:  # the outermost word may be cut
        expected = expected[1:] if ahead else expected[:-1]
    if not expected:
        return None
    near = words(found, effort).folded
    most = len(expected) + _SLACK
    near = near[-most:] if ahead else near[:most]
    effort.spend(len(expected))
    return LCSseq.similarity(expected, near) / len(expected)


def fits_closely(text: str, start: int, end: int, anchor: Anchor, effort: Effort) -> bool:
    """Return whether the words next to ``text[start:end]`` are those next to the quote, as far as these are recorded.

    Raises: StoppedError.
    """
    room = max(len(anchor.prefix), len(anchor.suffix)) + 64
    ahead = words(anchor.prefix, effort).folded[-_NEAREST:], words(text[max(0, start - room) : start], effort).folded
    behind = words(anchor.suffix, effort).folded[:_NEAREST], words(text[end : end + room], effort).folded
    return _ends_with(*ahead) and _starts_with(*behind)


def _ends_with(recorded: list[str], there: list[str]) -> bool:
    """Return whether the last words are the recorded ones, of which the first may be cut."""
    near = there[-len(recorded) :] if recorded else []
    return near[1:] == recorded[1:] and all(map(str.endswith, near[:1], recorded[:1])) and len(near) == len(recorded)


def _starts_with(recorded: list[str], there: list[str]) -> bool:
    """Return whether the first words are the recorded ones, of which the last may be cut."""
    near = there[: len(recorded)]
    return near[:-1] == recorded[:-1] and all(map(str.startswith, near[-1:], recorded[-1:])) and len(near) == len(recorded)

"""The private notes on a claim. Whoever asks for them has to know that the reader may see them."""

from __future__ import annotations

from typing import Final

from claims.models import Claim, PrivateNote

#: What has more digits is no id of any row, and too much for some databases.
_LONGEST_ID: Final = 18


def notes_on(claim: Claim) -> list[PrivateNote]:
    """Return the notes on a claim, newest first, those struck out included: of those the text is gone."""
    return list(PrivateNote.objects.filter(claim=claim).order_by("-id"))


def note_on(claim: Claim, number: str) -> PrivateNote | None:
    """Return the note on a claim that an address names."""
    return PrivateNote.objects.filter(claim=claim, pk=int(number)).first() if _is_id(number) else None


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID

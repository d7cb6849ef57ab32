"""The private notes on a claim. Whoever asks for them has to know that the reader may see them."""

from __future__ import annotations

from typing import Final

from claims.models import Claim, PrivateNote

#: What has more digits is no id of any row, and too much for some databases.
_LONGEST_ID: Final = 18
#: No claim has so many notes; a database counts no further than it can.
_MOST: Final = 2**31


def notes_on(claim: Claim) -> list[PrivateNote]:
    """Return the notes on a claim, newest first, those struck out included: of those the text is gone."""
    return list(PrivateNote.objects.filter(claim=claim).order_by("-id"))


def note_on(claim: Claim, number: str) -> PrivateNote | None:
    """Return the note on a claim that an address names."""
    return PrivateNote.objects.filter(claim=claim, pk=int(number)).first() if _is_id(number) else None


def number_of(note: PrivateNote) -> int:
    """Return the place of a note among all on its claim, the first being 1: none is ever deleted alone, so it stays."""
    return PrivateNote.objects.filter(claim=note.claim_id, pk__lte=note.pk).count()


def note_numbered(claim: int, number: int) -> PrivateNote | None:
    """Return the note on a claim with a number, struck out or not."""
    if not 0 < number < _MOST:
        return None
    return PrivateNote.objects.filter(claim=claim).order_by("id")[number - 1 : number].first()


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID

"""The private notes on a claim. The caller must check that the reader may see them."""

from __future__ import annotations

from typing import Final

from claims.models import Claim, PrivateNote

#: More digits are no id of any row, and too many for some databases.
_LONGEST_ID: Final = 18
#: The highest note number accepted; no claim has that many, and databases have a limit.
_MOST: Final = 2**31


def notes_on(claim: Claim) -> list[PrivateNote]:
    """Return the notes on a claim, newest first, including struck out ones, whose text is erased."""
    return list(PrivateNote.objects.filter(claim=claim).order_by("-id"))


def note_on(claim: Claim, number: str) -> PrivateNote | None:
    """Return the note on a claim that a URL names."""
    return PrivateNote.objects.filter(claim=claim, pk=int(number)).first() if _is_id(number) else None


def number_of(note: PrivateNote) -> int:
    """Return the position of a note among all on its claim, from 1: single notes are never deleted, so it is stable."""
    return PrivateNote.objects.filter(claim=note.claim_id, pk__lte=note.pk).count()


def note_numbered(claim: int, number: int) -> PrivateNote | None:
    """Return the note on a claim with a number, struck out or not."""
    if not 0 < number < _MOST:
        return None
    return PrivateNote.objects.filter(claim=claim).order_by("id")[number - 1 : number].first()


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdecimal() and len(number) <= _LONGEST_ID

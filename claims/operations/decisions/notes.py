"""Private notes among senior editors. They are not part of a claim's record: writing one leaves no revision and no log."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from claims.models import Claim, PrivateNote
from claims.operations.writing import OperationError, lock
from factcheck.text.blanks import is_blank

#: A note is not a file; longer text belongs in a document (a guess).
LONGEST: Final = 5_000


@sensitive_variables("text", "said")
def add_note(claim_id: int, text: str, *, at: datetime, actor: str, person: int | None = None) -> PrivateNote:
    """Keep a note on a claim; ``person`` is the account of the ``actor``.

    Raises: OperationError for an empty or overlong note, which its message does not quote, or if the claim was deleted.
    """
    said = text.strip()
    if is_blank(said) or len(said) > LONGEST:
        raise OperationError(f"Write a note of 1 to {LONGEST:,} characters.")
    with transaction.atomic():
        lock([claim_id])  # or the note might outlive its claim if somebody deletes it at this moment
        if not Claim.objects.filter(pk=claim_id, removed_at=None).exists():
            raise OperationError("This claim was deleted and takes no notes.")
        return PrivateNote.objects.create(claim_id=claim_id, text=said, recorded_at=at, actor=actor, person_id=person)


def strike_note(note: PrivateNote, *, at: datetime, actor: str) -> None:
    """Erase the text of a note; that it existed, its author and who struck it out stay on record.

    Raises: OperationError if it is already struck out.
    """
    struck = {"text": "", "struck_at": at, "struck_by": actor}
    if not PrivateNote.objects.filter(pk=note.pk, struck_at=None).update(**struck):
        raise OperationError("This note is already struck out.")

"""Private notes: each is found on its own claim alone."""

from __future__ import annotations

from datetime import datetime

from claims.models import Claim
from claims.operations.decisions.notes import add_note
from claims.queries.decisions.notes import note_on


def test_a_note_is_found_on_its_own_claim_alone(arms: Claim, now: datetime) -> None:
    note = add_note(arms.pk, "Ask.", at=now, actor="user:sen")
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]

    assert note_on(arms, str(note.pk)) == note
    assert [note_on(other, str(note.pk)), note_on(arms, "x"), note_on(arms, "9" * 40), note_on(arms, "²")] == [None] * 4

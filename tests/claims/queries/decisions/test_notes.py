"""Private notes: each is found on its own claim alone, by its id or its number."""

from __future__ import annotations

from datetime import datetime

from claims.models import Claim
from claims.operations.decisions.notes import add_note, strike_note
from claims.queries.decisions.notes import note_numbered, note_on, notes_on, number_of


def test_a_note_is_found_on_its_own_claim_alone(arms: Claim, now: datetime) -> None:
    note = add_note(arms.pk, "Ask.", at=now, actor="user:sen")
    other = Claim.objects.exclude(pk=arms.pk).order_by("id")[0]

    assert note_on(arms, str(note.pk)) == note
    assert [note_on(other, str(note.pk)), note_on(arms, "x"), note_on(arms, "9" * 40), note_on(arms, "²")] == [None] * 4


def test_a_note_has_a_number_for_good_and_struck_out_ones_are_among_them(arms: Claim, now: datetime) -> None:
    first, second = (add_note(arms.pk, text, at=now, actor="user:sen") for text in ("Ask.", "Asked."))
    strike_note(first, at=now, actor="user:sen")

    assert [number_of(note) for note in (first, second)] == [1, 2]
    assert note_numbered(arms.pk, 1) == first
    assert [note_numbered(arms.pk, number) for number in (0, 3, 2**31)] == [None] * 3
    assert notes_on(arms) == [second, first]

"""Private notes are kept and struck out, and are no part of their claim's record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, PrivateNote, Revision
from claims.operations.decisions.notes import LONGEST, add_note, strike_note
from claims.operations.writing import OperationError
from claims.queries.decisions.notes import notes_on


def test_a_note_is_kept_apart_from_the_record_and_struck_out_without_its_text(arms: Claim, now: datetime) -> None:
    revisions = Revision.objects.count()

    first = add_note(arms.pk, "  Legal has the recording.\nAsk them. ", at=now, actor="user:sen")
    second = add_note(arms.pk, "Done.", at=now, actor="user:sam")
    strike_note(first, at=now + timedelta(hours=1), actor="user:sam")

    shown = [(row.pk, row.text, row.actor, row.struck_by) for row in notes_on(arms)]
    assert shown == [(second.pk, "Done.", "user:sam", ""), (first.pk, "", "user:sen", "user:sam")]
    assert Revision.objects.count() == revisions
    with pytest.raises(OperationError, match="already struck out"):
        strike_note(first, at=now, actor="user:sen")
    assert PrivateNote.objects.get(pk=first.pk).struck_by == "user:sam"


@pytest.mark.parametrize("text", ["", " \n ", "secret " * LONGEST])
def test_a_note_that_is_empty_or_endless_is_refused_and_not_repeated(text: str, arms: Claim, now: datetime) -> None:
    with pytest.raises(OperationError) as refused:
        add_note(arms.pk, text, at=now, actor="user:sen")

    assert "secret" not in str(refused.value)
    assert not PrivateNote.objects.exists()

"""Private notes are encrypted in the database, with a key that can be changed."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from claims.models import Claim, PrivateNote
from claims.operating.service import notes
from claims.operations.decisions.notes import add_note, strike_note
from factcheck.encryption.field import PREFIX, Unreadable, UnreadableTextError
from factcheck.encryption.stored import count_unreadable

SAID = "Ask Iryna before we call the ministry."


@pytest.fixture
def note(arms: Claim, now: datetime) -> PrivateNote:
    return add_note(arms.pk, SAID, at=now, actor="user:sen")


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM claims_privatenote ORDER BY id")
        return [text for (text,) in cursor.fetchall()]


def read() -> str:
    return PrivateNote.objects.get().text


def test_the_database_holds_no_word_of_a_note(note: PrivateNote) -> None:
    assert stored()[0].startswith(PREFIX)
    assert read() == SAID


def test_a_search_that_would_find_nothing_is_refused(db: None) -> None:
    with pytest.raises(FieldError, match="cannot be searched"):
        PrivateNote.objects.filter(text__contains="Iryna")


def test_a_key_is_changed_without_losing_a_note(note: PrivateNote, settings: Any) -> None:
    before, old = stored(), settings.NOTES_KEYS
    settings.NOTES_KEYS = ("new", *old)
    assert read() == SAID
    said = StringIO()
    call_command("encrypt_notes", stdout=said)
    assert said.getvalue() == "1 notes are encrypted with NOTES_KEY.\n"
    assert stored() != before
    settings.NOTES_KEYS = ("new",)
    assert read() == SAID
    settings.NOTES_KEYS = old
    assert isinstance(read(), Unreadable)


def test_a_lost_key_shows_and_nothing_is_overwritten(note: PrivateNote, settings: Any, senior: Any, now: datetime) -> None:
    before = stored()
    settings.NOTES_KEYS = ("another",)

    page = senior.get("/admin/claims/privatenote/").content.decode()
    assert "This text cannot be read: it was encrypted with another NOTES_KEY." in page
    assert count_unreadable() == 1
    assert (notes().state, notes().sentence) == ("failed", "Private notes that cannot be read with NOTES_KEY: 1.")
    with pytest.raises(UnreadableTextError), transaction.atomic():
        PrivateNote.objects.get().save()
    with pytest.raises(CommandError, match="1 notes cannot be read"):
        call_command("encrypt_notes", stdout=StringIO())
    assert stored() == before
    strike_note(PrivateNote.objects.get(), at=now, actor="user:sen")
    assert stored() == [""]


def test_a_note_of_before_encryption_is_read_and_then_encrypted(note: PrivateNote) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_privatenote SET text = %s", [SAID])
    assert read() == SAID
    call_command("encrypt_notes", stdout=StringIO())
    assert stored()[0].startswith(PREFIX)
    assert read() == SAID

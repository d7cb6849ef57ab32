"""The tab of decisions: what people decided, and notes that only senior editors see."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim
from claims.operations.decisions.ledger import reaffirm
from claims.operations.decisions.notes import add_note
from tests.claims.operations.moving import because


def test_it_shows_the_reasons_and_to_senior_editors_their_notes(
    editor: Client, senior: Client, arms: Claim, now: datetime
) -> None:
    reaffirm(arms.pk, because(now, reason="Both called back."))
    add_note(arms.pk, "The photographs are the weak point.", at=now, actor="user:sen")

    shown, whole = (client.get(tab_url(arms.pk, "decisions")).content.decode() for client in (editor, senior))

    assert "Both called back." in shown
    assert "No verdict is published." in whole
    assert "weak point" in whole
    assert "weak point" not in shown

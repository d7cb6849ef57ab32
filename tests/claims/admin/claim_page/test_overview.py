"""The overview of a claim: why it is flagged, and what it counts."""

from __future__ import annotations

from django.test import Client

from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim


def test_it_shows_the_flags_the_counts_and_who_has_a_stake(editor: Client, arms: Claim) -> None:
    page = editor.get(tab_url(arms.pk, "overview")).content.decode()

    for text in ("Denied by Moscow and Pyongyang", "since 12 Jun 2024 12:00", 'data-count="support">2–4+'):
        assert text in page
    for text in ("harmed if believed", "part of"):
        assert text in page

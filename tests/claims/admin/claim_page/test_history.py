"""The history of a claim: what each revision changed, and the timeline a page at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from claims.admin.claim_page.history import PER_PAGE
from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim
from tests.cases import claim, load, outlet, row


def test_what_a_revision_changed_is_read_in_words(editor: Client, diplomat: Claim, now: datetime) -> None:
    changed = claim("c", row("diplomat"), row("ministry"), text="It came to pass.")
    load({"claims": [changed]}, at=now + timedelta(days=1))

    page = editor.get(tab_url(diplomat.pk, "history")).content.decode()

    assert "<del>The claim c.</del> → <ins>It came to pass.</ins>" in page


def test_it_says_who_changed_it_and_why(editor: Client, arms: Claim) -> None:
    assert "user:ada: load case – <bdi>sample</bdi>" in editor.get(tab_url(arms.pk, "history")).content.decode()


def test_the_timeline_shows_the_latest_first_a_page_at_a_time(editor: Client, now: datetime) -> None:
    rows = [row(f"r{i:02}", "s", said_at=f"2024-01-{i % 28 + 1:02}") for i in range(60)]
    load({"sources": [outlet("s")], "claims": [claim("c", *rows)]}, at=now)
    url = tab_url(Claim.objects.get().pk, "history")

    first, last = (editor.get(url, {"page": number}).context["events"] for number in ("1", "99"))

    assert (len(first), first.paginator.count) == (PER_PAGE, 120)
    assert first[0][0].lane == "recorded"
    assert first[0][0].order > last[0][0].order > last[-1][0].order

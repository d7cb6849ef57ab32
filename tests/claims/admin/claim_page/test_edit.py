"""The tab with the form of a claim."""

from __future__ import annotations

from django.test import Client

from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim
from tests.claims.admin.posting import errors, opened


def test_it_posts_to_its_own_address_and_leads_to_the_overview(editor: Client, arms: Claim) -> None:
    url = tab_url(arms.pk, "edit")
    assert 'id="save-state"' in editor.get(url).content.decode()

    sent = editor.post(url, opened(editor, url, priority="1"))

    assert sent.url == tab_url(arms.pk, "overview"), errors(sent)


def test_a_conflict_shows_the_claim_as_the_colleague_left_it(editor: Client, superuser: Client, arms: Claim) -> None:
    url = tab_url(arms.pk, "edit")
    mine = opened(editor, url, priority="2")
    superuser.post(url, opened(superuser, url, stage="checked", reason="done"))

    sent = editor.post(url, mine)

    assert sent.context["header"]["last"].actor == "user:boss"
    assert sent.context["header"]["stage"] == "checked"
    assert "changed since you opened it" in errors(sent)

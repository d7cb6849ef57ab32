"""The header on every tab of a claim."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from claims.admin.claim_page.tabs import TABS, tab_url
from claims.models import Claim, Standing
from tests.cases import claim, load


@pytest.mark.door
@pytest.mark.parametrize("name", TABS)
def test_every_tab_says_what_the_claim_says_and_how_it_stands(name: str, editor: Client, arms: Claim) -> None:
    page = editor.get(tab_url(arms.pk, name)).content.decode()
    header = page[page.index('class="claim-header"') : page.index("</header>", page.index('class="claim-header"'))]

    for text in (arms.text, "contested", "At least 2 independent origins", "unassigned", "Assign to me", "Add a source"):
        assert text in header, text
    assert "Saved 12 Jun 2024 12:00 by user:ada, revision 1" in header
    assert '<span class="claim-name">Stage</span> new' in header
    assert '<span class="claim-name">Verdict</span> none' in header


def test_a_reader_sees_it_without_what_they_may_not_do(newcomer: Client, arms: Claim) -> None:
    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))

    page = newcomer.get(tab_url(arms.pk, "overview")).content.decode()

    assert "unassigned" in page
    assert not [text for text in ("Assign to me", "Add a source", "Merge", "/edit/") if text in page]


def test_a_claim_that_was_never_verified_says_so(editor: Client, db: None, now: object) -> None:
    load({"claims": [claim("c")]}, at=now)
    Standing.objects.all().delete()

    assert "Not verified yet." in editor.get(tab_url(Claim.objects.get().pk, "chain")).content.decode()

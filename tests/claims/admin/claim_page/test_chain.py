"""The tab of the chain: its attributions with what is known of each, a page at a time."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from claims.admin.claim_page.chain import PER_PAGE
from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim
from tests.cases import claim, load, outlet, row


def test_an_attribution_is_shown_with_its_words_and_its_source(editor: Client, arms: Claim) -> None:
    page = editor.get(tab_url(arms.pk, "chain")).content.decode()

    for text in ("copied from Bloomberg News", "vouched for by Bloomberg News", "document", "gateway", "9 attributions"):
        assert text in page


@pytest.mark.parametrize(("number", "first"), [("1", 1), ("2", PER_PAGE + 1), ("99", 2 * PER_PAGE + 1), ("x", 1)])
def test_many_are_paged_with_their_number(number: str, first: int, editor: Client, now: datetime) -> None:
    rows = [row(f"r{i}", "s", stance="reports" if i else "supports", **({"cites": ["r0"]} if i else {})) for i in range(60)]
    load({"sources": [outlet("s")], "claims": [claim("c", *rows)]}, at=now)

    page = editor.get(tab_url(Claim.objects.get().pk, "chain"), {"page": number}).content.decode()

    assert page.count("data-attribution=") == PER_PAGE
    assert f"{first}–{first + PER_PAGE - 1} of 60" in page

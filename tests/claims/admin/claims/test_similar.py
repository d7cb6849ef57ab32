"""Claims that resemble a new one, as it is typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim

pytestmark = pytest.mark.once

SIMILAR = "/admin/claims/claim/similar/"
TEXT = "Artillery shells were shipped by North Korea to Russia"


def test_claims_that_share_words_are_listed_with_links(sample: None, editor: Client) -> None:
    page = editor.post(SIMILAR, {"text": TEXT}).content.decode()
    arms = Claim.objects.get(key="arms-transfers")
    assert reverse("admin:claims_claim_change", args=[arms.pk]) in page
    assert editor.post(SIMILAR, {"text": "Elephants paint ceilings"}).content.decode().strip() == ""


def test_only_who_may_read_claims_learns_of_them(sample: None, newcomer: Client, editor: Client) -> None:
    assert newcomer.post(SIMILAR, {"text": TEXT}).status_code == 403
    assert editor.get(SIMILAR, {"text": TEXT}).status_code == 405


def test_the_text_has_the_focus_and_of_a_new_claim_the_list(sample: None, editor: Client) -> None:
    new = editor.get(reverse("admin:claims_claim_add")).content.decode()
    old = editor.get(reverse("admin:claims_claim_edit", args=[Claim.objects.first().pk])).content.decode()
    assert f'data-similar="{SIMILAR}"' in new
    assert "autofocus" in new
    assert "autofocus" in old
    assert "data-similar" not in old

"""The form of a claim: what it takes, and what it leaves alone."""

from __future__ import annotations

from django.urls import reverse

from tests.claims.admin.posting import opened


def test_the_form_records_no_attribution(editor, arms):
    url, before = reverse("admin:claims_claim_edit", args=[arms.pk]), arms.attributions.count()

    assert "attributions-" not in editor.get(url).content.decode()
    editor.post(url, opened(editor, url, priority="1"))

    arms.refresh_from_db()
    assert (arms.priority, arms.attributions.count()) == (1, before)

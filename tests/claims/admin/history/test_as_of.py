"""The page of a claim as of a past time."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.cases import claim, load, row

DAY = timedelta(days=1)


def page_of(claim, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])


def test_the_claim_is_shown_as_of_a_past_time(editor, diplomat, now):
    load({"claims": [claim("c", row("diplomat"), row("ministry"), text="It came to pass.")]}, at=now + DAY)
    before = editor.get(page_of(diplomat, "as_of"), {"revision": 1}).content.decode()
    after = editor.get(page_of(diplomat, "as_of"), {"revision": 2}).content.decode()
    assert "The claim c." in before
    assert "It came to pass." in after
    recorded = timezone.localtime(now + DAY / 2).strftime("%Y-%m-%dT%H:%M")
    assert "The claim c." in editor.get(page_of(diplomat, "as_of"), {"recorded": recorded}).content.decode()


def test_before_the_first_revision_nothing_was_held(editor, diplomat):
    assert (
        "The claim did not exist then"
        in editor.get(page_of(diplomat, "as_of"), {"recorded": "2020-01-01T00:00"}).content.decode()
    )


def test_it_is_reassessed_from_statements_up_to_a_date(editor, arms):
    page = editor.get(page_of(arms, "as_of"), {"said": "2022"}).content.decode()
    assert "reassessed" in page
    assert "is not a date" in editor.get(page_of(arms, "as_of"), {"said": "soon"}).content.decode()

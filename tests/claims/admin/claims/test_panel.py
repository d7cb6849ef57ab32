"""What the page of a claim shows above its form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from claims.models import Claim
from tests.cases import claim, load, outlet, row

DAY = timedelta(days=1)


@pytest.mark.door
def test_the_page_shows_the_status_and_its_reasons(editor, arms):
    page = editor.get(reverse("admin:claims_claim_change", args=[arms.pk])).content.decode()

    for text in (
        "at least 2 independent origins".replace("at", "At"),
        "Denied by Moscow and Pyongyang",
        "since 12 Jun 2024 12:00",
        'data-count="support">2–4+',
        "copied from",
        "vouched for by Bloomberg News",
        "harmed if believed",
        "part of",
        "ada: load case – <bdi>sample</bdi>",
    ):
        assert text in page


def test_ended_attributions_are_marked_in_the_chain(editor, now):
    rows = [
        row("old"),
        row("new", stance="denies", supersedes="old"),
        row("gone", withdrawn={"by": "source", "reason": "it was misheard"}),
        row("wrong", voided={"reason": "typed into the wrong claim"}),
    ]
    load({"sources": [outlet(key) for key in ("old", "new", "gone", "wrong")], "claims": [claim("c", *rows)]}, at=now)

    page = editor.get(reverse("admin:claims_claim_change", args=[Claim.objects.get().pk])).content.decode()

    for text in ("superseded by new", "withdrawn by the source: it was misheard", "voided (our error): typed into"):
        assert text in page


def test_a_circle_of_citations_is_shown_once_and_ends(editor, now):
    rows = [row("a", cites=["b"]), row("b", cites=["c"]), row("c", cites=["a"])]
    load({"sources": [outlet(key) for key in "abc"], "claims": [claim("c", *rows)]}, at=now)

    page = editor.get(reverse("admin:claims_claim_change", args=[Claim.objects.get().pk]))

    assert page.content.decode().count("its sources are shown above") == 1


def test_what_a_revision_changed_is_read_in_words(editor, diplomat, now):
    load({"claims": [claim("c", row("diplomat"), row("ministry"), text="It came to pass.")]}, at=now + DAY)
    page = editor.get(reverse("admin:claims_claim_change", args=[diplomat.pk])).content.decode()
    assert "<del>The claim c.</del> → <ins>It came to pass.</ins>" in page

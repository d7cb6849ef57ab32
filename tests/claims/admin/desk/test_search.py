"""The desk's search: what it finds, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from tests.cases import claim, load, outlet, row

pytestmark = pytest.mark.once

PART = {"part": "1"}


def results(client: Client, typed: str, **asked: str) -> dict[str, list[str]]:
    """Return the texts of the results, by kind."""
    response = client.get(reverse("admin:search"), {"q": typed, **asked})
    assert response.status_code == 200
    return {group.name: [line.text for line in group.lines] for group in response.context["groups"]}


def test_claims_sources_documents_and_lists_are_found_by_half_remembered_words(sample: None, editor: Client) -> None:
    found = results(editor, "vedomsti")
    assert found["source"][0] == "Vedomosti"
    assert "Putin" in found["claim"][0]
    assert results(editor, "rare visits")["document"]
    assert results(editor, "polic")["lists"] == ["Policy"]
    assert results(editor, "shells artill russia nonsense")["claim"][0] == Claim.objects.get(key="arms-transfers").text


def test_the_dialog_gets_options_and_the_page_gets_links(sample: None, editor: Client) -> None:
    part = editor.get(reverse("admin:search"), {"q": "vedomosti", **PART}).content.decode()
    page = editor.get(reverse("admin:search"), {"q": "vedomosti"}).content.decode()
    assert 'role="option"' in part
    assert "<html" not in part
    assert 'role="option"' not in page
    assert "/admin/sources/source/?q=vedomosti" in page


def test_texts_of_records_are_escaped(sample: None, editor: Client, now: Any) -> None:
    load({"claims": [claim("markup", text="<script>alert(1)</script> was typed.")]}, at=now)
    page = editor.get(reverse("admin:search"), {"q": "script <b>", **PART}).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


@pytest.fixture
def reading(newcomer: Client) -> Callable[..., Client]:
    def may_view(*models: str) -> Client:
        permissions = Permission.objects.filter(codename__in=[f"view_{model}" for model in models])
        User.objects.get(username="new").user_permissions.add(*permissions)
        return newcomer

    return may_view


def test_nobody_finds_kinds_of_records_that_they_may_not_read(sample: None, reading: Callable[..., Client]) -> None:
    assert results(reading(), "vedomosti putin visits") == {}
    assert results(reading("source"), "vedomosti putin visits").keys() == {"source"}
    assert results(reading("document"), "vedomosti putin visits").keys() == {"source", "document"}


def test_who_may_not_read_claims_learns_nothing_of_their_words(sample: None, reading: Callable[..., Client], now: Any) -> None:
    client = reading("source")
    before = client.get(reverse("admin:search"), {"q": "vedomsti blomberg", **PART}).content
    hidden = [claim(f"s{n}", row("echo"), text="Vedomsti blomberg bloomberk.", public=False) for n in range(5)]
    load({"sources": [outlet("echo")], "claims": hidden}, at=now)
    assert client.get(reverse("admin:search"), {"q": "vedomsti blomberg", **PART}).content == before


def test_a_search_takes_no_more_queries_on_a_larger_desk(sample: None, editor: Client, now: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            results(editor, "putin visit vedomosti", **PART)
        return len(seen)

    before = queries()
    load({"claims": [claim(f"n{n}", text=f"Putin visit number {n}") for n in range(30)]}, at=now)
    assert queries() <= before


def test_every_page_has_the_search_and_a_skip_link(sample: None, editor: Client) -> None:
    page = editor.get(reverse("admin:claims_claim_changelist")).content.decode()
    assert 'id="desk-search"' in page
    assert "Search the desk" in page
    assert 'href="#content" class="desk-skip"' in page
    assert 'id="desk-search"' not in Client().get(reverse("account_login")).content.decode()

"""The page of new rules: who sees what waits, and who puts them in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import RulesInForce, Standing
from tests.cases import two_statements


@pytest.fixture
def rules() -> str:
    return reverse("admin:claims_verificationrun_rules")


@pytest.fixture
def old(loaded: Callable[..., Any]) -> None:
    """A claim with a result of earlier rules."""
    loaded(**two_statements())
    Standing.objects.update(policy_version="1+0")


@pytest.mark.usefixtures("old")
def test_what_waits_is_shown_to_who_reads_runs_and_only_an_administrator_has_the_button(
    rules: str, editor: Client, superuser: Client
) -> None:
    for client, may_set in ((editor, False), (superuser, True)):
        shown = client.get(rules).context
        assert (shown["waits"], shown["waiting"], shown["may_set"]) == (True, 1, may_set)
    assert editor.post(rules).status_code == 403
    assert not RulesInForce.objects.exists()


def test_where_nothing_waits_nothing_is_compared(rules: str, editor: Client) -> None:
    shown = editor.get(rules).context
    assert shown["waits"] is False
    assert "compared" not in shown

"""What a test asks of the list of claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cases import claim, load, outlet, row

LIST = "/admin/claims/claim/"


def listed(client: Client, **query: Any) -> list[str]:
    """Return the keys of the claims that the list shows, in its order."""
    return [each.key for each in shown(client, **query).context["cl"].result_list]


def shown(client: Client, **query: Any) -> Any:
    """Return the list as a page."""
    page = client.get(reverse("admin:claims_claim_changelist"), query)
    assert page.status_code == 200, page
    return page


def many(now: datetime, count: int, *, name: str = "c") -> None:
    """Record claims ``c001``, ``c002`` …, each said by ada and denied by ben, under two topics."""
    keys = [f"{name}{number:03}" for number in range(1, count + 1)]
    rows = [claim(key, row("ada"), row("ben", stance="denies"), topics=["a", "b"]) for key in keys]
    load({"sources": [outlet("ada"), outlet("ben")], "claims": rows}, at=now)


def act(client: Client, action: str, *claims: Any, across: bool = False, **query: Any) -> Any:
    """Choose claims in the list, and what to do with them."""
    data = {"action": action, "_selected_action": [each.pk for each in claims], "index": 0, "select_across": int(across)}
    return client.post(reverse("admin:claims_claim_changelist", query=query) if query else LIST, data)

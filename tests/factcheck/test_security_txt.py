"""Who finds a weakness learns where to report it (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client


def test_the_file_names_the_contact_and_is_valid_for_some_time(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    first, second, expires, canonical = answer.content.decode().splitlines()
    assert (first, second) == ("Contact: mailto:security@example.org", "Contact: https://example.org/report")
    until = datetime.strptime(expires, "Expires: %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=7) < until - datetime.now(UTC) < timedelta(days=366)
    assert canonical == "Canonical: http://testserver/.well-known/security.txt"


@pytest.mark.django_db
def test_without_a_contact_there_is_no_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404

"""The first address of the API: what there is."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from claims.operations.desk.roles import ADMINISTRATOR
from factcheck.access.scopes import SCOPES
from factcheck.api.document import published
from tests.factcheck.api.asking import caller


def test_it_lists_every_address_that_is_read_without_naming_a_record(client: Any) -> None:
    shown = client.get("/api/v1/").json()
    paths = msgspec.json.decode(published())["paths"]
    readable = {path for path, methods in paths.items() if "get" in methods and "{" not in path}
    listed = {address.removeprefix("http://testserver") for address in shown.values()}
    assert listed == readable | {"/api/v1/problems/", "/api/v1/openapi.json", "/api/v1/docs/"}
    assert shown["claims"].endswith("/api/v1/claims/")
    assert shown["policy/current"].endswith("/api/v1/policy/current/")


@pytest.mark.django_db
def test_whatever_it_lists_is_there(client: Any) -> None:
    boss = caller(ADMINISTRATOR, tuple(SCOPES))
    for address in client.get("/api/v1/").json().values():
        answer = boss.get(address.partition("/api/v1/")[2])
        # There, or asking for a parameter that it cannot do without.
        assert answer.status_code == 200 or answer.json()["errors"][0]["parameter"], address

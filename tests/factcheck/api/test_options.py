"""OPTIONS is answered at every address, whoever asks, and says what the address takes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.api.document import operations
from tests.claims.admin.every_record import record_one_of_each
from tests.claims.admin.test_every_page import NAMES
from tests.factcheck.api.asking import caller

pytestmark = pytest.mark.django_db


def addresses() -> dict[str, set[str]]:
    """Every address of the API with the methods that are published of it; none of one that is no operation on records."""
    found = {f"/api/v1/{path}": {"GET"} for path in ("", "openapi.json", "docs/", "problems/", "problems/gone")}
    for path, method, _op in operations():
        concrete = (
            path.replace("{number}", "1").replace("{chunk}", "1").replace("{version}", "1").replace("{", "").replace("}", "")
        )
        found.setdefault(concrete, set()).add(method)
    return found


@pytest.mark.parametrize("who", ["nobody", "token", "wrong token"])
def test_every_address_of_the_api_says_its_methods(who: str) -> None:
    sent = {"nobody": {}, "token": {"Authorization": f"Bearer {caller().text}"}, "wrong token": {"Authorization": "Bearer x"}}[
        who
    ]
    client = Client(headers=sent, raise_request_exception=False)
    wrong = {}
    for path, methods in addresses().items():
        answer = client.options(path)
        expected = {*methods, "OPTIONS", *({"HEAD"} if "GET" in methods else ())}
        if answer.status_code != 204 or set(answer.get("Allow", "").split(", ")) != expected:
            wrong[path] = (answer.status_code, answer.get("Allow"))
    assert len(addresses()) > 80
    assert wrong == {}


def test_nothing_is_done_and_nothing_returned(sample: None) -> None:
    answers = [Client().options(f"/api/v1/claims/{key}/") for key in ("arms-transfers", "none")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2


@pytest.mark.parametrize("path", ["", "problems/", "problems/gone", "openapi.json"])
def test_what_is_only_read_takes_nothing_else(path: str) -> None:
    answer = Client().post(f"/api/v1/{path}")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["type"] == "/api/v1/problems/method-not-allowed"


@pytest.mark.once
def test_no_other_address_fails(sample: None, superuser: Client, now: object) -> None:
    record_one_of_each(now)
    superuser.raise_request_exception = False
    anonymous = Client(raise_request_exception=False)
    paths = [
        "/",
        "/language/setlang/",
        "/admin/",
        "/admin/login/",
        "/admin/account/login/",
        "/admin/account/",
        "/admin/logout/",
        "/admin/jsi18n/",
        "/admin/password_change/",
    ]
    paths += [reverse(f"admin:{name}_{page}") for name in NAMES for page in ("changelist", "add")]
    for client in (anonymous, superuser):
        assert {path: status for path in paths if (status := client.options(path).status_code) >= 500} == {}

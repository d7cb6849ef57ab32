"""What every change to a recorded claim over the API asks for: a role, a scope, and the revision that it was made on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from claims.models import Revision
from claims.operations.desk.roles import ADMINISTRATOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, SCOPES
from factcheck.api.views import ApiView
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import caller

pytestmark = pytest.mark.once

KEY = "visit-within-weeks"
#: Values of the other path parameters.
_PARTS = {
    "attribution": "diplomat", "cited": "diplomat", "code": "single_gateway", "kind": "part_of", "number": "1",
    "other": "limousine", "source": "bloomberg",
}  # fmt: skip


def moves(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield the method, the address and the operation of all that changes the claim ``KEY`` on a revision."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from moves(pattern, here)
            continue
        view = getattr(pattern.callback, "view_class", object)
        if issubclass(view, ApiView) and here.startswith("api/v1/claims/<str:key>/"):
            path = re.sub(r"<\w+:(\w+)>", lambda part: _PARTS.get(part[1], KEY), here.removeprefix("api/v1/"))
            yield from ((method, path, op) for method, op in view.ops.items() if op.on_revision)


def test_every_change_requires_a_role_a_scope_and_if_match(sample: None) -> None:
    found = list(moves())
    assert len(found) > 25
    viewer, reader, admin = (
        caller(VIEWER, tuple(SCOPES)),
        caller(ADMINISTRATOR, (CLAIMS_READ,)),
        caller(ADMINISTRATOR, tuple(SCOPES)),
    )
    before = Revision.objects.count()
    for method, path, op in found:
        assert op.example is not None, path
        for who, revision, status, kind in (
            (viewer, {}, 403, "not-allowed"),
            (reader, {}, 403, "missing-scope"),
            (admin, {}, 428, "revision-required"),
            (admin, {"If-Match": '"1-0123456789abcdef"'}, 412, "stale"),
        ):
            refused(who._send(method, path, op.example, revision), status, kind)
    assert Revision.objects.count() == before


def test_an_address_that_leads_nowhere_returns_404_to_a_post(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/api/v1/claims/c/decisions/one/strike/", {}, content_type="application/json"
    )
    refused(answer, 404, "not-found")

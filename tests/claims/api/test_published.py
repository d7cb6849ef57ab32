"""The published OpenAPI: complete, true, and kept to by every operation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from claims.models import WebhookDelivery, WebhookSubscription
from claims.operations.desk.roles import ADMINISTRATOR
from claims.operations.webhooks.subscriptions import send_test, subscribe
from claims.verification import Change
from factcheck.access.scopes import SCOPES
from factcheck.api.document import published
from factcheck.api.views import ApiView
from tests.factcheck.api.asking import caller
from tests.factcheck.api.published import cases, operations, tried

PARTS = 8
DOCUMENT: dict[str, Any] = json.loads(published())


@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_keeps_to_what_is_published(part: int, sample: None, settings: LazySettings) -> None:
    settings.API_PER_MINUTE = settings.API_ANONYMOUS_PER_MINUTE = settings.API_SLOW_PER_MINUTE = 1_000_000
    settings.MEMENTO_TIMEMAP = ""
    _make_webhook()
    one = caller(ADMINISTRATOR, tuple(SCOPES))
    mine = operations()[part::PARTS]
    counts = [count for operation in mine for count in tried(operation, one)]
    assert sum(counts) >= cases() * len(mine) / len(operations()) * 0.9  # of an operation that takes little, there are fewer


def _make_webhook() -> None:
    """Make a webhook and a message of known names: by themselves they are called at random."""
    change = Change(timezone.now(), "user:boss", "", "why")
    made = subscribe("The CMS", "https://cms.example/hook", change, desk=True).subscription
    send_test(made.key, change)
    WebhookDelivery.objects.update(message_id="ping_known")
    WebhookSubscription.objects.update(key="wh-known")


def _views(resolver: URLResolver, prefix: str = "") -> Any:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, prefix + str(pattern.pattern))
        elif issubclass(getattr(pattern.callback, "view_class", object), ApiView):
            yield prefix + str(pattern.pattern), pattern.callback.view_class


def test_every_address_is_published_with_all_of_its_methods() -> None:
    shown = {(path.replace("{", "<").replace("}", ">"), method) for path, item in DOCUMENT["paths"].items() for method in item}
    there = {
        ("/" + address.replace("str:", "").replace("int:", ""), method.lower())
        for address, view in _views(get_resolver())
        for method in view.ops
    }
    assert shown == there
    names = [op["operationId"] for item in DOCUMENT["paths"].values() for op in item.values()]
    assert len(names) == len(set(names))


def test_examples_fit_what_they_are_examples_of() -> None:
    for path, item in DOCUMENT["paths"].items():
        for method, op in item.items():
            body = op.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in body:
                schema = {**body["schema"], "components": DOCUMENT["components"]}
                assert not [*Draft202012Validator(schema).iter_errors(body["example"])], (path, method)


def test_every_shape_is_sound() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        validator_for(schema, default=Draft202012Validator).check_schema(schema)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_the_pages_load_from_our_own_host(client: Any) -> None:
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert b"https://" not in page.content
    assert client.get("/api/v1/openapi.json").json() == DOCUMENT

"""Whom a request is counted for where nobody signed in: an IPv4 address, or all of an IPv6 subscriber's at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory

from factcheck.access.addresses import network_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_address_is_counted_as_its_network(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.fixture
def limited(settings: Any, now: datetime) -> Iterator[None]:
    settings.API_ANONYMOUS_READ, settings.API_ANONYMOUS_PER_MINUTE = True, 2
    settings.BEHIND_PROXY = True
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}
    with time_machine.travel(now, tick=False):  # within one minute
        yield


def asked(address: str, **headers: str) -> int:
    return int(Client().get("/api/v1/claims/", headers={"X-Forwarded-For": address, **headers}).status_code)


@pytest.mark.usefixtures("limited")
def test_one_subscriber_has_one_limit_whichever_of_their_addresses_they_use() -> None:
    assert [asked(f"2001:db8:0:1::{number}") for number in range(3)] == [200, 200, 429]
    assert asked("2001:db8:0:2::1") == 200
    assert [asked("192.0.2.7"), asked("::ffff:192.0.2.7"), asked("192.0.2.7"), asked("192.0.2.8")] == [200, 200, 429, 200]


@pytest.mark.usefixtures("limited")
def test_tokens_are_tried_from_one_subscribers_addresses_no_more_often_than_from_one() -> None:
    bad = {"Authorization": "Bearer fct_nothing"}
    assert [asked(f"2001:db8:0:3::{number}", **bad) for number in range(3)] == [401, 401, 429]

"""Sessions end after a time unused, and after a time in all; the rows say whose they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as OldStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from factcheck.signin.models import DeskSession
from factcheck.signin.operations import forget_sessions
from tests.factcheck.signin.signing_in import sign_in

START = datetime(2024, 6, 12, 9, 0, tzinfo=UTC)
DOORS = ("/admin/", "/api/v1/claims/")


@pytest.fixture
def at(ed: User) -> time_machine.Coordinates:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def opens(client: Client) -> list[bool]:
    return [client.get(door).status_code == 200 for door in DOORS]


def test_one_in_use_lasts_a_day_in_all(at: time_machine.Coordinates) -> None:
    client, _ = sign_in("ed")
    for hours in range(0, 24, 7):
        at.move_to(START + timedelta(hours=hours))
        assert opens(client) == [True, True], hours
    at.move_to(START + timedelta(hours=24, seconds=1))
    assert opens(client) == [False, False]


def test_one_not_used_ends_after_eight_hours(at: time_machine.Coordinates) -> None:
    client, _ = sign_in("ed")
    at.move_to(START + timedelta(hours=8, seconds=-1))
    assert opens(client) == [True, True]
    at.move_to(START + timedelta(hours=16))
    assert opens(client) == [False, False]


def test_a_page_that_asks_by_itself_does_not_use_it(at: time_machine.Coordinates, arms: Claim) -> None:
    client, _ = sign_in("ed")
    ask = reverse("admin:claims_claim_presence", args=[arms.pk])
    for hours in (4, 7):
        at.move_to(START + timedelta(hours=hours))
        assert client.post(ask, {"revision": "1"}).status_code == 200
    at.move_to(START + timedelta(hours=8, seconds=1))
    assert opens(client) == [False, False]


def test_the_last_use_is_stored_to_the_minute(at: time_machine.Coordinates, django_assert_num_queries: object) -> None:
    client, _ = sign_in("ed")
    for seconds, seen in ((30, 0), (70, 70), (100, 70)):
        at.move_to(START + timedelta(seconds=seconds))
        client.get("/admin/")
        assert DeskSession.objects.get().seen_at == START + timedelta(seconds=seen)


def test_a_row_names_its_person_network_and_browser(at: time_machine.Coordinates, ed: User) -> None:
    agent = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"}
    sign_in("ed", client=Client(headers=agent, REMOTE_ADDR="2001:db8:1:2:3:4:5:6"))
    row = DeskSession.objects.get()
    assert (row.user, row.signed_in_at, row.network, row.browser) == (ed, START, "2001:db8:1::/48", "Safari, iOS")


def test_ended_ones_are_deleted_and_those_of_older_releases(at: time_machine.Coordinates, ed: User) -> None:
    sign_in("ed")
    old = OldStore()
    old["typed"] = "x"
    old.save()
    forget_sessions(START + timedelta(hours=8))
    assert (DeskSession.objects.count(), Session.objects.count()) == (0, 1)
    forget_sessions(START + timedelta(days=20))
    assert Session.objects.count() == 0


def test_an_open_sign_in_is_not_deleted(at: time_machine.Coordinates) -> None:
    client, _ = sign_in("ed")
    forget_sessions(START + timedelta(minutes=5))
    assert opens(client) == [True, True]

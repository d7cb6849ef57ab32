"""Attempts are limited for each address and account, and logged without what could name a stranger."""

from __future__ import annotations

import os
import uuid
from typing import Any

import pytest
from django.test import Client

from factcheck.caches.redis_cache import RedisCache
from factcheck.signin.log import digest_of
from factcheck.signin.models import SignIn
from tests.factcheck.signin.signing_in import LOGIN, sign_in
from tests.factcheck.signin.test_oidc import configure

pytestmark = pytest.mark.usefixtures("ed", "sen")


def last() -> SignIn:
    return SignIn.objects.latest("pk")


def test_five_wrong_passwords_close_an_account_for_minutes_from_everywhere() -> None:
    for number in range(5):
        sign_in("ed", "wrong", client=Client(REMOTE_ADDR=f"192.0.2.{number}"))
    client, answer = sign_in("ed", client=Client(REMOTE_ADDR="198.51.100.7"))
    assert "Too many failed attempts" in answer.content.decode()
    assert client.get("/admin/").status_code == 302
    assert (last().outcome, last().user.username) == ("throttled", "ed")
    assert sign_in("sen")[1].status_code == 302


def test_ten_wrong_passwords_close_an_address_for_a_minute() -> None:
    for number in range(10):
        sign_in(f"name{number}", "wrong")
    assert sign_in("sen")[1].status_code == 200
    assert sign_in("sen", client=Client(REMOTE_ADDR="198.51.100.7"))[1].status_code == 302


def test_thirty_attempts_are_answered_with_429() -> None:
    client = Client()
    for _ in range(30):
        client.post(LOGIN, {"login": "", "password": ""})
    answer = client.post(LOGIN, {"login": "sen", "password": "sen-pass-1"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Too many attempts" in answer.content.decode()
    client.post(LOGIN)
    assert [row.outcome for row in SignIn.objects.all()] == ["throttled"]  # once a minute for an address


@pytest.mark.parametrize(("way", "method"), [("passkey", "get"), ("oidc", "post")])
def test_what_begins_a_sign_in_is_limited_too(settings: Any, way: str, method: str) -> None:
    configure(settings, "http://127.0.0.1:1")
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    ask = getattr(Client(headers={"accept": "application/json"}), method)
    answers = [ask(f"{LOGIN}{way}/").status_code for _ in range(3)]
    assert answers[0] < 400
    assert answers[2] == 429


def test_behind_a_proxy_the_address_is_the_one_that_it_saw(settings: Any) -> None:
    settings.BEHIND_PROXY = True
    for number in range(10):
        sign_in(f"n{number}", "x", client=Client(headers={"x-forwarded-for": f"203.0.113.{number}, 192.0.2.9"}))
    assert last().network == "192.0.2.0/24"
    same = Client(headers={"x-forwarded-for": "203.0.113.77, 192.0.2.9"})
    other = Client(headers={"x-forwarded-for": "192.0.2.9, 203.0.113.77"})
    assert [sign_in("sen", client=client)[1].status_code for client in (same, other)] == [200, 302]


def test_an_ipv6_caller_is_counted_by_network() -> None:
    for number in range(10):
        sign_in(f"n{number}", "x", client=Client(REMOTE_ADDR=f"2001:db8::{number}"))
    assert sign_in("sen", client=Client(REMOTE_ADDR="2001:db8::ffff"))[1].status_code == 200
    assert sign_in("sen", client=Client(REMOTE_ADDR="2001:db8:0:1::1"))[1].status_code == 302


def test_without_redis_attempts_are_counted_by_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    away = RedisCache("redis://127.0.0.1:1/0", {})
    for module in ("allauth.core.internal.ratelimit", "allauth.mfa.totp.internal.auth", "factcheck.signin.log"):
        monkeypatch.setattr(f"{module}.cache", away)
    for _ in range(5):
        assert sign_in("ed", "wrong")[1].status_code == 200
    assert "Too many failed attempts" in sign_in("ed")[1].content.decode()
    assert sign_in("sen")[1].status_code == 302


@pytest.mark.redis
def test_on_redis_the_processes_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}  # not emptied afterwards: other tests may use this Redis
    one, other = (RedisCache(os.environ["REDIS_URL"], own) for _ in range(2))
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", one)
    for _ in range(5):
        sign_in("ed", "wrong")
    monkeypatch.setattr("allauth.core.internal.ratelimit.cache", other)
    assert "Too many failed attempts" in sign_in("ed")[1].content.decode()


def test_a_typed_name_is_kept_as_a_digest_of_this_desk(settings: Any) -> None:
    first = digest_of("Пароль123")
    settings.SECRET_KEY = "another"
    assert len(first) == 16
    assert digest_of("Пароль123") != first

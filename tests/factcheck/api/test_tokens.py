"""Tokens: what is kept of them, and when one is taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from claims.operations.desk.roles import VIEWER
from factcheck.access.keys import new_token, parse_token
from factcheck.access.models import ApiToken
from factcheck.access.operations import issue_token, revoke_token, rotate_token
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller

pytestmark = pytest.mark.django_db


def test_only_a_digest_of_the_secret_is_kept() -> None:
    one = caller()
    secret = one.text.partition(one.token.key)[2].lstrip("_")  # the secret itself may have underscores
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_apitoken")
        stored = str(cursor.fetchall())
    assert one.token.key in stored
    assert secret not in stored
    assert one.text not in stored
    text = parse_token(one.text)
    assert text is not None
    assert secret not in repr(text)


def test_a_token_of_another_pepper_is_none_of_ours(settings) -> None:
    one = caller()
    assert one.get("claims/").status_code == 200
    settings.TOKEN_PEPPERS = ("another", *settings.TOKEN_PEPPERS)  # while it is being changed
    assert one.get("claims/").status_code == 200
    settings.TOKEN_PEPPERS = ("another",)
    assert one.get("claims/").status_code == 401


def test_what_is_no_token_of_ours_is_refused_and_never_taken_for_nobody(settings) -> None:
    settings.API_ANONYMOUS_READ = True
    one = caller()
    for sent in ("Bearer", "Bearer x", "Basic ZWQ6cGFzcw==", f"Bearer fct_{'a' * 12}_{'a' * 43}", f"Bearer {new_token()}"):
        answer = one.get("claims/", Authorization=sent)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), sent
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_without_one_nobody_reads_unless_the_desk_publishes(client, settings) -> None:
    assert client.get("/api/v1/claims/").json()["type"].endswith("not-authenticated")
    settings.API_ANONYMOUS_READ = True
    assert client.get("/api/v1/claims/").status_code == 200
    assert client.get("/api/v1/sources/").status_code == 401


def test_it_ends_when_it_expires_when_it_is_revoked_and_when_its_person_leaves() -> None:
    expiring, revoked, left = caller(days=1), caller(), caller()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert expiring.get("claims/").status_code == 401
    with pytest.raises(ValidationError):
        revoke_token(revoked.token, at=timezone.now(), actor="user:boss", reason=" ")
    revoke_token(revoked.token, at=timezone.now(), actor="user:boss", reason="found in a log")
    assert revoked.get("claims/").status_code == 401
    assert left.get("claims/").status_code == 200
    User.objects.update(is_active=False)
    assert left.get("claims/").status_code == 401


def test_it_is_taken_only_from_its_networks(settings) -> None:
    elsewhere, here = caller(networks=["192.0.2.0/24"]), caller(networks=["127.0.0.0/8", "2001:db8::/32"])
    assert elsewhere.get("claims/").json()["type"].endswith("wrong-network")
    assert here.get("claims/").status_code == 200
    # What a client writes into the header itself counts for nothing; behind a proxy the last address is the one that it saw.
    assert elsewhere.get("claims/", **{"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    settings.BEHIND_PROXY = True
    assert elsewhere.get("claims/", **{"X-Forwarded-For": "192.0.2.7"}).status_code == 200
    assert elsewhere.get("claims/", **{"X-Forwarded-For": "192.0.2.7, 198.51.100.1"}).status_code == 403


def test_an_ipv4_address_is_the_same_where_an_ipv6_socket_shows_it(settings) -> None:
    settings.BEHIND_PROXY = True
    one = caller(networks=["192.0.2.0/24"])
    assert one.get("claims/", **{"X-Forwarded-For": "::ffff:192.0.2.7"}).status_code == 200
    assert one.get("claims/", **{"X-Forwarded-For": "::ffff:198.51.100.1"}).status_code == 403


def test_it_opens_what_its_scope_and_its_persons_role_both_open() -> None:
    assert caller(scopes=[CLAIMS_WRITE]).get("claims/").json()["type"].endswith("missing-scope")
    one = caller(VIEWER)
    assert one.get("claims/").status_code == 200
    one.token.user.groups.clear()
    assert one.get("claims/").json()["type"].endswith("not-allowed")


def test_a_use_is_noted_once_a_minute() -> None:
    one, start = caller(), timezone.now()
    noted: list[datetime | None] = []
    for second in (0, 30, 61):
        with time_machine.travel(start + timedelta(seconds=second), tick=False):
            one.get("claims/")
            noted.append(ApiToken.objects.get().last_used_at)
    assert noted[0] == noted[1]
    assert noted[2] is not None
    assert noted[0] is not None
    assert (noted[2] - noted[0]).seconds == 61


def test_replaced_both_work_for_a_while() -> None:
    old, now = caller(days=30, networks=["127.0.0.0/8"]), timezone.now()
    issued = rotate_token(old.token, at=now, actor="user:boss", overlap=timedelta(hours=1))
    new = Caller(issued.token, str(issued.text))
    assert (new.token.replaces, new.token.networks, new.token.scopes) == (old.token, ["127.0.0.0/8"], [CLAIMS_READ])
    assert {old.get("claims/").status_code, new.get("claims/").status_code} == {200}
    with time_machine.travel(now + timedelta(hours=2)):
        assert (old.get("claims/").status_code, new.get("claims/").status_code) == (401, 200)
    with pytest.raises(ValidationError, match="already replaced"):
        rotate_token(old.token, at=now, actor="user:boss", overlap=timedelta(hours=1))


def test_what_does_not_fit_is_said_field_by_field(ed: User) -> None:
    with pytest.raises(ValidationError) as refused:
        issue_token(ed, " ", ["claims:eat"], at=timezone.now(), actor="user:boss", days=9999, networks=["10.0.0.1/8"])
    assert set(refused.value.message_dict) == {"name", "scopes", "days", "networks"}
    assert not ApiToken.objects.exists()


def test_the_command_makes_lists_replaces_and_revokes(ed: User) -> None:
    def told(*words: str) -> str:
        out = StringIO()
        call_command("token", *words, stdout=out, stderr=StringIO())
        return out.getvalue().strip()

    made = told("make", "ed", "The CMS", "--days", "10", "--network", "127.0.0.0/8")
    key = made.split("_")[1]
    assert parse_token(made) is not None
    assert f"{key}  ed  The CMS  claims:read  until" in told("list")
    assert parse_token(told("rotate", key)) != parse_token(made)
    told("revoke", key, "--reason", "lost")
    assert "revoked" in told("list")
    with pytest.raises(CommandError, match="no user 'zoe'"):
        told("make", "zoe", "x")
    with pytest.raises(CommandError, match="no token 'nix'"):
        told("revoke", "nix", "--reason", "x")

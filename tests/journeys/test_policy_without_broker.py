"""A policy put in force while Redis is gone or does not answer: in force, and its sweep begins once Redis is back."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from claims.models import DeskPolicy, Standing, VerificationRun
from claims.models.run import DONE
from claims.operations.desk.roles import ADMINISTRATOR
from claims.operations.policy.drafts import draft_policy
from claims.policy.assess import policy_version
from claims.queries.claims.selection import waiting
from claims.queries.policy.versions import thresholds
from claims.verification import Change
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.factcheck.api.asking import caller
from tests.journeys.processes import OwnRedis, Processes, until
from tests.journeys.stale_night import load_stale_claims

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_policy_put_in_force_without_a_broker_is_swept_once_it_is_back(
    processes: Processes, own_redis: OwnRedis, tmp_path: Path
) -> None:
    load_stale_claims()
    token = caller(ADMINISTRATOR, (CLAIMS_READ, ADMIN)).text
    noon = (timezone.now().hour + 12) % 24
    processes.environment |= {"VERIFICATION_AT_REST": "1", "NIGHTLY_HOUR": str(noon)}  # beat begins no run of its own
    web = processes.web(REDIS_URL="")
    drafts = [draft(number) for number in (3, 4)]

    shown = activated(web, drafts[0], token)
    assert (shown["version"], shown["run"]["state"], shown["run"]["queued"]) == (1, "running", True)
    assert "Connection refused" in shown["run"]["trouble"]

    own_redis.start(durable=False)
    own_redis.hang()
    page = pressed(web, drafts[1])
    assert "Version 2 is active." in page
    assert "is queued, but has not started" in page
    first, second = VerificationRun.objects.order_by("pk")
    assert first.trouble == "Closed unfinished: version 2 of the policy was put in force."
    assert (second.desk_policy, second.queued, second.chunks.count() > 0) == (2, True, True)

    own_redis.kill()
    own_redis.start(durable=False)
    processes.worker()
    processes.beat(tmp_path / "beat")
    until(lambda: VerificationRun.objects.filter(pk=second.pk, state=DONE, queued=False).exists())
    assert not Standing.objects.filter(waiting(policy_version(thresholds()))).exists()


def draft(min_on_record: int) -> DeskPolicy:
    change = Change(timezone.now(), "user:adm", "policy drafted", "Another one.")
    values: dict[str, Any] = {"min_disinterested": 1, "shelf_life_days": 90, "outcome_grace_days": 7}
    return draft_policy(change, min_on_record=min_on_record, **values)


def activated(web: str, draft: DeskPolicy, token: str) -> Any:
    address = f"/api/v1/policy/drafts/{draft.pk}/activate/"
    return json.loads(answer(web, "POST", address, {"Authorization": f"Bearer {token}"}).read())


def pressed(web: str, draft: DeskPolicy) -> str:
    """Put a draft in force in the admin, and return the page that follows."""
    user = User.objects.get(username="api-administrator")
    user.is_staff = True
    user.save()
    client, csrf = Client(), "c" * 32
    client.force_login(user)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={csrf}"
    form = {"Cookie": cookies, "X-CSRFToken": csrf, "Content-Type": "application/x-www-form-urlencoded"}
    done = answer(web, "POST", f"/admin/claims/deskpolicy/{draft.pk}/preview/", form, "do=activate")
    message = next(cookie for cookie in done.headers.get_all("Set-Cookie") if cookie.startswith("messages="))
    following = {"Cookie": f"{cookies}; {message.partition(';')[0]}"}
    return str(answer(web, "GET", done.headers["Location"], following).read().decode())


def answer(web: str, method: str, path: str, headers: dict[str, str], body: str = "") -> HTTPResponse:
    connection = HTTPConnection(web.removeprefix("http://"), timeout=30)
    connection.request(method, path, body, headers)
    return connection.getresponse()

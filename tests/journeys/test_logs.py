"""What a night of failures leaves in the log of a production site: what an operator needs, and nothing that anybody sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller
from tests.journeys.processes import ROOT, free_port, kill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

CANARY = "canary"


class Answer(NamedTuple):
    status: int
    headers: Any
    body: str


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[tuple[Callable[..., Answer], Path]]:
    """The site in production, as gunicorn runs it, on this test's database; and the file of its standard error."""
    database, port, log = connection.settings_dict, free_port(), tmp_path / "stderr"
    address = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    given = {"DEBUG": "0", "SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": address, "CELERY_BROKER_URL": "memory://"}
    given |= {"ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "0", "REDIS_URL": "", "STATIC_ROOT": str(tmp_path), "MFA_ROLES": "none"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "tests.journeys.failing_site",
        f"--bind=127.0.0.1:{port}",
        "--no-control-socket",
    ]
    environment = {
        **os.environ,
        **given,
        "TOKEN_PEPPER": settings.TOKEN_PEPPERS[0],
        "GUNICORN_CMD_ARGS": "",
        "LOG_LEVEL": "DEBUG",
    }

    def ask(path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as found:  # noqa: S310
                return Answer(found.status, found.headers, found.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())

    with log.open("wb") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors, start_new_session=True)
    try:
        _wait_for(ask)
        yield ask, log
    finally:
        kill(process)


def _wait_for(ask: Callable[..., Answer]) -> None:
    for _ in range(300):
        try:
            ask("/api/v1/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("gunicorn does not answer")


def records_of(log: Path, request_id: str) -> list[dict[str, Any]]:
    """What is logged of a request, once its line of the access log is there."""
    for _ in range(100):
        found = [json.loads(line) for line in log.read_text().splitlines()]  # every line is JSON
        of_request = [record for record in found if record.get("request_id") == request_id]
        if any(record["logger"] == "gunicorn.access" for record in of_request):
            return of_request
        time.sleep(0.1)
    raise AssertionError(f"{request_id} is not in the access log")


def token() -> tuple[Caller, dict[str, str]]:
    one = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    return one, {"Authorization": f"Bearer {one.text}"}


def test_failures_are_logged_and_nothing_that_anybody_sent(site: tuple[Callable[..., Answer], Path]) -> None:
    ask, log = site
    one, authorization = token()

    read = ask(f"/api/v1/claims/?q={CANARY}-of-a-search", **authorization, **{"X-Request-ID": "read-1"})
    body = json.dumps({"key": f"{CANARY}-key", "text": f"{CANARY} of a body", "reason": f"{CANARY} why"}).encode()
    written = ask(
        "/api/v1/claims/", "POST", body, **authorization, **{"X-Request-ID": "write-1", "Content-Type": "application/json"}
    )
    assert read.status == 500, read
    assert (read.status, json.loads(read.body)["request_id"], read.headers["X-Request-ID"]) == (500, "read-1", "read-1")
    assert (written.status, json.loads(written.body)["request_id"]) == (500, "write-1")

    failed, access = records_of(log, "read-1")
    assert {name: failed[name] for name in ("level", "method", "path", "user_id")} == {
        "level": "ERROR",
        "method": "GET",
        "path": "/api/v1/claims/",
        "user_id": one.token.user_id,
    }
    assert failed["time"]
    assert "fail_at_reading" in failed["traceback"]
    assert "psycopg.errors.InvalidTextRepresentation: 22P02" in failed["traceback"]
    assert (access["level"], '"GET /api/v1/claims/ HTTP/1.1" 500' in access["message"]) == ("INFO", True)
    failed, access = records_of(log, "write-1")
    assert "LookupError" in failed["traceback"]
    assert "ValueError" in failed["traceback"]
    assert failed["user_id"] == one.token.user_id

    assert CANARY not in log.read_text()


def test_a_page_that_fails_is_logged_with_the_person_and_shows_the_number(site: tuple[Callable[..., Answer], Path]) -> None:
    ask, log = site
    boss, client = User.objects.create_superuser("boss"), Client()
    client.force_login(boss)
    session = {"Cookie": f"sessionid={client.cookies['sessionid'].value}", "Referer": f"http://127.0.0.1/?q={CANARY}"}
    # Without collectstatic no page of the admin can be made.
    page = ask(f"/admin/claims/claim/?q={CANARY}", **session)
    assert (page.status, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    request_id = page.headers["X-Request-ID"]
    assert f"<code>{request_id}</code>" in page.body
    failed, _access = records_of(log, request_id)
    assert (failed["user_id"], failed["path"], failed["logger"]) == (boss.pk, "/admin/claims/claim/", "django.request")
    assert "Missing staticfiles manifest entry" not in page.body
    assert CANARY not in log.read_text()

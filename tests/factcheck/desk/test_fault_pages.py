"""A database that is full, read-only or locked: what the API and the admin answer, and that nothing is stored."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from claims.models import Claim
from claims.operations.desk.roles import ADMINISTRATOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from factcheck.api.describing import NDJSON
from factcheck.database.faults import explained
from factcheck.desk.fault_pages import fault_page
from tests.cases import claim
from tests.factcheck.api.asking import Caller, caller


@contextmanager
def full() -> Iterator[None]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit that a test may set")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def read_only() -> Iterator[None]:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if sqlite else "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = 0" if sqlite else "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")


FAULTS = pytest.mark.parametrize(
    ("befallen", "status", "name", "says"),
    [
        (full, 507, "no-room", "The disk is full"),
        (read_only, 503, "read-only", "The database is read-only"),
    ],
)


@pytest.fixture
def desk(transactional_db: None) -> Caller:
    made = caller(ADMINISTRATOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
    User.objects.update(is_staff=True)
    return made


@FAULTS
def test_a_failed_write_says_what_to_do(desk: Caller, befallen: Callable[[], Any], status: int, name: str, says: str) -> None:
    window = Client(raise_request_exception=False)
    window.force_login(User.objects.get())
    claims = [claim(f"c{number}", text=f"Claim {number}. {'long ' * 500}") for number in range(100)]
    file = SimpleUploadedFile("case.json", json.dumps({"format": "factcheck-case/1", "claims": claims}).encode())
    with befallen():
        read = desk.get("sources/")
        answer = desk.post("cases/", {"format": "factcheck-case/1", "claims": claims})
        lines = sent_as_lines(desk, claims)
        last = json.loads(b"".join(lines.streaming_content).splitlines()[-1])
        page = window.post(reverse("admin:claims_claim_load_case"), {"file": file, "reason": "The night's."})
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api/v1/problems/{name}")
    assert int(answer["Retry-After"]) > 0
    assert (last["type"], "Send the lines again to resume" in last["detail"]) == (f"/api/v1/problems/{name}", True)
    assert (page.status_code, says in page.content.decode()) == (status, True)
    assert read.status_code == 200
    assert not Claim.objects.exists()


def sent_as_lines(desk: Caller, claims: list[Any]) -> Any:
    body = b"\n".join(json.dumps(each).encode() for each in claims)
    return desk._client.generic("POST", "/api/v1/cases/", body, NDJSON, headers={"Authorization": f"Bearer {desk.text}"})


def test_only_what_befalls_the_whole_database_is_explained() -> None:
    busy, kept = OperationalError("database is locked"), "Nothing is stored. "
    page = fault_page(busy)
    assert page is not None
    assert (page.status_code, b"The database is busy" in page.content) == (503, True)
    assert f"is locked by another process: database is locked. {kept}Wait until" in explained(busy, "Nothing is stored. ")
    assert explained(IntegrityError("UNIQUE constraint failed: claims_claim.key")) == ""
    assert (fault_page(ValueError("x")), fault_page(None), explained(OSError(errno.EPIPE, "Broken pipe"))) == (None, None, "")

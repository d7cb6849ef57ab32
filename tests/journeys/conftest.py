"""A real browser, driven through the running site; and real workers, which share a test's database."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from claims.operations.editors import ensure_editors_group
from tests.cases import load_sample
from tests.journeys.processes import CHUNK, OwnRedis, Processes

pytest.register_assert_rewrite("tests.undisturbed", "tests.journeys.stale_night")

# Playwright's plain interface runs an event loop in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PASSWORD = "a-long-pass-phrase"
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    executable = _chromium()
    if executable is None:
        pytest.skip("no Chromium: install chromium, or say where it is in the environment variable CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make test installs it")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def editor(transactional_db: None, now: datetime) -> User:
    """An editor, and the sample case to work on."""
    load_sample(now)
    user = User.objects.create_user("ed", password=PASSWORD, is_staff=True)
    user.groups.add(ensure_editors_group())
    return user


@pytest.fixture
def desk(browser: Any, live_server: Any, editor: User) -> Iterator[Any]:
    """A window in which the editor has signed in, as on a phone or on a desk."""
    window = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    window.set_default_timeout(20_000)
    page = window.new_page()
    page.goto("/admin/login/")
    page.fill("[name=username]", editor.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    yield window
    window.close()


@pytest.fixture
def processes(settings: Any) -> Iterator[Processes]:
    """Start workers on this test's database, and on a Redis namespace of its own."""
    if connection.vendor != "postgresql" or not os.environ.get("REDIS_URL"):
        pytest.skip("needs PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)")
    settings.VERIFICATION_CHUNK = CHUNK
    database = connection.settings_dict
    login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    address = f"postgres://{login}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    found = Processes(
        {
            **os.environ,
            "DATABASE_URL": address,
            "CELERY_BROKER_URL": os.environ["REDIS_URL"],
            "CELERY_KEY_PREFIX": f"test-{uuid.uuid4().hex}-",
            "VERIFICATION_CHUNK": str(CHUNK),
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        }
    )
    yield found
    found.kill_all()


@pytest.fixture
def own_redis(processes: Processes, tmp_path: Path) -> Iterator[OwnRedis]:
    """A Redis for this test's processes alone, not started yet."""
    server = OwnRedis(tmp_path)
    processes.environment["CELERY_BROKER_URL"] = server.url
    yield server
    processes.kill_all()
    server.kill()

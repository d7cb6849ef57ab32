"""A real browser, driven through the running site; and real workers, which share a test's database."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from claims.operations.desk.roles import SENIOR, ensure_role
from tests.cases import load_sample
from tests.journeys.processes import CHUNK, OwnRedis, Processes, address_of_database

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
    import_module("claims.migrations.0014_rating_words").add(apps, None)  # another such test emptied every table
    load_sample(now)
    return with_role("ed", SENIOR)


def with_role(name: str, role: str) -> User:
    """Return somebody of the desk who can sign in."""
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(ensure_role(role))
    return user


@pytest.fixture
def sign_in(browser: Any, live_server: Any, transactional_db: None) -> Iterator[Callable[..., Any]]:
    """Open a window in which somebody has signed in; it is a desk's unless its options say otherwise."""
    windows = []

    def open_window(user: User, **options: Any) -> Any:
        window = browser.new_context(base_url=live_server.url, **{"viewport": {"width": 1280, "height": 900}, **options})
        windows.append(window)
        window.set_default_timeout(60_000)
        page = window.new_page()
        page.goto("/admin/login/")
        page.fill("[name=login]", user.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/admin/")
        return window

    yield open_window
    for window in windows:
        window.set_offline(True)  # a claim's page says that it is closed, to a server that has no database by then
        window.close()


@pytest.fixture
def desk(sign_in: Callable[..., Any], editor: User) -> Any:
    """A window in which the editor has signed in."""
    return sign_in(editor)


@pytest.fixture
def processes(settings: Any) -> Iterator[Processes]:
    """Start workers on this test's database, and on a Redis namespace of its own."""
    if connection.vendor != "postgresql" or not os.environ.get("REDIS_URL"):
        pytest.skip("needs PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)")
    settings.VERIFICATION_CHUNK = CHUNK
    found = Processes(
        {
            **os.environ,
            "DATABASE_URL": address_of_database(),
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

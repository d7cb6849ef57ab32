"""Fixtures that many tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import connection
from django.template.base import Template
from django.test import Client
from hypothesis import settings

from claims.models import Claim
from claims.operations.cases import LoadResult
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, REPORTER, SENIOR, VIEWER, ensure_role

pytest.register_assert_rewrite("tests.recompute")

# In CI the same examples each time, so that a build fails for what was changed; at the desk new ones, which find more.
settings.register_profile("ci", derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# A password's hash is slow on purpose; here it would be half of the time of the pages' tests.
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

#: What is tested between edits, with one test of each door.
_FAST = ("claims/policy/", "claims/casefile/", "claims/chains/", "claims/intake/")
#: Pages and the API. They hold no query of their own (`tests/test_layout.py`), so of two databases, one is enough.
_INTERFACES = ("claims/admin/", "claims/api/", "factcheck/desk/", "sources/admin/", "sources/api/")
_JOURNEYS = "journeys/"
_OF_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parts = (
        "of a suite run on two databases: first, without what is tested once; second, what touches a database; journeys, those "
        "of the second that wait for processes; or fast: the policy, case files and one test of each door"
    )
    parser.addoption("--part", choices=("first", "second", "journeys", "fast"), help=parts)


def pytest_configure(config: pytest.Config) -> None:
    examples.part = config.getoption("--part")
    database = django_settings.DATABASES["default"]
    if examples.part == "journeys" and _on_postgresql():  # beside the second part, which has the database of this name
        database["TEST"] = {**database.get("TEST", {}), "NAME": f"test_{database['NAME']}_journeys"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the folders of which the part has no test: importing them takes each worker seconds."""
    here = Path(__file__).parent
    if config.getoption("--part") != "journeys" or here not in collection_path.parents:
        return None
    return True if not _name_of(collection_path).startswith(_JOURNEYS) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other run of the suite tests."""
    part = config.getoption("--part")
    ways = {"first": _on_the_first, "second": _on_the_second, "journeys": _is_journey, "fast": _between_edits}
    stays = ways.get(part, lambda _item: True)
    config.hook.pytest_deselected(items=[item for item in items if not stays(item)])
    items[:] = [item for item in items if stays(item)]


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking through all modules and all tests again and again: they stay."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a server that this run has not; from here to the test itself, its fixtures are made."""
    if item.get_closest_marker("postgresql") and not _on_postgresql():
        pytest.skip("needs PostgreSQL (DATABASE_URL)")
    if item.get_closest_marker("redis") and not os.environ.get("REDIS_URL"):
        pytest.skip("needs Redis (REDIS_URL)")
    cases.arranging_for = _place(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    cases.arranging_for = ""


def _on_postgresql() -> bool:
    return str(django_settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def _on_the_first(item: pytest.Item) -> bool:
    once = any(map(item.get_closest_marker, ("browser", "once")))
    if _of_a_database(item):
        return not once and not _is_of_an_interface(item)
    return not once and not _is_property(item)


def _on_the_second(item: pytest.Item) -> bool:
    return (_of_a_database(item) or _is_property(item)) and not _is_journey(item)


def _is_journey(item: pytest.Item) -> bool:
    """Tell whether a test is a journey of a database's own: they start processes, and wait for them."""
    return _place(item).startswith(_JOURNEYS) and _of_a_database(item)


def _is_of_an_interface(item: pytest.Item) -> bool:
    """Return whether a test is of a page or of the API, and not one of the few that show them on both databases."""
    return _place(item).startswith(_INTERFACES) and not any(map(item.get_closest_marker, ("both", "door")))


def _is_property(item: pytest.Item) -> bool:
    """Return whether a test tries many examples: it takes twice as long where coverage is measured, on the first database."""
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)


def _of_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(_OF_A_DATABASE & fixtures) or any(map(item.get_closest_marker, ("django_db", "postgresql", "redis", "worker")))


def _between_edits(item: pytest.Item) -> bool:
    return _place(item).startswith(_FAST) or item.get_closest_marker("door") is not None


def _place(item: pytest.Item) -> str:
    return _name_of(item.path)


def _name_of(path: Path) -> str:
    return path.relative_to(Path(__file__).parent).as_posix() + ("/" if path.is_dir() else "")


from tests import cases, examples, migrated, quick_pages  # noqa: E402
from tests.cases import load, load_sample  # noqa: E402 - after the line above, which must come first


@pytest.fixture(scope="session")
def django_test_environment(django_test_environment: None) -> None:
    """Django set up for tests, with a client that records whole pages alone."""
    Template._render = quick_pages.render


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> ExitStack:
    """How the database is made: as a copy of a migrated one, which is kept when it has been made."""
    making = ExitStack()
    with django_db_blocker.unblock():
        making.enter_context(migrated.copied())
    return making


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: ExitStack, django_db_setup: None, django_db_blocker: Any) -> None:
    """The database; on PostgreSQL, a test that commits is followed by a DELETE for each table.

    TRUNCATE makes a new file for each table and each index, which took half a second a test.
    """
    with django_db_blocker.unblock():
        django_db_modify_db_settings.close()
    if connection.vendor == "postgresql":
        vars(connection.ops)["sql_flush"] = _deletes


def _deletes(_style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
    return [f"DELETE FROM {connection.ops.quote_name(table)};" for table in tables]


@pytest.fixture
def now() -> datetime:
    """A fixed present."""
    return datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that advances by a second each time it is read."""
    ticks = iter(range(1_000_000))
    return lambda: now + timedelta(seconds=next(ticks))


@pytest.fixture
def loaded(db: None, clock: Callable[[], datetime]) -> Callable[..., LoadResult]:
    """Load a case given as the lists of a case file."""

    def load_now(*, update_sources: bool = False, **case: Any) -> LoadResult:
        return load(case, at=clock(), update_sources=update_sources)

    return load_now


@pytest.fixture
def sample(db: None, now: datetime) -> None:
    """The sample case, loaded."""
    load_sample(now)


@pytest.fixture
def arms(sample: None) -> Claim:
    """The claim that North Korea has shipped arms: contested, everything through Bloomberg."""
    return Claim.objects.get(key="arms-transfers")


@pytest.fixture
def ed(db: None) -> User:
    """An editor."""
    return _with_role("ed", EDITOR)


@pytest.fixture
def editor(ed: User) -> Client:
    """The editor, signed in."""
    return _signed_in(ed)


@pytest.fixture
def sen(db: None) -> User:
    """A senior editor."""
    return _with_role("sen", SENIOR)


@pytest.fixture
def senior(sen: User) -> Client:
    """The senior editor, signed in."""
    return _signed_in(sen)


@pytest.fixture
def reporter(db: None) -> Client:
    """A reporter, signed in."""
    return _signed_in(_with_role("rep", REPORTER))


@pytest.fixture
def viewer(db: None) -> Client:
    """Somebody who only reads, signed in."""
    return _signed_in(_with_role("vi", VIEWER))


@pytest.fixture
def administrator(db: None) -> Client:
    """An administrator who is no superuser, signed in."""
    return _signed_in(_with_role("adm", ADMINISTRATOR))


@pytest.fixture
def superuser(db: None) -> Client:
    """An admin, signed in."""
    return _signed_in(User.objects.create_superuser("boss", password="boss-pass-1"))


@pytest.fixture
def newcomer(db: None) -> Client:
    """Staff with no permission at all, signed in."""
    return _signed_in(User.objects.create_user("new", password="new-pass-1", is_staff=True))


def _with_role(name: str, role: str) -> User:
    user = User.objects.create_user(name, password=f"{name}-pass-1", is_staff=True)
    user.groups.add(ensure_role(role))
    return user


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client

"""The site while PostgreSQL refuses connections or hangs: it says so within seconds, and goes on once PostgreSQL is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.own_postgresql import OwnPostgresql
from tests.journeys.processes import address_of_database, until
from tests.journeys.site import THREADS, Site

# Of the database of this run the tables are copied.
pytestmark = [pytest.mark.postgresql, pytest.mark.worker, pytest.mark.django_db]

CLAIMS = "/api/v1/claims/"
#: A session that nobody began: to find that out takes the database.
SIGNED_IN = {"Cookie": f"sessionid={'a' * 32}"}
Act = Callable[[OwnPostgresql], None]


@pytest.fixture(scope="module")
def database() -> Iterator[OwnPostgresql]:
    server = OwnPostgresql()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def site(database: OwnPostgresql, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    variables = {"DATABASE_URL": database.url, "CELERY_BROKER_URL": "redis://127.0.0.1:1/0"}
    site = Site(tmp_path_factory.mktemp("site") / "log", variables)
    not_migrated = site.get("/readyz")
    assert (not_migrated.status, not_migrated.json()) == (503, {"status": "not ready", "database": "not migrated"})
    database.copy_tables(address_of_database())
    yield site
    site.stop()


@pytest.mark.parametrize(
    ("go", "come_back"),
    [(OwnPostgresql.kill, OwnPostgresql.start), (OwnPostgresql.pause, OwnPostgresql.resume)],
    ids=["refuses connections", "hangs"],
)
def test_while_it_is_away_every_answer_comes_soon_and_says_so(
    database: OwnPostgresql, site: Site, go: Act, come_back: Act
) -> None:
    # More connections than one, all of which are then of no use.
    assert {answer.status for answer in site.get_at_once(CLAIMS, THREADS)} == {200}
    assert {"status": "ready", "database": "ok"}.items() <= site.get("/readyz").json().items()
    go(database)
    for answer in site.get_at_once(CLAIMS, 3 * THREADS):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "/api/v1/problems/unavailable"
    page = site.get("/admin/", **SIGNED_IN)
    assert (page.status, page.headers["Retry-After"]) == (503, "5")
    assert "The database is not available" in page.body
    assert "Nothing was saved." in page.body
    assert site.ask("POST", "/api/v1/sources/", {}, **SIGNED_IN).status == 503
    assert site.ask("OPTIONS", CLAIMS).status < 500
    assert site.get("/healthz").status == 200
    ready = site.get("/readyz")
    assert (ready.status, ready.json()["database"]) == (503, "away")
    come_back(database)
    until(lambda: site.get(CLAIMS).status == 200)
    assert site.get("/readyz").status == 200
    # One who is not signed in is asked to sign in.
    assert site.get("/admin/", **SIGNED_IN).status == 302
    assert {answer.status for answer in site.get_at_once(CLAIMS, THREADS)} == {200}

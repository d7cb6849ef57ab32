"""The benchmark of the API measures what it says: contenders that answer the same, and writes that are recorded."""

from __future__ import annotations

import json
import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.models import Attribution, PublicBody, Revision
from tests.benchmarks.api import writing
from tests.benchmarks.api.datasette import NESTED, export
from tests.benchmarks.api.prepare import token
from tests.benchmarks.api.report import LIST, UNCHANGED, Size, measure
from tests.benchmarks.databases import Postgresql
from tests.benchmarks.scale_data import fill
from tests.benchmarks.spending import PRODUCTION
from tests.factcheck.api.asking import Caller, caller

CLAIMS = 60


@pytest.fixture
def newsroom(db: None) -> None:
    fill(CLAIMS, now=timezone.now())
    call_command("verify", "--all", stdout=StringIO())


def held(claims: list[dict[str, Any]]) -> dict[str, list[tuple[str, str, str]]]:
    """Return for each claim its attributions, as far as all ways return them: key, stance and source."""
    return {
        claim["key"]: sorted((row["key"], row["stance"], _key(row["source"])) for row in claim["attributions"])
        for claim in claims
    }


def _key(source: Any) -> str:
    return source if isinstance(source, str) else source["key"]


def shown(one: Caller, path: str) -> list[dict[str, Any]]:
    answer = one._client.get(path, headers={"Authorization": f"Bearer {one.text}"})
    assert answer.status_code == 200, answer.content[:500]
    found = json.loads(answer.content)
    page: list[dict[str, Any]] = found.get("claims") or found["results"]
    return page


def test_every_way_shows_the_same_claims_and_attributions(newsroom: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.benchmarks.api.urls"
    one = caller()
    ours = held(shown(one, "/api/v1/claims/?limit=50"))
    assert len(ours) == 50
    assert held(shown(one, "/bench/plain/")) == ours
    if connection.vendor == "postgresql":
        assert held(shown(one, f"/bench/built/?before={CLAIMS + 1}")) == ours


def test_a_measured_write_is_an_attribution_with_its_revision(newsroom: None) -> None:
    attributions, revisions = Attribution.objects.count(), Revision.objects.count()
    found = writing.measured(3, CLAIMS)
    assert len(found.milliseconds) == 3
    written = Attribution.objects.count() - attributions
    assert written > 3  # some to warm up, one to count its statements
    assert Revision.objects.count() - revisions >= written  # a claim that contradicts a written one may get another
    assert found.statements > 10
    row = Attribution.objects.latest("id")
    assert row.key in PublicBody.objects.get(claim=row.claim_id).body


def url() -> str:
    """Return the address of the database of this test."""
    asked = {name: quote(str(connection.settings_dict[name] or ""), safe="") for name in ("USER", "PASSWORD", "NAME")}
    host, port = connection.settings_dict["HOST"] or "127.0.0.1", connection.settings_dict["PORT"] or 5432
    return "postgres://{USER}:{PASSWORD}@{where}/{NAME}".format(**asked, where=f"{host}:{port}")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_whole_of_it_runs_on_a_few_claims(tmp_path: Path, settings: Any) -> None:
    settings.TOKEN_PEPPERS = (f"tokens of {PRODUCTION['SECRET_KEY']}",)  # that of the server which is started
    fill(CLAIMS, now=timezone.now())
    call_command("verify", "--all", stdout=StringIO())
    said: list[str] = []
    database = Postgresql(url())
    with database.connection:
        measure(database, token(), said.append, Size(CLAIMS, rounds=2, requests=2, writes=3), with_datasette=False)
        export(database, tmp_path / "bench.db")
    lines = "\n".join(said)
    assert all(f"API, {name}" in lines for name in (LIST, UNCHANGED, "one attribution over HTTP", "the same by the operation"))
    assert lines.count("to reach") == 5
    with sqlite3.connect(tmp_path / "bench.db") as exported:
        rows = exported.execute(NESTED, {"before": CLAIMS + 1}).fetchall()
    assert len(rows) == 50
    assert all(json.loads(row[-1])[0]["source"]["name"] for row in rows)

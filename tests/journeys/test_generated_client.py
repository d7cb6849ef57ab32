"""A client that is generated from the published OpenAPI works: it reads, records, changes, and is told what was refused."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from factcheck.api.document import published
from tests.cases import load_sample
from tests.factcheck.api.asking import caller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a package of the generated client, which can be imported."""
    (tmp_path / "openapi.json").write_bytes(published())
    shown = ["generate", "--path", "openapi.json", "--output-path", "desk_client", "--meta", "none"]
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *shown], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout
    # Streams are not what generated clients read; all else must have been understood.
    left_out = [line for line in made.stdout.splitlines() if line.startswith("Cannot parse")]
    assert all("x-ndjson" in line or "svg" in line for line in left_out), made.stdout
    monkeypatch.syspath_prepend(tmp_path)
    return "desk_client"


def test_a_generated_client_reads_records_and_changes_claims(package: str, live_server: Any, now: Any) -> None:
    load_sample(now)
    desk = importlib.import_module(f"{package}.client")
    models = importlib.import_module(f"{package}.models")
    claims = {
        name: importlib.import_module(f"{package}.api.claims.{name}")
        for name in ("list_claims", "read_claim", "record_claim", "change_claim")
    }
    one = desk.AuthenticatedClient(base_url=live_server.url, token=caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE)).text)

    page = claims["list_claims"].sync(client=one, status="contested")
    assert {claim.key for claim in page.claims} == {"arms-transfers", "ballistic-missiles"}
    said = {"stance": models.NewAttributionStance.SUPPORTS, "basis": models.NewAttributionBasis.UNSTATED}
    row = models.NewAttribution(key="vedomosti", source="vedomosti", **said)
    new = models.NewClaim(key="by-a-client", text="Recorded by a generated client.", attributions=[row])
    recorded = claims["record_claim"].sync_detailed(client=one, body=new)
    assert (recorded.status_code, recorded.parsed.status, recorded.parsed.revision) == (201, "unverified", 1)

    change, etag = models.ClaimChange(reason="Filed.", topics=["clients"]), recorded.headers["ETag"]
    changed = claims["change_claim"].sync(key="by-a-client", client=one, body=change, if_match=etag)
    assert changed.topics == ["clients"]
    stale = claims["change_claim"].sync_detailed(key="by-a-client", client=one, body=change, if_match=etag)
    assert (stale.status_code, stale.parsed.type_) == (412, "/api/v1/problems/stale")
    assert [(line.about, line.after) for line in stale.parsed.changes] == [("topic", "clients")]

"""Documents over the API: each names its publisher, and its captures are apart."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sources.models import Capture, Document
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_a_document_names_its_publisher_and_its_captures_are_apart(reader: Caller, now: datetime) -> None:
    (one,) = described(reader.get("documents/?publisher=spokesman-review"), "list_documents")["documents"]
    shown = described(reader.get(f"documents/{one['key']}/"), "read_document")
    assert (shown["publisher"], shown["corrections"]) == ("spokesman-review", [])
    document = Document.objects.get(key=one["key"])
    for number in range(3):
        fetched = {"sha256": f"{number}" * 64, "fetched_at": now + timedelta(hours=number), "http_status": 200}
        Capture.objects.create(document=document, text="canary", **fetched)
    page = reader.get(f"documents/{one['key']}/captures/?limit=2")
    assert [each["number"] for each in described(page, "list_captures")["captures"]] == [3, 2]
    following = page.json()["next"].partition("/api/v1/")[2]
    last = described(reader.get(following), "list_captures")
    assert ([each["sha256"] for each in last["captures"]], last["next"]) == (["0" * 64], None)
    assert "canary" not in page.content.decode()

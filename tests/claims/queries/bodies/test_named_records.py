"""Sources and documents in the public shape."""

from __future__ import annotations

from datetime import datetime

from claims.queries.bodies.named_records import public_documents, public_sources
from sources.models import Document, Source
from tests.cases import load, outlet, person, unnamed


def test_a_source_has_its_outlets_and_nothing_of_its_approval(db: None, now: datetime) -> None:
    aide = {**unnamed("aide", "post"), "vouched_by": ["post", "wire"], "anonymity_reason": "afraid", "approved_by": "sen"}
    load({"sources": [outlet("post"), outlet("wire"), person("ada"), aide]}, at=now)
    pk = Source.objects.get(key="aide").pk
    (shown,) = public_sources([pk]).values()
    assert (shown.vouched_by, shown.also_vouched_by, shown.identified) == ("post", ("wire",), False)
    assert "afraid" not in repr(shown)
    assert public_sources([]) == {}


def test_a_document_has_its_corrections_oldest_first(db: None, now: datetime) -> None:
    notes = [{"note": "It was Monday."}, {"note": "It was Tuesday."}]
    page = {"key": "page", "publisher": "post", "kind": "article", "title": "It", "corrections": notes}
    load({"sources": [outlet("post")], "documents": [page]}, at=now)
    (shown,) = public_documents([Document.objects.get().pk]).values()
    assert [each.note for each in shown.corrections] == ["It was Monday.", "It was Tuesday."]

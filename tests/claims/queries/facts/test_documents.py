"""The dates of the documents that hold a statement."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Attribution, AttributionDocument
from claims.queries.facts.documents import first_published, further_documents
from sources.models import Document
from tests.cases import claim, load, outlet, person, row


@pytest.mark.parametrize(
    ("dates", "first"),
    [(("2024-06-10", "2024-06-09"), "2024-06-09"), (("", "2024-06"), "2024-06"), (("", ""), ""), ((), "")],
)
def test_the_first_is_the_one_that_certainly_came_first_and_unknown_dates_are_left_out(
    dates: tuple[str, ...], first: str
) -> None:
    assert first_published(dates) == first


def test_further_documents_count_until_they_are_struck_out(db: None, now: datetime) -> None:
    pages = [
        {"key": key, "publisher": "post", "kind": "article", "title": key, "published_at": f"2024-06-0{number}"}
        for number, key in enumerate(("first", "tape", "copy"), 1)
    ]
    said = row("ada", document="first", documents=[{"document": "tape"}, {"document": "copy"}])
    load({"sources": [outlet("post"), person("ada")], "documents": pages, "claims": [claim("c", said)]}, at=now)
    stated = Attribution.objects.get()
    assert further_documents([stated.claim_id]) == {stated.pk: [("2024-06-02", None), ("2024-06-03", None)]}

    tape = Document.objects.get(key="tape")
    AttributionDocument.objects.filter(document=tape).update(struck_at=now, struck_reason="another speech")
    assert further_documents([stated.claim_id]) == {stated.pk: [("2024-06-03", None)]}

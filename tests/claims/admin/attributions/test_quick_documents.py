"""The document of a typed chain."""

from __future__ import annotations

import pytest

from sources.models import Document
from tests.claims.admin.quick_desk import Desk, said


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


class TestADocument:
    def test_a_new_document_is_published_by_the_nearest_source(self, desk):
        shown = desk.look(
            said__name="Moscow", stance="denies", through__0__name="Sputnik", where__name="https://sputnik.example/1"
        )
        assert "Enter a title" in said(shown)["where-title"][0]

        desk.record(desk.again(shown, where__title="Kremlin denies", where__published_at="2024-06-11"))

        document = Document.objects.get(url="https://sputnik.example/1")
        assert (document.publisher.key, document.title, document.kind) == ("sputnik", "Kremlin denies", "article")
        row = desk.recorded("sputnik")
        assert (row.document, row.said_at) == (document, "2024-06-11")

    def test_a_document_is_tied_to_a_recorded_attribution_that_has_none(self, desk):
        shown = desk.look(
            said__name="Moscow", stance="denies", where__name="Statement of the ministry", where__kind="statement"
        )

        desk.record(shown)

        assert desk.recorded("moscow-denies").document.title == "Statement of the ministry"
        assert not desk.claim.attributions.filter(key="moscow").exists()

    def test_a_date_that_is_none_is_refused_at_its_field(self, desk):
        shown = desk.look(said__name="Sputnik", said_at="yesterday", where__name="x", where__published_at="soon")

        assert "is not a date" in said(shown)["said_at"][0]
        assert "is not a date" in said(shown)["where-published_at"][0]

"""Every column of an attribution is listed once, and each place that is written by hand keeps to the list."""

from __future__ import annotations

import re

import pytest

from claims.attribution_fields import FIELDS, AttributionField
from claims.casefile.attribution_records import AttributionRecord
from claims.models import Attribution
from claims.models.attribution import column_of
from claims.published import PublicAttribution
from claims.queries.facts.fingerprints import _ATTRIBUTION
from tests.claims.paths import leads


def test_every_column_of_an_attribution_is_listed_once() -> None:
    columns = [column.name for column in Attribution._meta.concrete_fields if not column.primary_key]

    assert sorted(columns) == sorted(field.name for field in FIELDS), "list the column in claims/attribution_fields.py"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_exchanged_and_published_is_at_its_place(field: AttributionField) -> None:
    for shape, path in ((AttributionRecord, field.case_file), (PublicAttribution, field.body)):
        assert not path or leads(shape, path), (shape, path)
        assert path or not leads(shape, field.name)


def test_fingerprints_cover_what_the_policy_reads() -> None:
    read = {found[1] for column in _ATTRIBUTION if (found := re.fullmatch(r"a\.(\w+)", column))}

    assert read - {"id"} == {column_of(field) for field in FIELDS if field.assessed}


def test_what_is_exchanged_is_copied_but_for_what_a_copy_has_of_its_own() -> None:
    exchanged = {field.name for field in FIELDS if field.case_file}

    assert exchanged - {field.name for field in FIELDS if field.copied} == {"key", "supersedes", "recorded_at"}

"""Every column of a claim is listed once, and each place that is written by hand keeps to the list."""

from __future__ import annotations

import msgspec
import pytest
from django.db import models

from claims.admin.claim_list.filters import CLAIM_FILTERS
from claims.admin.claims.forms import ClaimForm
from claims.api.claims.filters import DESK_PARAMETERS, PARAMETERS
from claims.api.claims.write import ClaimChange
from claims.casefile.columns import _TYPES as CASE_FILE_TYPES
from claims.casefile.records import ClaimRecord
from claims.claim_fields import ClaimField, Kind, fields
from claims.management.commands.field_tables import documents, with_tables
from claims.models import Claim
from claims.models.claim import column_of
from claims.published import _TYPES as BODY_TYPES
from claims.published import PublicClaim
from claims.queries.facts.fingerprints import _CLAIM
from claims.vocabulary import Stage
from factcheck.database.exact_decimals import ExactDecimalField
from factcheck.text.erasing import OnErase
from tests.claims.paths import leads

FIELDS = list(fields())
#: Filters that are written by hand, where they are not called as the column is.
CALLED = {"public": {"public__exact"}, "recorded_at": {"recorded_from"}, "merged_into": {"retired"}, "removed_at": {"retired"}}


def names(fields: list[ClaimField]) -> list[str]:
    return [field.name for field in fields]


def test_every_column_of_a_claim_is_listed_once() -> None:
    columns = [column.name for column in Claim._meta.concrete_fields if not column.primary_key]

    assert sorted(columns) == sorted(names(FIELDS)), "list the column in claims/claim_fields.py"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_list_says_what_the_model_does(field: ClaimField) -> None:
    column = Claim._meta.get_field(field.name)
    kinds = {
        Kind.YES_NO: models.BooleanField,
        Kind.YES_NO_OPEN: models.BooleanField,
        Kind.PRIORITY: models.PositiveSmallIntegerField,
        Kind.INSTANT: models.DateTimeField,
        Kind.FIGURE: ExactDecimalField,
    }

    if field.is_value:
        assert isinstance(column, kinds.get(field.kind, models.CharField))
        assert getattr(Claim(), column_of(field)) == field.empty
    assert field.kind is not Kind.LINE or column.max_length == field.most
    assert column.null == (field.kind is Kind.YES_NO_OPEN or (field.empty is None and field.name not in ("key", "recorded_at")))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_exchanged_and_published_is_at_its_place(field: ClaimField) -> None:
    for shape, path in ((ClaimRecord, field.case_file), (PublicClaim, field.body)):
        assert not path or leads(shape, path), (shape, path)
    if not field.case_file:
        assert not leads(ClaimRecord, field.name)
    if not field.body:
        assert not leads(PublicClaim, field.name)


def test_editors_change_what_is_editable_and_nothing_else() -> None:
    editable = {field.name for field in FIELDS if field.editable}
    form = ClaimForm(claim=Claim(pk=1)).fields.keys() - {"topics", "same_meaning", "reason", "revision_seen"}
    sent = {field.encode_name for field in msgspec.structs.fields(ClaimChange)} - {"topics", "same_meaning", "reason"}

    assert form == editable
    assert sent == {field.case_file.partition(".")[0] or field.name for field in FIELDS if field.editable}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_filterable_has_its_filter(field: ClaimField) -> None:
    known = {each.parameter_name for each in CLAIM_FILTERS} | PARAMETERS.keys() | DESK_PARAMETERS.keys()

    assert bool(CALLED.get(field.name, {field.name}) & known) == field.filterable
    if field.is_filtered_by_value:
        assert field.name in PARAMETERS
        assert field.name in {each.parameter_name for each in CLAIM_FILTERS}


def test_each_kind_of_value_is_known_wherever_the_list_is_read() -> None:
    values = {kind for kind in Kind if ClaimField(kind=kind, **_ANY).is_value}

    assert set(CASE_FILE_TYPES) == set(BODY_TYPES) == values


_ANY = {
    "name": "any", "label": "any", "case_file": "", "body": "", "editable": False, "filterable": False, "kept_on_split": False,
    "emptied_on_erasure": False, "on_erase": OnErase.KEPT,
}  # fmt: skip


def test_fingerprints_cover_what_the_policy_reads_in_a_fixed_order() -> None:
    """Another order or another column is another fingerprint: raise ``_SEED`` with it."""
    assert _CLAIM == (
        "c.key", "c.window_from", "c.window_until", "c.predicts", "c.quantity_low", "c.quantity_high", "c.quantity_unit",
        "c.quantity_as_of", "c.recorded_at",
    )  # fmt: skip


def test_the_stages_have_their_default_among_them() -> None:
    assert Claim().stage in Stage.words()


def test_the_tables_of_the_documentation_are_those_of_the_list() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in documents()}
    made = [name for name, page in pages.items() if "field_tables: " in page]

    assert made == ["case-file.md", "claim-fields.md"]
    assert all(with_tables(page) == page for page in pages.values()), "regenerate them: manage.py field_tables"

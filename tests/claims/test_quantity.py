"""The figure that a claim states: from every door to every reader, digit by digit."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from claims.casefile import CaseFileError, encode
from claims.models import Claim, PublicBody
from claims.operations.desk.roles import EDITOR
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.queries.cases.export import export
from claims.queries.cases.spreadsheets import COLUMNS, claim_rows
from claims.queries.history.revisions import recent_changes
from claims.spreadsheets import csv_table, xlsx_table
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, person, row
from tests.claims.admin.listing import listed
from tests.claims.admin.posting import opened
from tests.claims.operations.moving import because, pk
from tests.factcheck.api.asking import Caller, caller

SAID = {"low": "2000000", "high": "3000000.50", "unit": "shells", "as_of": "2024-09"}
NONE = (None, None, "", "")


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    """A claim that states a figure, and one that does not."""
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), quantity=SAID), claim("plain", row("ada"))]}, at=now)
    return now + timedelta(hours=1)


@pytest.fixture
def ed_over_the_api(desk: datetime) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))


def stored(key: str) -> tuple[Any, ...]:
    names = ("quantity_low", "quantity_high", "quantity_unit", "quantity_as_of")
    found: tuple[Any, ...] = Claim.objects.values_list(*names).get(key=key)
    return found


def body(key: str) -> Any:
    return json.loads(PublicBody.objects.get(claim__key=key).body).get("quantity")


def problems(quantity: Any, now: datetime) -> str:
    with pytest.raises(CaseFileError) as refused:
        load({"claims": [claim("c", row("ada"), quantity=quantity)]}, at=now)
    return str(refused.value)


def test_it_is_stored_published_and_exported_with_every_digit(desk: datetime) -> None:
    assert stored("c") == (Decimal("2000000"), Decimal("3000000.50"), "shells", "2024-09")
    assert str(stored("c")[1]) == "3000000.50"
    assert (body("c"), body("plain")) == (SAID, None)
    exported = json.loads(encode(export([pk("c"), pk("plain")], whole=False)))["claims"]
    assert [one.get("quantity") for one in exported] == [SAID, None]

    assert load({"claims": exported}, at=desk).revised == ()


def test_more_digits_than_a_float_holds_are_kept(desk: datetime) -> None:
    figure = "123456789012345678.123456"
    load({"claims": [claim("c", row("ada"), quantity={"low": figure, "high": figure})]}, at=desk)

    assert str(stored("c")[0]) == body("c")["low"] == figure


def test_a_file_that_gives_it_gives_all_of_it(desk: datetime) -> None:
    load({"claims": [claim("c", row("ada"))]}, at=desk)
    assert body("c") == SAID
    load({"claims": [claim("c", row("ada"), quantity={"low": "10"})]}, at=desk)
    assert body("c") == {"low": "10"}

    load({"claims": [claim("c", row("ada"), quantity=None)]}, at=desk)

    assert (stored("c"), body("c")) == (NONE, None)


def test_other_zeros_at_the_end_are_another_precision(desk: datetime) -> None:
    load({"claims": [claim("c", row("ada"), quantity={"low": "2.5"})]}, at=desk)
    load({"claims": [claim("c", row("ada"), quantity={"low": "2.50"})]}, at=desk)

    assert body("c") == {"low": "2.50"}


@pytest.mark.parametrize(
    ("quantity", "advice"),
    [
        ({"low": 3000000}, "put it in quotes"),
        ({"low": 2.5}, "put it in quotes"),
        ({"low": "3,000,000"}, "write digits only"),
        ({"low": "10", "high": "9"}, "$.claims[0].quantity.high: 9 is less than low, 10"),
        ({"unit": "shells"}, "states no figure"),
        ({"low": "1", "as_of": "June"}, "$.claims[0].quantity.as_of"),
        ({"low": "1", "units": "shells"}, "did you mean 'unit'"),
    ],
)
def test_what_is_no_quantity_is_refused_with_advice(desk: datetime, quantity: Any, advice: str) -> None:
    assert advice in problems(quantity, desk)
    assert body("c") == SAID


def test_the_database_compares_figures_as_numbers(desk: datetime) -> None:
    Claim.objects.filter(key="c").update(quantity_low=Decimal("9"), quantity_high=Decimal("10"))

    with pytest.raises(IntegrityError, match="claim_quantity_in_order"), transaction.atomic():
        Claim.objects.filter(key="c").update(quantity_low=Decimal("10"), quantity_high=Decimal("9"))


def test_the_api_changes_it_and_filters_by_its_unit(ed_over_the_api: Caller) -> None:
    etag = ed_over_the_api.get("claims/c/")["ETag"]
    quantity = {"low": "4000000", "high": "4000000", "unit": "artillery shells"}
    changed = ed_over_the_api.patch("claims/c/", {"quantity": quantity, "reason": "New count."}, **{"If-Match": etag})

    assert changed.json()["quantity"] == quantity
    for asked, found in (("artillery+shells", ["c"]), ("none", ["plain"]), ("shells", [])):
        assert [one["key"] for one in ed_over_the_api.get(f"claims/?quantity_unit={asked}").json()["claims"]] == found
    lines = {line.about: (line.before, line.after) for line in recent_changes(Claim.objects.get(key="c"), 1)[0].lines}
    assert lines["quantity"] == ("2000000–3000000.50 shells (2024-09)", "4000000 artillery shells")


def test_the_api_refuses_a_number_that_json_may_round(ed_over_the_api: Caller) -> None:
    etag = ed_over_the_api.get("claims/c/")["ETag"]
    answer = ed_over_the_api.patch("claims/c/", {"quantity": {"low": 0.1}, "reason": "So."}, **{"If-Match": etag})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/quantity/low")


def test_editors_type_it_in_their_language(editor: Client, desk: datetime) -> None:
    url = reverse("admin:claims_claim_edit", args=[pk("c")])
    editor.post(url, opened(editor, url))
    assert body("c") == SAID

    editor.post(url, opened(editor, url, quantity_low="2,500,000", quantity_high="", quantity_as_of=""))

    assert body("c") == {"low": "2500000", "unit": "shells"}
    assert listed(editor, quantity_unit="shells") == ["c"]


def test_the_form_says_which_field_is_wrong(editor: Client, desk: datetime) -> None:
    url = reverse("admin:claims_claim_edit", args=[pk("c")])

    swapped = editor.post(url, opened(editor, url, quantity_low="5000000"))
    typed = editor.post(url, opened(editor, url, quantity_low="3 million"))

    assert "less than low" in str(swapped.context["form"].errors["quantity_high"])
    assert "write digits only" in str(typed.context["form"].errors["quantity_low"])


def test_a_comma_in_ukrainian_begins_decimals(editor: Client, desk: datetime) -> None:
    url = reverse("admin:claims_claim_edit", args=[pk("c")])
    with override("uk"):
        editor.cookies["django_language"] = "uk"
        page = opened(editor, url, quantity_low="2,5", quantity_high="3\u00a0000\u00a0000,25")
        editor.post(url, page)

    assert (body("c")["low"], body("c")["high"]) == ("2.5", "3000000.25")


def test_spreadsheets_have_its_digits(desk: datetime) -> None:
    (line,) = claim_rows([pk("c")], desk)
    found = dict(zip(COLUMNS, line, strict=True))

    assert [found[name] for name in COLUMNS if name.startswith("quantity")] == [*stored("c")]
    book = ZipFile(BytesIO(xlsx_table.written(COLUMNS, [line, [Decimal("1234567890123456.5")]])))
    assert b"<v>3000000.50</v>" in book.read("xl/worksheets/sheet1.xml")
    assert b"<t>1234567890123456.5</t>" in book.read("xl/worksheets/sheet1.xml")
    assert ",2000000,3000000.50,shells,2024-09," in csv_table.written(COLUMNS, [line]).decode()


def test_parts_of_a_split_state_their_own_and_a_deleted_claim_none(desk: datetime) -> None:
    split(pk("c"), [Part("one", "One."), Part("two", "Two.")], {}, because(desk, "split", "two things"))
    assert stored("one") == NONE

    remove_claim(pk("c"), because(desk + timedelta(hours=1), "removed", "ordered by a court"))

    assert stored("c") == NONE

"""Every table in which a text is looked for, with what erasing does to its columns and whose claim lists it."""

from __future__ import annotations

import pytest

from claims.queries.history.erasure_tables import Table, listed, tables
from factcheck.text.erasing import SEARCHED, OnErase

TABLES = {table.label: table for table in tables()}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_only_columns_that_are_searched_are_read_and_each_is_there(table: Table) -> None:
    assert set(table.columns.values()) <= SEARCHED
    assert {name for name, does in listed()[table.label].items() if does in SEARCHED} == set(table.columns)
    assert all(table.model._meta.get_field(name) for name in table.columns)


def test_tables_of_all_apps_are_searched_but_not_those_that_hold_no_text() -> None:
    assert {"claims.Claim", "claims.Attribution", "sources.Source", "access.ApiToken"} <= TABLES.keys()
    assert listed()["claims.OpenClaim"].keys() == {"id", "user", "claim", "opened_at", "seen_at"}
    assert "claims.OpenClaim" not in TABLES


def test_a_row_of_one_claim_leads_to_it_and_a_shared_row_to_none() -> None:
    owners = {label: TABLES[label].owner for label in ("claims.Claim", "claims.VerdictNote", "sources.Source")}
    assert owners == {"claims.Claim": "id", "claims.VerdictNote": "verdict__claim_id", "sources.Source": ""}
    assert TABLES["claims.Claim"].name == "claim"


def test_what_the_service_needs_is_kept() -> None:
    assert {listed()[label]["id"] for label in ("claims.Claim", "claims.Attribution")} == {OnErase.KEPT}

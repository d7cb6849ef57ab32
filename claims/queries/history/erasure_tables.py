"""Every stored table, and what erasing a text does to each of its columns, combined from the lists of the apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps

from claims import attribution_fields, claim_fields, erasure_fields
from claims.erasure_fields import OWNERS
from factcheck.access import erasure_fields as of_accounts
from factcheck.backups import erasure_fields as of_backups
from factcheck.signin import erasure_fields as of_sign_in
from factcheck.text.erasing import SEARCHED, Columns, OnErase
from sources import erasure_fields as of_sources


class Table(NamedTuple):
    """A table with those of its columns that are searched for a text."""

    label: str
    model: Any
    columns: Mapping[str, OnErase]
    owner: str  # path to the id of a row's claim; empty: the row belongs to no claim, or to several

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables that are searched for a text, in the order in which it is erased from them."""
    found = []
    for label, columns in listed().items():
        searched = {name: does for name, does in columns.items() if does in SEARCHED}
        if searched:
            found.append(Table(label, apps.get_model(label), searched, OWNERS.get(label, "")))
    return tuple(found)


@cache
def listed() -> Mapping[str, Mapping[str, OnErase]]:
    """Return what erasing does to each listed column, by table and column."""
    own = {"id": OnErase.KEPT}
    return {
        "claims.Claim": own | {field.name: field.on_erase for field in claim_fields.fields()},
        "claims.Attribution": own | {field.name: field.on_erase for field in attribution_fields.FIELDS},
        **{label: dict(_by_column(columns)) for label, columns in _all_tables().items()},
    }


def _all_tables() -> dict[str, Columns]:
    apps_ = (erasure_fields, of_sources, of_accounts, of_backups, of_sign_in)
    return {label: columns for each in apps_ for label, columns in each.TABLES.items()}


def _by_column(columns: Columns) -> Iterator[tuple[str, OnErase]]:
    for does, names in columns.items():
        for name in names.split():
            yield name, does

"""Indexes that Django does not know, and which a change of the model can drop unseen."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

_FIRST = import_module("claims.migrations.0011_claim_list_indexes")
_WORDS = import_module("claims.migrations.0028_claim_words")
_PAGES = import_module("claims.migrations.0062_page_indexes")
INDEXES = sorted((_FIRST.INDEXES.keys() | _WORDS.INDEXES.keys() | _PAGES.INDEXES.keys()).difference(_WORDS.BEFORE))


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none of them")
@pytest.mark.django_db
@pytest.mark.parametrize("name", INDEXES)
def test_what_the_list_of_claims_is_searched_by_is_there(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [name])
        assert cursor.fetchone() == (1,)

"""Migrations go there and back on whichever database the suite runs."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_all_of_ours_can_be_taken_back_and_applied_again() -> None:
    try:
        call_command("migrate", "claims", "zero", verbosity=0)
        call_command("migrate", "sources", "zero", verbosity=0)
        assert not [name for name in connection.introspection.table_names() if name.startswith(("claims_", "sources_"))]
    finally:
        call_command("migrate", verbosity=0)
    assert "claims_standing" in connection.introspection.table_names()


@pytest.mark.django_db
def test_the_models_have_no_change_without_a_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)

"""The migration that takes short names from unnamed sources keeps them nowhere, and has their claims rendered again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from claims.models import PublicBody
from claims.operations.sources.changes import apply_source_changes
from sources.models import PersonMatch, Source, SourceChange, SourceWord
from tests.cases import claim, load, outlet, person, row, unnamed

CONSTRAINT = "source_unnamed_has_no_identity"


@pytest.fixture
def unchecked(db: None) -> Iterator[None]:
    """Let the database take what the constraint refuses."""
    postgres = connection.vendor == "postgresql"
    off = f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE sources_source DROP CONSTRAINT {CONSTRAINT}"
    with connection.cursor() as cursor:
        cursor.execute(off if postgres else "PRAGMA ignore_check_constraints=ON")
    yield
    if not postgres:
        connection.cursor().execute("PRAGMA ignore_check_constraints=OFF")


def body() -> str:
    return PublicBody.objects.get(claim__key="c").body


def test_short_names_of_unnamed_sources_are_gone_for_good(unchecked: None, now: datetime) -> None:
    shown = unnamed("u", "post", description="a friend of Ada Lovelace", names_confirmed=True)
    said = claim("c", row("u"), row("post", stance="reports", cites=["u"]))
    load({"sources": [person("ada", name="Ada Lovelace"), outlet("post"), shown], "claims": [said]}, at=now)
    Source.objects.filter(key="u").update(short_name="Carla", search_text="\ncarla\n")
    values = {"old": {"short_name": ""}, "new": {"short_name": "Carla"}, "at": now, "actor": "user:ed"}
    SourceChange.objects.create(source=Source.objects.get(key="u"), action="changed", **values)
    apply_source_changes(now, actor="job")
    assert "Carla" in body()
    for model in (SourceWord, PersonMatch):
        model.objects.all().delete()

    migration = import_module("sources.migrations.0007_unnamed_lose_short_names")
    migration.clear(apps, None)
    migration.find(apps, None)
    apply_source_changes(now + timedelta(days=9_999), actor="job")

    source = Source.objects.get(key="u")
    assert (source.short_name, "carla" in source.search_text, "Carla" in body()) == ("", False, False)
    assert not any("Carla" in f"{change.old}{change.new}" for change in SourceChange.objects.all())
    assert list(PersonMatch.objects.values_list("unnamed__key", "person__key", "settled_at")) == [("u", "ada", None)]

"""Tests start from a copy of a migrated database, and never from one of other code."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from tests import migrated


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
def test_a_copy_holds_what_was_migrated(tmp_path: Path, transactional_db: None) -> None:
    (tmp_path / "test-migrated-older.sqlite3").touch()
    template = migrated.SQLite(tmp_path)
    assert not template.exists()
    template.keep()
    assert (template.exists(), len(list(tmp_path.iterdir()))) == (True, 1)

    copy = sqlite3.connect(":memory:")
    template.copy_into(copy)
    for query in ("SELECT name, sql FROM sqlite_master ORDER BY name", "SELECT app, name FROM django_migrations ORDER BY id"):
        with connection.cursor() as cursor:
            assert copy.execute(query).fetchall() == cursor.execute(query).fetchall() != []


def test_other_code_has_a_copy_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claims").mkdir()
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    of_code = migrated.state_of_code.__wrapped__
    before = of_code()
    (tmp_path / "claims" / "added.py").write_text("ADDED = 1\n")
    after = of_code()
    (tmp_path / "claims" / "added.py").write_text("ADDED = 2\n")
    assert len({before, after, of_code()}) == 3

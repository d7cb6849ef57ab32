"""Migrations go there and back on whichever database the suite runs, and the short way ends where the long one does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
#: Carries out every migration by itself, as a database does that was made when there were fewer of them.
ONE_BY_ONE = """
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
load = MigrationLoader.load_disk
def load_all_but_squashed(self):
    load(self)
    self.disk_migrations = {key: found for key, found in self.disk_migrations.items() if "squashed" not in key[1]}
MigrationLoader.load_disk = load_all_but_squashed
call_command("migrate", verbosity=0)
"""
#: What PostgreSQL holds of the tables of a schema, as lines; none of it depends on the order of columns.
_CATALOGUE = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT conrelid::regclass, conname, contype, condeferrable, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    """SELECT attrelid::regclass, attname, attstorage FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped""",
    "SELECT stxname, pg_get_statisticsobjdef_expressions(oid) FROM pg_statistic_ext",
)
_CONTENT = (
    "SELECT key, word, scale, position, definition FROM claims_ratingword",
    """SELECT auth_group.name, app_label, codename FROM auth_group
       JOIN auth_group_permissions ON group_id = auth_group.id
       JOIN auth_permission ON permission_id = auth_permission.id
       JOIN django_content_type ON content_type_id = django_content_type.id""",
    """SELECT app_label, codename, auth_permission.name FROM auth_permission
       JOIN django_content_type ON content_type_id = django_content_type.id""",
    "SELECT count(*) FROM claims_claim UNION ALL SELECT count(*) FROM sources_source",
    "SELECT app, name FROM django_migrations WHERE name NOT LIKE '%squashed%'",
)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_all_our_migrations_can_be_reversed_and_applied_again() -> None:
    try:
        call_command("migrate", "claims", "zero", verbosity=0)
        call_command("migrate", "sources", "zero", verbosity=0)
        assert not [name for name in connection.introspection.table_names() if name.startswith(("claims_", "sources_"))]
    finally:
        call_command("migrate", verbosity=0)
    assert "claims_standing" in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_a_new_database_is_as_one_that_went_through_all_migrations(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        with _postgresql("short") as short, _postgresql("long") as long:
            _migrate(short, "-m", "django", "migrate", "-v0")
            _migrate(long, "-c", ONE_BY_ONE)
            found = [_of_postgresql(url) for url in (short, long)]
    else:
        urls = [f"sqlite:///{tmp_path / name}" for name in ("short", "long")]
        _migrate(urls[0], "-m", "django", "migrate", "-v0")
        _migrate(urls[1], "-c", ONE_BY_ONE)
        found = [_of_sqlite(tmp_path / name) for name in ("short", "long")]
    assert len(found[0]) > 500
    assert found[0] == found[1]


@pytest.mark.django_db
def test_the_models_have_no_change_without_a_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def _migrate(url: str, *arguments: str) -> None:
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    done = subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def _postgresql(name: str) -> Iterator[str]:
    """Create a database next to the tested one; yield its URL."""
    server = urlsplit(os.environ["DATABASE_URL"])
    called = f"{settings.DATABASES['default']['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{called}"')
        cursor.execute(f'CREATE DATABASE "{called}"')
    try:
        yield server._replace(path=f"/{called}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{called}"')


def _of_postgresql(url: str) -> list[str]:
    with psycopg.connect(url) as database:
        return sorted(repr(row) for query in (*_CATALOGUE, *_CONTENT) for row in database.execute(query))


def _of_sqlite(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        content = [repr(row) for query in _CONTENT for row in database.execute(query)]
        made = database.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return sorted([*content, *(f"{table}: {part}" for table, sql in made for part in _parts(sql))])


def _parts(sql: str) -> list[str]:
    """Return the columns and constraints of a statement that made a table; one of an index whole."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    inside = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth, quoted, last = [], 0, False, 0
    for place, sign in enumerate(inside):
        quoted ^= sign == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth and not quoted:
            parts.append(inside[last:place].strip())
            last = place + 1
    return [*parts, inside[last:].strip()]

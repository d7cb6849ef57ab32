"""A database without room for another assessment, until it is given some."""

from __future__ import annotations

from django.db import connection

_TRIGGER = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM claims_assessment) >= {room} THEN
        RAISE EXCEPTION 'could not extend file "base/1/1": No space left on device'
            USING ERRCODE = 'disk_full', HINT = 'Check free disk space.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON claims_assessment FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


def fill(*, room: int) -> None:
    """Leave room for ``room`` assessments in all on PostgreSQL, for about as many KiB more on SQLite.

    SQLite then fails by itself. PostgreSQL has no limit of its own that a test may set: a trigger raises what it raises.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_TRIGGER.format(room=room))
            return
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + room // 4}")


def empty() -> None:
    """Make room again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER IF EXISTS full_disk ON claims_assessment; DROP FUNCTION IF EXISTS full_disk()")
        else:
            cursor.execute("PRAGMA max_page_count = 1073741823")

"""Planner statistics: updated after many inserts, or the planner would plan for almost empty tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models


def update_statistics(tables: Iterable[type[models.Model]]) -> None:
    """Update PostgreSQL's statistics of the tables of these models; other databases do not need it.

    Autovacuum does so a minute later, when a load has written a hundred times as many rows.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")

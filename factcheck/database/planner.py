"""What the database's planner knows of tables: after many rows at once it is told, or it would plan for tables almost empty."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models


def tell_planner(tables: Iterable[type[models.Model]]) -> None:
    """Have PostgreSQL count anew what is in the tables of these models; elsewhere nothing needs it.

    Its own daemon does so a minute later, and a load has written a hundred times as many rows by then.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")

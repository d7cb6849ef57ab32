"""An aggregate that both databases have: integers as one text."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, TextField


class Listed(Aggregate):
    """The values of a group as text, separated by commas, in no particular order; null for an empty group."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **context)

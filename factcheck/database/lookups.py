"""A condition on many values that uses one parameter, however many there are.

Django's ``__in`` renders one parameter per value, which for thousands of them takes longer than the query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Expression, Field, ForeignKey, Lookup, Q


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """``field__among=[1, 2, 3]``: the field has one of these integers."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, values = self.process_lhs(compiler, connection)
        encode = array if connection.vendor == "postgresql" else json.dumps
        rhs = (
            self.rhs if isinstance(self.rhs, Expression) else encode(self.rhs)
        )  # a ``Given`` is converted when its value is given
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s::bigint[])", (*values, rhs)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, rhs)  # noqa: S608 - a column of our own


def array(values: Iterable[int]) -> str:
    """Return integers as a PostgreSQL array literal; given a list, the driver inspects each of its values."""
    return f"{{{','.join(map(str, values))}}}"


def among(field: str, values: Iterable[int]) -> Q:
    """Return the condition that ``field`` has one of the values."""
    return Q(**{f"{field}__among": list(values)})

"""A column of exact decimals on both databases.

Django stores a ``DecimalField`` on SQLite as a floating-point number, which keeps about 15 digits. This one is stored there as
text. PostgreSQL has exact decimals, and keeps the zeros at the end of ``2.50``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from factcheck.figures import as_text

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class ExactDecimalField(_Field):
    """A ``Decimal`` with all digits as given."""

    description = "Exact decimal"

    def db_type(self, connection: Any) -> str:
        return "numeric" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, *_context: Any) -> Decimal | None:
        return Decimal(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        figure = value if prepared else self.get_prep_value(value)
        return figure if figure is None or connection.vendor == "postgresql" else as_text(figure)

    def value_to_string(self, obj: models.Model) -> str:
        figure = self.value_from_object(obj)
        return "" if figure is None else as_text(figure)

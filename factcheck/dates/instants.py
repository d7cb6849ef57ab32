"""Convert many date-times from and to database text. Drivers and Django convert one by one, which is several times slower."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from factcheck.dates.partial_dates import from_instant


def text_of(field: str) -> Cast:
    """Return a date-time column as text, for a query. Texts of one database sort in the order of time."""
    return Cast(field, TextField())


def instant(text: str) -> datetime:
    """Return a date-time from database text."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Instants(dict[str | None, datetime | None]):
    """Date-times by their database text, each converted once. None stays None."""

    def __missing__(self, text: str | None) -> datetime | None:
        at = self[text] = None if text is None else instant(text)
        return at


class Minutes(dict[str, str]):
    """Minutes, as partial dates, by the database's text of instants, each converted once."""

    def __missing__(self, text: str) -> str:
        minute = self[text] = from_instant(instant(text))
        return minute


class Texts(dict[datetime, str]):
    """Texts of date-times for PostgreSQL, each converted once, because most rows of a batch have the same."""

    def __missing__(self, at: datetime) -> str:
        text = self[at] = at.isoformat()
        return text

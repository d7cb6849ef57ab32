"""Date-times as database text, for many at once: drivers and Django convert one by one, several times slower."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from factcheck.dates.partial_dates import from_instant


def text_of(field: str) -> Cast:
    """Return a date-time as database text, for a query; texts of one database sort like the date-times."""
    return Cast(field, TextField())


def instant(text: str) -> datetime:
    """Return the date-time in database text."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Instants(dict[str | None, datetime | None]):
    """Date-times by their database text, each converted once; empty text gives None."""

    def __missing__(self, text: str | None) -> datetime | None:
        at = self[text] = None if text is None else instant(text)
        return at


class Minutes(dict[str, str]):
    """Minutes, as partial dates, by the database's text of instants, each converted once."""

    def __missing__(self, text: str) -> str:
        minute = self[text] = from_instant(instant(text))
        return minute


class Texts(dict[datetime, str]):
    """PostgreSQL texts by date-time, each converted once: most rows of a batch have the same."""

    def __missing__(self, at: datetime) -> str:
        text = self[at] = at.isoformat()
        return text

"""Instants as a database's text, for many at once: drivers and Django convert one by one, at several times the cost."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from factcheck.dates.partial_dates import from_instant


def text_of(field: str) -> Cast:
    """Return an instant as the database's text, for a query; texts of one database sort like the instants."""
    return Cast(field, TextField())


def instant(text: str) -> datetime:
    """Return the instant that a database told as text."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Instants(dict[str | None, datetime | None]):
    """Instants by the database's text of them, each converted once; no text, no instant."""

    def __missing__(self, text: str | None) -> datetime | None:
        at = self[text] = None if text is None else instant(text)
        return at


class Minutes(dict[str, str]):
    """Minutes, as partial dates, by the database's text of instants, each converted once."""

    def __missing__(self, text: str) -> str:
        minute = self[text] = from_instant(instant(text))
        return minute


class Texts(dict[datetime, str]):
    """Texts of instants, as PostgreSQL takes them, each told once: most rows of a batch carry the same."""

    def __missing__(self, at: datetime) -> str:
        text = self[at] = at.isoformat()
        return text

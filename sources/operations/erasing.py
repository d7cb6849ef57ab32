"""Rebuilds what is derived from the texts of sources and documents after a text was erased from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from factcheck.database.lookups import among
from factcheck.text.search_words import words_of
from sources.models import BodyBand, Capture, CapturedBytes, CaptureTimestamp, Document, Source
from sources.names import search_text
from sources.operations import persons
from sources.operations.changes import in_order, note
from sources.operations.words import record_words
from sources.queries.documents.captures import ERASED_DIGEST
from sources.vocabulary import PERSON

ACTION = "erased"


def rebuild_derived(sources: Collection[int], documents: Collection[int], *, at: datetime, actor: str, reason: str) -> None:
    """Rebuild the search words of these sources and documents, and record that something was erased from the sources.

    The caller holds the lock on sources.
    """
    rows = list(Source.objects.filter(among("pk", sources)).order_by("pk"))
    for row in rows:
        # Each change later than the one before, as everywhere: past states are read by these times.
        at = in_order(at)
        Source.objects.filter(pk=row.pk).update(search_text=search_text((*row.names, *row.alias_list)))
        record_words(names_of(row))
        note(row, ACTION, {}, at, actor, reason)
    for document in Document.objects.filter(among("pk", documents)).order_by("pk"):
        Document.objects.filter(pk=document.pk).update(search_text=search_text(document.names))
        record_words(words_of(document.title))
    _follow(rows, at, actor)


def _follow(rows: Sequence[Source], at: datetime, actor: str) -> None:
    persons.follow_unnamed(rows, [], at=at, actor=actor)
    people = [row.pk for row in rows if row.identified and row.kind == PERSON]
    persons.follow_persons(people, at=at)


def names_of(source: Source) -> list[str]:
    """Return the words of the names of a source."""
    return [word for name in (*source.names, *source.alias_list) for word in words_of(name)]


def words_named(sources: Collection[int]) -> set[str]:
    """Return the words of the names of some sources."""
    rows: Any = Source.objects.filter(among("pk", sources))
    return {word for row in rows for word in names_of(row)}


def forget_bytes(captures: Collection[int], digests: Collection[str]) -> None:
    """Delete the bytes of captures whose contents held an erased text, and whatever a guess could be confirmed from."""
    rows = Capture.objects.held()
    named = {*digests, *rows.filter(among("pk", captures)).exclude(sha256="").values_list("sha256", flat=True)}
    held = list(rows.filter(sha256__in=named).values_list("pk", flat=True))
    CapturedBytes.objects.filter(pk__in=named).delete()
    BodyBand.objects.filter(among("capture", held)).delete()
    CaptureTimestamp.objects.filter(among("capture", held)).delete()
    rows.filter(among("pk", held)).update(sha256=ERASED_DIGEST, text_sha256="")

"""The documents and sources that public bodies name, in the public shape."""

from __future__ import annotations

from collections.abc import Collection

from claims.published import PublicCorrection, PublicDocument, PublicSource
from factcheck.database.prepared import PreparedOf
from sources.models import Document, Source
from sources.queries.vouchers import further_vouchers, listed_keys

_DOCUMENTS = PreparedOf(
    "id",
    lambda these: (
        Document.objects.filter(these)
        .order_by("id", "corrections__id")
        .values_list(
            *("id", "key", "title", "publisher__key", "kind", "url", "archive_url", "published_at"),
            *("corrections__note", "corrections__said_at"),
        )
    ),
)
_SOURCES = PreparedOf(
    "id",
    lambda these: Source.objects.filter(these).values_list(
        *("id", "key", "name", "kind", "identified", "description", "vouched_by__key", "country"),
        further_vouchers("key"),
        "named_as__key",
    ),
)


def public_documents(ids: Collection[int]) -> dict[int, PublicDocument]:
    """Return the documents ``ids``, each with its corrections, oldest first."""
    corrections: dict[int, list[PublicCorrection]] = {}
    found: dict[int, tuple[str, ...]] = {}
    for pk, *columns, note, said_at in _DOCUMENTS.rows(sorted(ids)):
        found[pk] = tuple(columns)
        corrections.setdefault(pk, []).extend([PublicCorrection(note=note, at=said_at)] if note is not None else [])
    return {
        pk: PublicDocument(
            key=key,
            title=title,
            publisher=publisher,
            kind=kind,
            url=url,
            archive_url=archive_url,
            published_at=published_at,
            corrections=tuple(corrections[pk]),
        )
        for pk, (key, title, publisher, kind, url, archive_url, published_at) in found.items()
    }


def public_sources(ids: Collection[int]) -> dict[int, PublicSource]:
    """Return the sources ``ids``."""
    return {
        pk: PublicSource(
            key=key,
            name=name,
            kind=kind,
            identified=identified,
            description=description,
            vouched_by=voucher or "",
            also_vouched_by=listed_keys(further),
            named_as=named or "",
            country=country,
        )
        for pk, key, name, kind, identified, description, voucher, country, further, named in _SOURCES.rows(sorted(ids))
    }

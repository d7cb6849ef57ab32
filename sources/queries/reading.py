"""Sources and documents as they are read from outside: what was published of them, and how the desk ties and grades them.

Who approved the use of an unnamed source, and why its name was withheld, is not among it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from sources.models import Document, Source, SourceRelation
from sources.queries import judgements_in_force

_SOURCE: Final = {
    "key": F("key"),
    "name": F("name"),
    "short_name": F("short_name"),
    "kind": F("kind"),
    "aliases": F("aliases"),
    "identified": F("identified"),
    "vouched_by": F("vouched_by__key"),
    "description": F("description"),
    "plural": F("plural"),
    "country": F("country"),
    "organisation": F("organisation"),
    "homepage": F("homepage"),
    "wikidata_id": F("wikidata_id"),
    "grade": F("reliability"),
    "grade_rationale": F("reliability_rationale"),
    "graded_on": F("graded_on"),
    "merged_into": F("merged_into__key"),
    "voice": F("voice__key"),
    "family": F("family__key"),
    "recorded_at": F("recorded_at"),
}
_DOCUMENT: Final = {
    "key": F("key"),
    "publisher": F("publisher__key"),
    "kind": F("kind"),
    "title": F("title"),
    "url": F("url"),
    "author": F("author"),
    "published_at": F("published_at"),
    "language": F("language"),
    "copy_of": F("copy_of__key"),
    "withdrawn_at": F("withdrawn_at"),
    "withdrawal_recorded_at": F("withdrawal_recorded_at"),
    "withdrawal_reason": F("withdrawal_reason"),
    "recorded_at": F("recorded_at"),
}


def all_sources(**conditions: Any) -> QuerySet[Source]:
    """Return sources by the order of their keys, narrowed by ``conditions`` on their columns."""
    return Source.objects.filter(**conditions).order_by("key")


def all_documents(**conditions: Any) -> QuerySet[Document]:
    """Return documents by the order of their keys, narrowed by ``conditions`` on their columns."""
    return Document.objects.filter(**conditions).order_by("key")


def source_page(sources: QuerySet[Source], after: str, limit: int) -> list[dict[str, Any]]:
    """Return the next sources after that with the key ``after``, each as plain values; empty parts are left out."""
    rows = _named(sources.filter(key__gt=after), _SOURCE)[:limit]
    return [_source(row) for row in rows]


def source_detail(key: str) -> dict[str, Any] | None:
    """Return a source with its relations and the judgements in force, or None."""
    source = Source.objects.filter(key=key).first()
    if source is None:
        return None
    (row,) = _named(Source.objects.filter(pk=source.pk), _SOURCE)
    return {**_source(row), "relations": _relations(source), "judgements": _judgements(source)}


def document_page(documents: QuerySet[Document], after: str, limit: int) -> list[dict[str, Any]]:
    """Return the next documents after that with the key ``after``, each as plain values; empty parts are left out."""
    return [_bare(row) for row in _named(documents.filter(key__gt=after), _DOCUMENT)[:limit]]


def document_detail(key: str) -> dict[str, Any] | None:
    """Return a document with its corrections and the copies that were fetched of it, or None."""
    document = Document.objects.filter(key=key).first()
    if document is None:
        return None
    (row,) = _named(Document.objects.filter(pk=document.pk), _DOCUMENT)
    corrections = document.corrections.order_by("id").values("note", "said_at", "recorded_at")
    captures = document.captures.order_by("id").values("sha256", "http_status", "fetched_at", "archive_url")
    return {
        **_bare(row),
        "corrections": [_bare(dict(each)) for each in corrections],
        "captures": [_bare(dict(each)) for each in captures],
    }


def _named(rows: QuerySet[Any], columns: dict[str, F]) -> QuerySet[Any, dict[str, Any]]:
    # Columns are annotated under names of their own, since "vouched_by" and the like are columns already.
    told = {f"told_{name}": column for name, column in columns.items()}
    values: QuerySet[Any, dict[str, Any]] = rows.annotate(**told).values(*told)
    return values


def _source(row: dict[str, Any]) -> dict[str, Any]:
    told = _bare(row)
    if "aliases" in told:
        told["aliases"] = told["aliases"].split("\n")
    # Alone, a source is its own voice and family.
    return told | {name: told.get(name) or told["key"] for name in ("voice", "family")}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row tells; what is empty it does not tell."""
    return {name.removeprefix("told_"): value for name, value in row.items() if value not in (None, "")}


def _relations(source: Source) -> list[dict[str, Any]]:
    rows = SourceRelation.objects.filter(Q(from_source=source) | Q(to_source=source), struck_at=None).order_by("id")
    columns = ("from_source__key", "kind", "to_source__key", "reason", "from_on", "until_on", "recorded_at")
    names = ("from", "kind", "to", *columns[3:])
    return [_bare(dict(zip(names, row, strict=True))) for row in rows.values_list(*columns)]


def _judgements(source: Source) -> list[dict[str, Any]]:
    rows = judgements_in_force().filter(Q(a=source) | Q(b=source)).order_by("id")
    return list(_judged(rows.values_list("a__key", "b__key", "outcome", "reason", "recorded_at")))


def _judged(rows: Iterable[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield dict(zip(("a", "b", "outcome", "reason", "recorded_at"), row, strict=True))


def document_of_key(key: str) -> Document | None:
    """Return the document of a key, if we hold one."""
    return Document.objects.filter(key=key).first()


def source_of_key(key: str) -> Source | None:
    """Return the source of a key, if it is recorded."""
    return Source.objects.filter(key=key).first()

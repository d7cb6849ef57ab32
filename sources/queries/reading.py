"""Sources and documents as the API shows them: what was published of them, and how the desk ties and grades them.

Only those who may approve unnamed sources see who approved one, and why its name was withheld; only those who may grade see who
graded a source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.db.models import Case, F, Q, QuerySet

from sources.models import (
    AuthorsRetraction,
    Capture,
    Correction,
    Document,
    ExpressionOfConcern,
    IndependenceJudgement,
    Source,
    SourceRelation,
    UndoneRetraction,
)
from sources.queries.ties import judgements_in_force
from sources.queries.vouchers import further_vouchers, listed_keys


class Shown(NamedTuple):
    """What the caller may see of a source in addition to what all readers see."""

    approval: bool = False  # why an unnamed source's name was withheld, and who approved it
    grader: bool = False


_SOURCE: Final[Mapping[str, F | Case]] = {
    "key": F("key"),
    "name": F("name"),
    "short_name": F("short_name"),
    "kind": F("kind"),
    "aliases": F("aliases"),
    "identified": F("identified"),
    "vouched_by": F("vouched_by__key"),
    "also_vouched_by": further_vouchers("key"),
    "description": F("description"),
    "plural": F("plural"),
    "country": F("country"),
    "organisation": F("organisation"),
    "organisation_key": F("organisation_source__key"),
    "homepage": F("homepage"),
    "wikidata_id": F("wikidata_id"),
    "grade": F("reliability"),
    "rationale": F("reliability_rationale"),
    "graded_on": F("graded_on"),
    "merged_into": F("merged_into__key"),
    "named_as": F("named_as__key"),
    "voice": F("voice__key"),
    "family": F("family__key"),
    "recorded_at": F("recorded_at"),
}
_APPROVAL: Final = {"anonymity_reason": F("anonymity_reason"), "approved_by": F("approved_by")}
_GRADER: Final = {"graded_by": F("graded_by")}
#: The columns of the grade, which become a nested record.
_RELIABILITY: Final = ("grade", "rationale", "graded_by", "graded_on")
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
    "archive_url": F("archive_url"),
    "withdrawn_at": F("withdrawn_at"),
    "withdrawal_recorded_at": F("withdrawal_recorded_at"),
    "withdrawal_reason": F("withdrawal_reason"),
    "doubted_at": F("doubted_at"),
    "recorded_at": F("recorded_at"),
}

_CONCERN: Final = ("note", "said_at", "recorded_at", "lifted_at", "lift_reason")
_BY_AUTHORS: Final = ("reason", "recorded_at", "withdrawn_at")
_UNDONE: Final = ("withdrawn_at", "withdrawal_recorded_at", "withdrawal_reason", "undone_at", "undo_reason")


def all_sources(words: str = "", *, lacking_approval: bool | None = None, **conditions: Any) -> QuerySet[Source]:
    """Return sources by the order of their keys, narrowed by ``words`` of their names and ``conditions`` on their columns.

    A condition that is empty or None narrows nothing.
    """
    found = Source.objects.filter(**_bare(conditions))
    if lacking_approval is not None:
        lacking = Source.objects.lacking_approval().values("pk")
        found = found.filter(pk__in=lacking) if lacking_approval else found.exclude(pk__in=lacking)
    return (found.searched(words) if words else found).order_by("key")


def all_documents(words: str = "", **conditions: Any) -> QuerySet[Document]:
    """Return documents as ``all_sources`` does sources."""
    found = Document.objects.filter(**_bare(conditions))
    return (found.searched(words) if words else found).order_by("key")


def source_page(sources: QuerySet[Source], after: str, limit: int) -> list[dict[str, Any]]:
    """Return the sources after the key ``after``, each as plain values; empty parts are left out."""
    rows = _named(sources.filter(key__gt=after), _SOURCE)[:limit]
    return [_source(row) for row in rows]


def source_detail(key: str, shown: Shown = Shown()) -> dict[str, Any] | None:  # noqa: B008 - an immutable value
    """Return a source with its relations and the judgements in force, or None."""
    columns = {**_SOURCE, **(_APPROVAL if shown.approval else {}), **(_GRADER if shown.grader else {})}
    row = _named(Source.objects.filter(key=key), columns).first()
    if row is None:
        return None
    return {**_source(row), "relations": _relations(key), "judgements": _judgements(key)}


def document_page(documents: QuerySet[Document], after: str, limit: int) -> list[dict[str, Any]]:
    """Return the documents after the key ``after``, each as plain values; empty parts are left out."""
    return [_bare(row) for row in _named(documents.filter(key__gt=after), _DOCUMENT)[:limit]]


def document_detail(key: str) -> dict[str, Any] | None:
    """Return a document with its corrections, concerns, retractions by authors and undone retractions, or None."""
    row = _named(Document.objects.filter(key=key), _DOCUMENT).first()
    if row is None:
        return None
    corrections = Correction.objects.filter(document__key=key).order_by("id").values("note", "said_at", "recorded_at")
    document = {**_bare(row), "corrections": [_bare(each) for each in corrections]}
    concerns = ExpressionOfConcern.objects.filter(document__key=key).order_by("id").values(*_CONCERN)
    if found := [_bare(each) for each in concerns]:
        document["concerns"] = found
    document |= _retractions(key)
    if last := Capture.objects.noted().filter(document__key=key).order_by("-fetched_at").first():
        document["captured"] = {"at": last.fetched_at, "sha256": last.sha256}
    return document


def _retractions(key: str) -> dict[str, Any]:
    """Return the retractions of a document by some of its authors, and those that were undone; what is empty is left out."""
    made = list(AuthorsRetraction.objects.filter(document__key=key).prefetch_related("authors").order_by("id"))
    authors = {one.pk: sorted(author.key for author in one.authors.all()) for one in made}
    undone = list(UndoneRetraction.objects.filter(document__key=key).order_by("id").values("authors_retraction", *_UNDONE))
    taken_back = {one["authors_retraction"] for one in undone}
    found = {
        "authors_retractions": [
            _bare({"authors": authors[one.pk], **{name: getattr(one, name) for name in _BY_AUTHORS}})
            for one in made
            if one.pk not in taken_back
        ],
        "undone_retractions": [_bare({"authors": authors.get(one.pop("authors_retraction")), **one}) for one in undone],
    }
    return {name: rows for name, rows in found.items() if rows}


def capture_page(document: Document, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the copies of a document that were noted by hand, newest first, numbered from the oldest; only those before a
    number. What the desk captured itself is not for readers.
    """
    rows = Capture.objects.noted().filter(document=document).values("sha256", "http_status", "fetched_at", "archive_url")
    return [{"number": number, **_bare(row)} for number, row in numbered(rows, before, limit)]


def numbered(rows: QuerySet[Any, Any], before: int | None, limit: int) -> list[tuple[int, dict[str, Any]]]:
    """Return append-only rows, newest first, each with its number from the oldest on."""
    # Rows are only ever added, so each keeps the number that it has by its position.
    there = rows.count()
    end = there if before is None else min(before - 1, there)
    start = max(end - limit, 0)
    found = list(rows.order_by("id")[start:end]) if end > start else []
    return [(start + index + 1, dict(row)) for index, row in reversed(list(enumerate(found)))]


def _named(rows: QuerySet[Any], columns: Mapping[str, F | Case]) -> QuerySet[Any, dict[str, Any]]:
    # Annotations have their own names, because "vouched_by" and the like are already columns.
    columns_shown = {f"shown_{name}": column for name, column in columns.items()}
    values: QuerySet[Any, dict[str, Any]] = rows.annotate(**columns_shown).values(*columns_shown)
    return values


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    record = _bare(row)
    if "also_vouched_by" in record:
        record["also_vouched_by"] = list(listed_keys(record["also_vouched_by"]))
    if "aliases" in record:
        record["aliases"] = record["aliases"].split("\n")
    reliability = {name: record.pop(name) for name in _RELIABILITY if name in record}
    if "grade" in reliability:
        record["reliability"] = reliability
    # By default a source is its own voice and family.
    return record | {name: record.get(name) or record["key"] for name in ("voice", "family")}


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row; empty ones are left out."""
    return {name.removeprefix("shown_"): value for name, value in row.items() if value not in (None, "")}


_ENDS: Final = {"from_source__key": "from", "to_source__key": "to", "a__key": "a", "b__key": "b"}
_TIE: Final = ("from_source__key", "kind", "to_source__key", "reason", "from_on", "until_on", "recorded_at")
_JUDGED: Final = ("a__key", "b__key", "outcome", "reason", "recorded_at")


def relation_page(source: Source, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return all relations of a source, newest first, including struck out ones, numbered from the oldest."""
    rows = _tied(source.key).values(*_TIE, "struck_at", "struck_reason")
    return [{"number": number, **_between(row)} for number, row in numbered(rows, before, limit)]


def judgement_page(source: Source, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return all judgements of a source, newest first, including superseded ones, numbered from the oldest."""
    rows = IndependenceJudgement.objects.filter(Q(a=source) | Q(b=source))
    judgements = rows.values(*_JUDGED, "recorded_by", "superseded_at")
    return [{"number": number, **_between(row)} for number, row in numbered(judgements, before, limit)]


def _relations(key: str) -> list[dict[str, Any]]:
    return [_between(row) for row in _tied(key).filter(struck_at=None).order_by("id").values(*_TIE)]


def _tied(key: str) -> QuerySet[SourceRelation]:
    return SourceRelation.objects.filter(Q(from_source__key=key) | Q(to_source__key=key))


def _judgements(key: str) -> list[dict[str, Any]]:
    rows = judgements_in_force().filter(Q(a__key=key) | Q(b__key=key)).order_by("id")
    return [_between(row) for row in rows.values(*_JUDGED)]


def _between(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tie between two sources, by their keys; empty values are left out."""
    return {_ENDS.get(name, name): value for name, value in row.items() if value not in (None, "")}


def document_of_key(key: str) -> Document | None:
    """Return the document with a key, if we hold one."""
    return Document.objects.filter(key=key).first()


def source_of_key(key: str) -> Source | None:
    """Return the source with a key, if it is recorded."""
    return Source.objects.filter(key=key).first()


def relations_between(source: str, kind: str, other: str) -> list[SourceRelation]:
    """Return the current relations of a kind from one source to another, by their keys, by when they begin."""
    rows = SourceRelation.objects.filter(from_source__key=source, kind=kind, to_source__key=other, struck_at=None)
    return list(rows.select_related("from_source", "to_source").order_by(F("from_on").asc(nulls_first=True), "id"))

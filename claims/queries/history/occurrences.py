"""Where a text is stored: in which rows, tables and revisions, and what webhooks had sent of the claims concerned."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from claims.body_packing import unpacked
from claims.models import Attribution, PublicBody, Revision, WebhookDelivery
from claims.models.webhook import SENT
from claims.queries.history.erasure_tables import Table, tables
from factcheck.database.lookups import among
from factcheck.encryption.field import EncryptedTextField
from factcheck.text.erasing import OnErase, Wanted
from sources.models import CapturedBytes

#: Prefixes of actors that are accounts, tokens or parts of the service: the records of who acted are never erased.
_ACTORS: Final = ("user:", "token:", "job:", "command:")
#: Deliveries listed with an erasure; further ones are only counted.
MOST_SENT: Final = 1_000
Progress = Callable[[str, int, int], None]


class Place(NamedTuple):
    """One value that contains the text."""

    table: str
    column: str
    pk: Any
    claim: int | None  # the claim whose revision lists it
    excerpt: str
    stays: bool  # it is not erased


@dataclass(slots=True)
class Found:
    """All places that contain a text, with the claims, sources and documents that they belong to."""

    places: list[Place] = field(default_factory=list)
    claims: set[int] = field(default_factory=set)

    def add(self, place: Place) -> None:
        """Add one place."""
        self.places.append(place)
        if place.claim is not None and not place.stays:
            self.claims.add(place.claim)

    def rows(self, label: str, columns: Collection[str] = ()) -> set[Any]:
        """Return the keys of the rows of a table in which, or in ``columns`` of which, the text is found and will be erased."""
        found = [place for place in self.places if place.table == label and not place.stays]
        return {place.pk for place in found if not columns or place.column in columns}

    def counted(self, *, stays: bool) -> list[dict[str, Any]]:
        """Return how many rows of each column contain it, in the form that an erasure stores."""
        counts = Counter((place.table, place.column) for place in self.places if place.stays is stays)
        return [{"table": table, "column": column, "rows": rows} for (table, column), rows in sorted(counts.items())]


def silent(_stage: str, _done: int, _of: int) -> None:
    """Ignore the progress."""


def find(wanted: Wanted, progress: Progress = silent) -> Found:
    """Return every place that contains a text. It is slow, because it unpacks the bodies of revisions."""
    found = Found()
    known = tables()
    for number, table in enumerate(known):
        progress("tables", number, len(known))
        for place in _in_table(table, wanted):
            found.add(place)
    for place in _in_revisions(wanted, progress):
        found.add(place)
    for place in _in_captured_bytes(wanted):
        found.add(place)
    found.claims |= claims_of_documents(found.rows("sources.Document"))
    return found


def claims_of_documents(documents: Collection[int]) -> set[int]:
    """Return the claims whose bodies may show these documents."""
    return set(Attribution.objects.filter(among("document", documents)).values_list("claim_id", flat=True))


def _in_table(table: Table, wanted: Wanted) -> Iterator[Place]:
    columns = list(table.columns)
    rows = candidates(table, wanted).order_by("pk").values_list("pk", table.owner or "pk", *columns)
    for pk, owner, *values in rows.iterator(chunk_size=2_000):
        for column, value in zip(columns, values, strict=True):
            does = table.columns[column]
            if value in (None, "") or new_value(wanted, does, value) == value:
                continue
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            excerpt = "" if does is OnErase.SESSION else wanted.around(shown)
            yield Place(table.label, column, pk, owner if table.owner else None, excerpt, stays(does, value))


def candidates(table: Table, wanted: Wanted) -> QuerySet[Any]:
    """Return the rows of a table that may contain it; only these, if the database can decide."""
    rows: QuerySet[Any] = table.model._base_manager.all()
    # All of them: databases differ in how they fold case (SQLite folds ASCII only), and sessions and notes are no plain text.
    encrypted = any(isinstance(rows.model._meta.get_field(name), EncryptedTextField) for name in table.columns)
    if wanted.fold or encrypted or OnErase.SESSION in table.columns.values():
        return rows
    condition = Q()
    for column, does in table.columns.items():
        name = column
        if does is OnErase.JSON:
            name = f"{column}_as_text"
            rows = rows.alias(**{name: Cast(column, TextField())})
        for form in wanted.forms:
            condition |= Q(**{f"{name}__contains": form})
    return rows.filter(condition)


def stays(does: OnErase, value: Any) -> bool:
    """Return whether a value that contains the text is left unchanged."""
    return does is OnErase.ACCOUNT or (does is OnErase.ACTOR and value.startswith(_ACTORS))


def new_value(wanted: Wanted, does: OnErase, value: Any, most: int | None = None) -> Any:
    """Return the value of a column after the text is erased."""
    if does is OnErase.JSON:
        return wanted.in_json(value)
    if does is OnErase.SESSION:
        return wanted.in_json(_decoded(value)) if wanted.may_be_in(json.dumps(_decoded(value), ensure_ascii=False)) else value
    if does is OnErase.KEY:
        return wanted.key_replaced(value, most or len(value) + len(wanted.token))
    if does is OnErase.SAME_LENGTH:
        return wanted.same_length(value)
    if does in (OnErase.ADDRESS, OnErase.EMPTIED):
        return "" if wanted.may_be_in(value) else value
    return wanted.in_json_text(value) if value[:1] in ("[", "{") else wanted.replaced(value, most)


def _decoded(session: str) -> Any:
    return Session(session_data=session).get_decoded()


#: Columns of a capture that were read from its bytes.
CONTENTS: Final = ("text", "title", "author")
#: In which captured pages are searched for a text; a text in another encoding is in what was extracted.
_ENCODINGS: Final = ("utf-8", "cp1251", "koi8-u", "latin-1", "utf-16-le")


def _in_captured_bytes(wanted: Wanted) -> Iterator[Place]:
    for digest, packed in CapturedBytes.objects.order_by("pk").values_list("pk", "data").iterator(chunk_size=20):
        data = zlib.decompress(bytes(packed))
        if any(wanted.may_be_in(data.decode(encoding, errors="replace")) for encoding in _ENCODINGS):
            yield Place("sources.CapturedBytes", "data", digest, None, "", stays=False)


def _in_revisions(wanted: Wanted, progress: Progress) -> Iterator[Place]:
    """Yield the reasons and bodies of revisions that contain it, those of deleted claims included, and current bodies."""
    rows = Revision.objects.order_by("claim_id", "number").values_list("pk", "claim_id", "reason", "body")
    many = Revision.objects.count()
    of_claim, body = 0, b""
    for number, (pk, claim, reason, stored) in enumerate(rows.iterator(chunk_size=2_000)):
        progress("revisions", number, many)
        body = body if claim == of_claim else b""
        of_claim = claim
        if reason and wanted.in_text(reason):
            yield Place("claims.Revision", "reason", pk, claim, wanted.around(reason), stays=False)
        if stored is None:
            continue
        body = unpacked(stored, body or None)
        if redacted(wanted, body) != body:
            yield Place("claims.Revision", "body", pk, claim, wanted.around(body.decode()), stays=False)
    for claim, text in PublicBody.objects.order_by("pk").values_list("pk", "body").iterator(chunk_size=2_000):
        if redacted(wanted, text.encode()) != text.encode():
            yield Place("claims.PublicBody", "body", claim, claim, wanted.around(text), stays=False)


def redacted(wanted: Wanted, body: bytes) -> bytes:
    """Return a public body with the text replaced by marks."""
    text = body.decode()
    if not wanted.may_be_in(text):
        return body
    decoded = json.loads(text)
    new = wanted.in_json(decoded)
    # The very bytes if nothing changes: digests cover them, and another encoder could write the same differently.
    return body if new == decoded else json.dumps(new, ensure_ascii=False, separators=(",", ":")).encode()


def sent_about(claims: Collection[int]) -> list[dict[str, Any]]:
    """Return the webhook messages that were sent about some claims, newest first: receivers' copies cannot be erased."""
    rows = WebhookDelivery.objects.filter(among("revision__claim", claims), state=SENT).order_by("-ended_at", "-pk")
    columns = ("subscription__name", "message_id", "revision__claim__key", "revision__number", "ended_at")
    return [
        {"webhook": name, "message": message, "claim": key, "revision": number, "at": at.isoformat()}
        for name, message, key, number, at in rows.values_list(*columns)[:MOST_SENT]
    ]


def labels() -> Mapping[str, str]:
    """Return the names of tables that people read, by their names in the lists."""
    return {table.label: table.name for table in tables()} | {
        "claims.Revision": str(Revision._meta.verbose_name),
        "claims.PublicBody": str(PublicBody._meta.verbose_name),
        "sources.CapturedBytes": str(CapturedBytes._meta.verbose_name),
    }

"""The records that a flag is based on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.models import Attribution
from claims.queries.claims.admin_lists import ClaimPanel
from sources.admin.display import record_link, stance_tag, with_key, words
from sources.models import Source

Known = Mapping[tuple[str, str], Any]


class Rested(NamedTuple):
    """A record that a flag is based on. Fields that do not apply are empty."""

    key: str
    link: SafeString
    stance: SafeString | str = ""
    said_at: str = ""
    quote: str = ""
    document: SafeString | str = ""


def known_records(panel: ClaimPanel) -> Known:
    """Return the records that the flags of a claim may name, by kind and key."""
    known: dict[tuple[str, str], Any] = {("source", row.source.key): row.source for row in panel.rows}
    known.update({("source", row.source.key): row.source for row in panel.interests})
    known.update({("attribution", row.key): row for row in panel.rows})
    for relation in panel.relations:
        known.update({("claim", other.key): other for other in (relation.from_claim, relation.to_claim)})
    return known


def link_to(kind: str, key: str, known: Known) -> SafeString:
    """Return a link to a record that a flag names, or only its kind and key if it is not in ``known``."""
    record = known.get((kind, key))
    if record is None:
        return format_html("{} {}", words(kind), key)
    return record_link(record, with_key(record.source, key) if isinstance(record, Attribution) else "")


def rested_on(culprits: Iterable[Iterable[str]], known: Known) -> list[Rested]:
    """Return the records that a flag is based on, in its order."""
    return [_rested(kind, key, known) for kind, key in culprits]


def _rested(kind: str, key: str, known: Known) -> Rested:
    record, link = known.get((kind, key)), link_to(kind, key, known)
    if not isinstance(record, Attribution):
        return Rested(key, link)
    stance = stance_tag(record.stance, record.scope)
    document = record_link(record.document) if record.document else ""
    return Rested(key, link, stance, record.said_at, record.quote_exact, document)


def accused(panel: ClaimPanel) -> list[Source]:
    """Return the named parties that a claim accuses, in the order of recording."""
    return [row.source for row in panel.interests if row.side < 0 and row.source.identified]

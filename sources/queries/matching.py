"""Which records a text may mean, in whichever letters it is typed."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sources.models import Document, Source
from sources.names import ALIAS, EXACT, PART, SPELLING, how_called, plain


class Match(NamedTuple):
    """A recorded source that a text may mean, and how surely: a word of ``sources.names``."""

    source: Source
    how: str


def sources_meant(texts: Collection[str], *, limit: int = 8) -> dict[str, list[Match]]:
    """Return for each text the sources that it may mean, the surest first; loose ones only where nobody is called so."""
    called = list(Source.objects.called(texts).select_related("vouched_by").order_by("name", "id"))
    found = {}
    for text in texts:
        ways = [Match(source, how_called(text, *_names_of(source))) for source in called]
        named = [match for match in ways if match.how]
        found[text] = sorted(named, key=lambda match: (EXACT, ALIAS, SPELLING).index(match.how)) or _loosely(text, limit)
    return found


def _names_of(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (source.name, source.short_name), (source.key, *source.alias_list)


def unnamed_known_to(source: Source) -> list[Source]:
    """Return the unnamed sources that a source vouches for."""
    return list(Source.objects.filter(vouched_by=source).select_related("vouched_by").order_by("name", "id"))


def _loosely(text: str, limit: int) -> list[Match]:
    near = Source.objects.order_by("name", "id").searched(text).select_related("vouched_by")
    return [Match(source, PART) for source in near[:limit]] if plain(text) else []


def documents_meant(text: str, *, limit: int = 8) -> tuple[list[Document], list[Document]]:
    """Return the documents that have this title or address, and those that have its words."""
    rows = Document.objects.select_related("publisher").order_by("-id")
    called = list(rows.filter(url=text)[:limit]) or list(rows.called([text])[:limit])
    return called, list(rows.searched(text)[:limit]) if plain(text) and not called else []


def taken_keys(model: type[Source | Document], start: str) -> set[str]:
    """Return the keys of sources or documents that begin so."""
    return set(model.objects.filter(key__startswith=start).values_list("key", flat=True))

"""Which records a text may mean, in any script and spelling."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import QuerySet

from factcheck.database.many_queries import first_ids
from sources.models import Document, Source
from sources.names import ALIAS, EXACT, PART, SPELLING, how_called, plain
from sources.queries.mergers import ends_of
from sources.queries.vouchers import vouchers_of, with_further_vouchers
from sources.vocabulary import PUBLISHERS


class Match(NamedTuple):
    """A recorded source that a text may mean, and how well it matches: a word of ``sources.names``."""

    source: Source
    how: str


def sources_meant(texts: Collection[str], *, limit: int = 8) -> dict[str, list[Match]]:
    """Return for each text the sources that it may mean, best match first; loose matches only if there are no others.

    A second record of a source counts as the one that it was merged into.
    """
    called = with_further_vouchers(Source.objects.called(texts).select_related("vouched_by").order_by("name", "id"))
    first = _first_records(called)
    sure_of = {text: _sure(text, called, first) for text in texts}
    loose = _loosely([text for text, sure in sure_of.items() if not sure], limit)
    return {text: sure or loose[text] for text, sure in sure_of.items()}


def _sure(text: str, called: Collection[Source], first: Mapping[int, Source]) -> list[Match]:
    """Return the sources with this name, in some spelling, best match first."""
    ways = [Match(first[source.pk], _how(text, source)) for source in called]
    sure = sorted([match for match in ways if match.how], key=lambda match: (EXACT, ALIAS, SPELLING).index(match.how))
    once = {match.source.pk: match for match in reversed(sure)}
    return [match for match in sure if once[match.source.pk] is match]


def _first_records(sources: Collection[Source]) -> dict[int, Source]:
    """Return for each source, by id, the one that it was merged into, or itself."""
    by_id = {source.pk: source for source in sources}
    ends = ends_of([pk for pk, source in by_id.items() if source.merged_into_id is not None])
    missing = set(ends.values()) - by_id.keys()
    by_id |= {source.pk: source for source in with_further_vouchers(_by_id(missing))}
    return {source.pk: by_id[ends.get(source.pk, source.pk)] for source in sources}


def _by_id(ids: Collection[int]) -> QuerySet[Source]:
    return Source.objects.filter(pk__in=ids).select_related("vouched_by")


def _how(text: str, source: Source) -> str:
    how = how_called(text, *_names_of(source))
    # The name of a second record is not the name of the first: the editor is told that it was found by another name.
    return ALIAS if how == EXACT and source.merged_into_id is not None else how


def _names_of(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (source.name, source.short_name), (source.key, *source.alias_list)


def unnamed_known_to(source: Source) -> list[Source]:
    """Return the unnamed sources that a source vouches for, second records left out."""
    known = Source.objects.vouched_for_by([source.pk]).filter(merged_into=None)
    return with_further_vouchers(known.select_related("vouched_by").order_by("name", "id"))


def unnamed_known_to_each(sources: Collection[Source]) -> dict[int, list[Source]]:
    """Return the same for several sources, by id, in two queries at most."""
    if not sources:
        return {}
    known = Source.objects.vouched_for_by(source.pk for source in sources).filter(merged_into=None)
    rows = with_further_vouchers(known.select_related("vouched_by").order_by("name", "id"))
    return {source.pk: [one for one in rows if source in vouchers_of(one)] for source in sources}


def possible_duplicates(source: Source, *, limit: int = 5) -> list[Source]:
    """Return possible duplicates of a source: sources with one of its names, in some spelling.

    For an unnamed source, whose name is a role, only those that one of the same outlets vouches for.
    """
    names = (source.name, source.short_name, *source.alias_list)
    alike = Source.objects.called(filter(None, names)).filter(identified=source.identified, merged_into=None)
    # Outlets share roles ("a diplomat"), so the same role at another outlet says nothing.
    if not source.identified:
        alike = alike.vouched_for_by([voucher.pk for voucher in vouchers_of(source)])
    return with_further_vouchers(alike.exclude(pk=source.pk).select_related("vouched_by").order_by("name", "id")[:limit])


def _loosely(texts: Sequence[str], limit: int) -> dict[str, list[Match]]:
    """Return for each text the sources whose names have its words."""
    rows = Source.objects.filter(merged_into=None).order_by("name", "id")
    ids = first_ids([rows.searched(text) if plain(text) else rows.none() for text in texts], most=limit)
    known = {pk for found in ids for pk in found}
    near = with_further_vouchers(rows.filter(pk__in=known).select_related("vouched_by")) if known else []
    return {text: [Match(one, PART) for one in near if one.pk in found] for text, found in zip(texts, ids, strict=True)}


def documents_meant(text: str, *, limit: int = 8) -> tuple[list[Document], list[Document]]:
    """Return the documents with this title or address, and those with its words."""
    rows = Document.objects.select_related("publisher").order_by("-id")
    called = list(rows.filter(url=text)[:limit]) or list(rows.called([text])[:limit])
    return called, list(rows.searched(text)[:limit]) if plain(text) and not called else []


def publisher_at(url: str) -> Source | None:
    """Return the publisher whose homepage is on the host of a URL, ``www`` aside, if there is exactly one."""
    host = _host_of(url)
    if not host:
        return None
    near = Source.objects.filter(homepage__icontains=host, identified=True, kind__in=PUBLISHERS, merged_into=None)
    found = [source for source in near.order_by("id") if _host_of(source.homepage) == host]
    return found[0] if len(found) == 1 else None


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def taken_keys(model: type[Source | Document], start: str) -> set[str]:
    """Return the keys of sources or documents that start with a text."""
    return set(model.objects.filter(key__startswith=start).values_list("key", flat=True))

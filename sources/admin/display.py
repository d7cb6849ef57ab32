"""How records are shown. What they hold comes from outside and is hostile: text is escaped, an address is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from factcheck.desk.labels import label
from factcheck.text.texts import isolated
from sources.models import IndependenceJudgement, Source, SourceRelation

_WEB = ("http", "https")


def address(url: str) -> SafeString | str:
    """Return a web address as a link that tells the other side nothing; anything else as plain text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme not in _WEB or not parts.netloc:
        return url
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow" target="_blank" class="desk-link">{0}</a>', url)


def record_link(record: Any, text: str = "", *, length: int = 120) -> SafeString:
    """Return a link to a record's page in the admin."""
    meta = record._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    shown = isolated(Truncator(text or str(record)).chars(length))
    return format_html('<a href="{}" class="desk-link">{}</a>', url, shown)


def with_key(source: Source, key: str) -> str:
    """Return how a line calls a record of a source's: by its name, isolated where it runs the other way, and by a key."""
    return f"{isolated(source.name)} ({key})"


def pretty(value: Any) -> SafeString:
    """Return JSON values, indented and escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="desk-json">{}</pre>', text)


def instant(at: datetime | None) -> str:
    """Return an instant in the desk's zone, to the minute; empty where there is none."""
    return "" if at is None else date_format(localtime(at), "d M Y H:i")


def words(code: str) -> str:
    """Return a recorded word as people read it, in the language of the page: for eyes only, never to be stored."""
    return str(label(code))


def tag(text: str, tone: str = "") -> SafeString:
    """Return a short word in a coloured box; ``tone`` is a severity or a status."""
    return format_html('<span class="desk-tag" data-tone="{}">{}</span>', tone, words(text))


def stance_tag(stance: str, scope: str) -> SafeString:
    """Return a stance in a box of its colour, and whether it is on a part of the claim only."""
    return tag(stance if scope == "full" else _("%(stance)s in part") % {"stance": words(stance)}, stance)


def relation_told(row: SourceRelation) -> str:
    """Return a relation of two sources in words."""
    return f"{isolated(row.from_source.name)} {words(row.kind)} {isolated(row.to_source.name)}"


def judgement_told(row: IndependenceJudgement) -> str:
    """Return what was judged of two sources in words."""
    named = {"one": isolated(row.a.name), "other": isolated(row.b.name)}
    return _("%(one)s and %(other)s: %(outcome)s") % {**named, "outcome": words(row.outcome)}


class CodeFilter(admin.AllValuesFieldListFilter):
    """A filter on a column of recorded words, each called as people read it."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": words(str(choice["display"]))}


def column(
    name: Any, *, order: str | None = None, boolean: bool | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name a column of a list, and say what it is sorted by."""
    return admin.display(description=name, ordering=order, boolean=boolean)

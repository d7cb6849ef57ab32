"""How pages show records. Their values come from outside and are untrusted: text is escaped, addresses are checked."""

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
from factcheck.words import Word
from sources.models import IndependenceJudgement, Source, SourceRelation

_WEB = ("http", "https")


def is_web_address(url: str) -> bool:
    """Return whether a text may become a link: ``javascript:`` and relative addresses must not."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _WEB and bool(parts.netloc)


def address(url: str) -> SafeString | str:
    """Return a web address as a link that sends no referrer; return anything else as plain text."""
    if not is_web_address(url):
        return url
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow" target="_blank" class="desk-link">{0}</a>', url)


def record_link(record: Any, text: str = "", *, length: int = 120) -> SafeString:
    """Return a link to a record's page in the admin."""
    meta = record._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    shown = isolated(Truncator(text or str(record)).chars(length))
    return format_html('<a href="{}" class="desk-link">{}</a>', url, shown)


def titled(record: Any, length: int = 70) -> str:
    """Return how a title or message calls a record: the beginning of its text, and never its key."""
    return isolated(Truncator(str(record)).chars(length))


def with_key(source: Source, key: str) -> str:
    """Return the name of a source with the key of its record, such as "Reuters (reuters-2)".

    A right-to-left name is isolated, or a browser would draw the key on the wrong side of it.
    """
    return f"{isolated(source.name)} ({key})"


def pretty(value: Any) -> SafeString:
    """Return a JSON value, indented and escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="desk-json">{}</pre>', text)


def date_time(at: datetime | None) -> str:
    """Return a date-time in the desk's time zone, to the minute, or an empty text for None."""
    return "" if at is None else date_format(localtime(at), "d M Y H:i")


def words(code: str) -> str:
    """Return the label of a stored code in the language of the page. Labels are for display and are never stored."""
    return str(label(code))


def tag(text: str, tone: str = "") -> SafeString:
    """Return the label of a code as a coloured tag; ``tone`` is a severity or a status."""
    return format_html('<span class="desk-tag" data-tone="{}">{}</span>', tone, words(text))


def stance_tag(stance: str, scope: str) -> SafeString:
    """Return a stance as a coloured tag, which also says if it covers only part of the claim."""
    return tag(stance if scope == "full" else _("%(stance)s in part") % {"stance": words(stance)}, stance)


def relation_text(row: SourceRelation) -> str:
    """Return a relation as text: "Bloomberg owned by Bloomberg LP"."""
    return f"{isolated(row.from_source.name)} {words(row.kind)} {isolated(row.to_source.name)}"


def judgement_text(row: IndependenceJudgement) -> str:
    """Return a judgement as text: the two sources and the outcome."""
    named = {"one": isolated(row.a.name), "other": isolated(row.b.name)}
    return _("%(one)s and %(other)s: %(outcome)s") % {**named, "outcome": words(row.outcome)}


class CodeFilter(admin.AllValuesFieldListFilter):
    """A filter on a column of stored codes, which shows their labels.

    It offers the codes that the table holds, which the database finds by reading all rows: ``of`` is for large tables.
    """

    words: tuple[str, ...] = ()
    lookup_choices: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.words:
            self.lookup_choices = self.words

    @classmethod
    def of(cls, vocabulary: type[Word]) -> type[CodeFilter]:
        """Return the filter on a column that holds words of a vocabulary; it offers all of them, without a query."""
        return type(cls.__name__, (cls,), {"words": vocabulary.words()})

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": words(str(choice["display"]))}


def column(
    name: Any, *, order: str | None = None, boolean: bool | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Set the name of a list column, and the field that sorts it."""
    return admin.display(description=name, ordering=order, boolean=boolean)

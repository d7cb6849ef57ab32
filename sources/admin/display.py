"""How records are shown. What they hold comes from outside and is hostile: text is escaped, an address is checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime

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
    return format_html('<a href="{}" class="desk-link">{}</a>', url, Truncator(text or str(record)).chars(length))


def pretty(value: Any) -> SafeString:
    """Return JSON values, indented and escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return format_html('<pre class="desk-json">{}</pre>', text)


def instant(at: datetime | None) -> str:
    """Return an instant in the desk's zone, to the minute; empty where there is none."""
    return "" if at is None else f"{localtime(at):%d %b %Y %H:%M}"


def words(code: str) -> str:
    """Return a recorded word as people read it."""
    return code.replace("_", " ")


def tag(text: str, tone: str = "") -> SafeString:
    """Return a short word in a coloured box; ``tone`` is a severity or a status."""
    return format_html('<span class="desk-tag" data-tone="{}">{}</span>', tone, words(text))


def column(
    name: Any, *, order: str | None = None, boolean: bool | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name a column of a list, and say what it is sorted by."""
    return admin.display(description=name, ordering=order, boolean=boolean)

"""The error page. It uses no database, session or other file, because any of them may be the cause of the error."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.template.loader import render_to_string

from factcheck.desk.page_policy import allow_style_alone

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}"
    "h1{font-size:1.5rem}code{overflow-wrap:anywhere}"
)


def error_page(status: int, title: Any, message: Any, *, request_id: str = "") -> HttpResponse:
    """Return a page with a title and a message. ``request_id`` is shown for failures, to find them in the log."""
    values = {"title": title, "message": message, "request_id": request_id, "style": _STYLE}
    response = HttpResponse(render_to_string("error.html", values), status=status)
    allow_style_alone(response, _STYLE)
    return response

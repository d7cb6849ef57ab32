"""The front page in Django's own admin, without Unfold (see ADMIN_UNFOLD).

Unfold takes the context of the front page from its settings; Django's admin has no such setting.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from claims.admin.desk.front_page import front_page


def show_front_page(site: AdminSite) -> None:
    """Show the front page of the desk as the index page of ``site``."""
    show = site.index

    def index(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return show(request, front_page(request, dict(extra_context or {})))

    site.index = index  # type: ignore[method-assign,assignment]

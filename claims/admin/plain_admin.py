"""What Unfold does by itself and Django's own admin must be told: the context of the front page (see ADMIN_UNFOLD)."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from claims.admin.desk.front_page import front_page


def show_front_page(site: AdminSite) -> None:
    """Let the first page of ``site`` tell what waits for the desk."""
    show = site.index

    def index(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return show(request, front_page(request, dict(extra_context or {})))

    site.index = index  # type: ignore[method-assign,assignment]

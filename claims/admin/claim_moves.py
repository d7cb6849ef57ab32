"""The pages beside the page of a claim: what it was, and what an editor may do to it as a whole."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from claims.admin.as_of import as_of_page
from claims.admin.waivers import waive_flag
from claims.models import Claim
from factcheck.admin_theme import DeskAdmin
from sources.admin.pages import record_or_404

Page = Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]
_PAGES: dict[str, Page] = {"waive": waive_flag, "as-of": as_of_page}


def move_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the addresses of these pages, to stand before the admin's own."""
    return [
        path(
            f"<int:pk>/{name}/",
            admin.admin_site.admin_view(_view(admin, shown)),
            name=f"claims_claim_{name.replace('-', '_')}",
        )
        for name, shown in _PAGES.items()
    ]


def _view(admin: DeskAdmin, shown: Page) -> Callable[[HttpRequest, int], HttpResponse]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return shown(request, admin, record_or_404(admin, request, str(pk)))

    return view

"""Saved views of the list of claims: the tabs above the list, and the page that manages them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.claim_list import filters
from claims.models import Claim
from claims.models.saved_view import SavedView
from claims.operations.desk.saved_views import MOST_VIEWS, choose_default, remove_view, rename_view, save_view
from claims.operations.writing import OperationError
from claims.queries.desk.saved_views import views_of
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import changelist_url, page, require

VIEW: Final = filters.VIEW.name
#: The tab that shows all claims, also to who chose another view to begin with.
ALL: Final = "all"
#: What a view keeps of an address.
_KEPT: Final = (*(str(each.parameter_name) for each in filters.CLAIM_FILTERS if each.of is not filters.VIEW), SEARCH_VAR)
_LONGEST: Final = 300


class Tab(NamedTuple):
    """A tab above the list."""

    name: str
    url: str
    is_open: bool
    is_changed: bool  # open, with filters that differ from the saved ones
    is_default: bool


def kept(query: QueryDict, columns: Sequence[str]) -> dict[str, str]:
    """Return what a view saves of the list's URL. The order names columns, so that it survives a change of columns."""
    # Only known parameters: a URL can contain anything.
    found = {name: str(query[name])[:_LONGEST] for name in _KEPT if str(query.get(name, "")).strip()}
    order = ".".join(_named(part, columns) for part in query.get(ORDER_VAR, "").split(".") if _named(part, columns))
    return {**found, ORDER_VAR: order} if order else found


def _named(part: str, columns: Sequence[str]) -> str:
    sign, number = ("-", part[1:]) if part.startswith("-") else ("", part)
    # The length check avoids converting huge numbers from a hostile URL.
    known = number.isdecimal() and len(number) < 4 and int(number) < len(columns)
    return f"{sign}{columns[int(number)]}" if known else ""


def view_address(view: SavedView, columns: Sequence[str]) -> str:
    """Return the URL of the list for a view. Filters and columns that no longer exist are ignored."""
    query = {name: str(value) for name, value in view.query.items() if name in _KEPT}
    order = ".".join(filter(None, (_numbered(part, columns) for part in str(view.query.get(ORDER_VAR, "")).split("."))))
    return f"?{urlencode({VIEW: view.pk, **query, **({ORDER_VAR: order} if order else {})})}"


def _numbered(part: str, columns: Sequence[str]) -> str:
    sign, name = ("-", part[1:]) if part.startswith("-") else ("", part)
    return f"{sign}{columns.index(name)}" if name in columns else ""


def tabs(views: Sequence[SavedView], query: QueryDict, columns: Sequence[str]) -> list[Tab]:
    """Return the tabs above the list: all claims, then the user's own views."""
    now, opened = kept(query, columns), query.get(VIEW, "")
    own = {str(view.pk) for view in views}
    every = Tab(_("All claims"), f"?{VIEW}={ALL}", opened not in own and not now, False, not any(v.is_default for v in views))
    return [
        every,
        *(
            Tab(
                view.name,
                view_address(view, columns),
                opened == str(view.pk),
                opened == str(view.pk) and dict(view.query) != now,
                view.is_default,
            )
            for view in views
        ),
    ]


def list_context(request: HttpRequest, views: Sequence[SavedView], columns: Sequence[str]) -> dict[str, Any]:
    """Return the template context of the saved views."""
    opened = next((view for view in views if str(view.pk) == request.GET.get(VIEW)), None)
    return {
        "tabs": tabs(views, request.GET, columns),
        "opened_view": opened,
        "views_url": reverse("admin:claims_claim_views"),
        "query_now": request.GET.urlencode(),
        "may_save": bool(kept(request.GET, columns)),
    }


def default_address(views: Sequence[SavedView], columns: Sequence[str]) -> str:
    """Return the URL of the default view, or an empty text."""
    return next((view_address(view, columns) for view in views if view.is_default), "")


def views_page(request: HttpRequest, admin: DeskAdmin, columns: Sequence[str]) -> HttpResponse:
    """Show the user's views, to rename, remove or make one the default. On POST, carry out the action."""
    require(request, (Claim, "view"))
    if request.method == "POST":
        return _carry_out(request, admin, columns)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "POST"])
    views = views_of(request.user.pk or 0)
    return page(
        request,
        admin,
        "admin/claims/claim/views.html",
        title=_("Saved views"),
        rows=[(view, view_address(view, columns)) for view in views],
        has_default=any(view.is_default for view in views),
        most=MOST_VIEWS,
        back=changelist_url(admin),
        media=admin.media,
    )


def _carry_out(request: HttpRequest, admin: DeskAdmin, columns: Sequence[str]) -> HttpResponse:
    try:
        message, done = _DOES.get(request.POST.get("do", ""), _nothing)(request, columns)
    except OperationError as error:
        messages.error(request, str(error))
        message, done = "", ""
    if message:
        messages.success(request, message)
    return HttpResponseRedirect(f"{changelist_url(admin)}{done}" if done else _back(request, admin))


def _back(request: HttpRequest, admin: DeskAdmin) -> str:
    """Return the URL of the page that sent the form: the list, or the page of views."""
    if "query" in request.POST:
        return f"{changelist_url(admin)}?{QueryDict(request.POST['query']).urlencode()}"
    return reverse("admin:claims_claim_views")


def _save(request: HttpRequest, columns: Sequence[str]) -> tuple[str, str]:
    sent = request.POST
    query: Mapping[str, str] = kept(QueryDict(sent.get("query", "")), columns)
    default = sent.get("default") == "on"
    saved = save_view(request.user.pk or 0, sent.get("name", ""), query, default=default)
    message = _("“%(name)s” now shows these filters.") if saved.replaced else _("Saved as “%(name)s”.")
    return message % {"name": saved.view.name}, view_address(saved.view, columns)


def _rename(request: HttpRequest, _columns: Sequence[str]) -> tuple[str, str]:
    rename_view(request.user.pk or 0, _pk(request) or 0, request.POST.get("name", ""))
    return _("Renamed."), ""


def _remove(request: HttpRequest, _columns: Sequence[str]) -> tuple[str, str]:
    remove_view(request.user.pk or 0, _pk(request) or 0)
    return _("Removed. No claim was changed."), ""


def _default(request: HttpRequest, _columns: Sequence[str]) -> tuple[str, str]:
    choose_default(request.user.pk or 0, _pk(request))
    return _("This is now the default view."), ""


def _nothing(_request: HttpRequest, _columns: Sequence[str]) -> tuple[str, str]:
    raise OperationError(_("No action was selected."))


def _pk(request: HttpRequest) -> int | None:
    sent = request.POST.get("view", "")
    return int(sent) if sent.isdecimal() and len(sent) <= 18 else None


_DOES: Final = {"save": _save, "rename": _rename, "remove": _remove, "default": _default}

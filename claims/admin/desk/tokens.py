"""API tokens: created, rotated and revoked. A token is shown only once, on the page that created it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.queries.desk.privilege_check import outranks, people
from factcheck.access.models import ApiToken
from factcheck.access.operations import DAYS, MOST_DAYS, Issued, issue_token, revoke_token, rotate_token
from factcheck.access.scopes import CLAIMS_READ, SCOPES
from factcheck.desk.admin_theme import Area, Checkboxes, ReadOnlyAdmin, Select, Text
from sources.admin.display import column
from sources.admin.pages import (
    ReasonForm,
    actor_of,
    changelist_url,
    form_page,
    may,
    page,
    page_url,
    record_or_404,
    require,
    sent,
)

_MOST_HOURS = 24 * 14
_HEADER = "Authorization: Bearer fct_…"


class TokenForm(forms.Form):
    """The form for a new token."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        widget=Text(),
        help_text=gettext_lazy("The program that uses it: “CMS, front page”."),
    )
    user: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=gettext_lazy("User"),
        queryset=people(),
        widget=Select(),
        help_text=gettext_lazy("The token may do only what both its scopes and this user’s role allow."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=[(scope, scope) for scope in SCOPES],
        initial=[CLAIMS_READ],
        widget=Checkboxes(),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Valid for (days)"),
        initial=DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        widget=Text(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("The token then expires."),
    )
    networks = forms.CharField(
        label=gettext_lazy("Allowed networks"),
        required=False,
        max_length=2_000,
        widget=Area(rows=2),
        help_text=gettext_lazy("One per line, such as 192.0.2.0/24. Leave empty to allow every network."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, f"{scope} – {label}") for scope, label in SCOPES.items()]  # type: ignore[attr-defined]


class ReplaceForm(forms.Form):
    """How long the old token still works alongside the new one."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours until the old token expires"),
        initial=24,
        min_value=0,
        max_value=_MOST_HOURS,
        widget=Text(attrs={"inputmode": "numeric"}),
    )


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ("name", "key", "user", "scope_words", "state", "expires_at", "last_used_at", "steps")
    list_select_related = ("user",)
    search_fields = ("name", "key", "user__username")
    ordering = ("-id",)
    show_add_link = True
    fields = (
        "name", "key", "user", "scope_words", "network_words", "state", "created_at", "created_by", "expires_at",
        "last_used_at", "replaces", "revoked_at", "revoked_by", "revoked_reason", "steps",
    )  # fmt: skip

    @column(gettext_lazy("scopes"))
    def scope_words(self, row: ApiToken) -> str:
        return ", ".join(row.scopes)

    @column(gettext_lazy("networks"))
    def network_words(self, row: ApiToken) -> str:
        return ", ".join(row.networks) or _("any")

    @column(gettext_lazy("state"))
    def state(self, row: ApiToken) -> str:
        if row.revoked_at is not None:
            return _("revoked")
        return _("in use") if row.works_at(timezone.now()) else _("expired")

    @column(gettext_lazy("steps"))
    def steps(self, row: ApiToken) -> str:
        if not row.works_at(timezone.now()):
            return "–"
        ways = {"replace": _("Replace"), "revoke": _("Revoke")}
        links = [
            format_html('<a href="{}">{}</a>', f"{page_url(row)[: -len('change/')]}{way}/", label)
            for way, label in ways.items()
        ]
        return format_html("{} · {}", *links)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, ApiToken, "add")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=f"access_apitoken_{name}")
            for name, view in (("replace", self.replace_view), ("revoke", self.revoke_view))
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (ApiToken, "add"))
        form = TokenForm(sent(request))

        def save(values: Mapping[str, Any]) -> HttpResponse:
            # The token is shown to whoever creates it, so it must not exceed their own permissions.
            _refuse_above(values["user"], request)
            issued = issue_token(
                values["user"],
                values["name"],
                values["scopes"],
                at=timezone.now(),
                actor=actor_of(request),
                days=values["days"],
                networks=values["networks"].split(),
            )
            return self._show_token(request, issued)

        return form_page(request, self, form, title=_("Create an API token"), save=save, done=changelist_url(self))

    def replace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        require(request, (ApiToken, "change"))
        token: ApiToken = record_or_404(self, request, object_id)
        form = ReplaceForm(sent(request))

        def save(values: Mapping[str, Any]) -> HttpResponse:
            # Checked again: the user of the token may have been given more permissions since it was created.
            _refuse_above(token.user, request)
            overlap = timedelta(hours=values["hours"])
            return self._show_token(request, rotate_token(token, at=timezone.now(), actor=actor_of(request), overlap=overlap))

        title = _("Replace “%(name)s”") % {"name": token.name}
        return form_page(request, self, form, title=title, save=save, done=page_url(token), button=_("Create new token"))

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        require(request, (ApiToken, "change"))
        token: ApiToken = record_or_404(self, request, object_id)
        form = ReasonForm(sent(request))

        def save(values: Mapping[str, Any]) -> str:
            revoke_token(token, at=timezone.now(), actor=actor_of(request), reason=values["reason"])
            return _("“%(name)s” is revoked.") % {"name": token.name}

        title = _("Revoke “%(name)s”") % {"name": token.name}
        return form_page(request, self, form, title=title, save=save, done=page_url(token), button=_("Revoke now"))

    def _show_token(self, request: HttpRequest, issued: Issued) -> HttpResponse:
        """Show a new token. It appears only on this page, which is not cached, like all admin pages."""
        title = _("Token “%(name)s”") % {"name": issued.token.name}
        template = "admin/access/apitoken/made.html"
        return page(request, self, template, title=title, text=str(issued.text), header=_HEADER, done=changelist_url(self))


def _refuse_above(person: User, request: HttpRequest) -> None:
    """Refuse a token for a user with more permissions than the current user, who could use it."""
    maker: Any = request.user
    if outranks(person, maker):
        raise ValidationError(
            {"user": _("This user has more permissions than you. Only a superuser can create a token for them.")}
        )

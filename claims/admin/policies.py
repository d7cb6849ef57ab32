"""The desk's policy: admins set a new version; what was set before is read here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from claims.admin.refusals import REFUSALS
from claims.models import DeskPolicy
from claims.operations.policies import set_policy
from claims.queries.policies import thresholds
from claims.verification import Change
from factcheck.admin_theme import ReadOnlyAdmin, Text
from sources.admin.pages import ReasonForm, actor_of, changelist_url, form_page, sent

_SET = ("min_on_record", "min_disinterested", "shelf_life_days", "outcome_grace_days")


def _number(label: str, help_text: str, *, least: int, most: int) -> forms.IntegerField:
    widget = Text(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most, widget=widget)


class PolicyForm(ReasonForm):
    min_on_record = _number("Origins on the record", "Two-source rule: how many are needed.", least=1, most=20)
    min_disinterested = _number("… of which with no stake", "0: a stake does not matter.", least=0, most=20)
    shelf_life_days = _number("Shelf life, days", "After which a claim with nothing new is stale.", least=1, most=36_500)
    outcome_grace_days = _number("Grace, days", "After a predicted window, to record the outcome.", least=0, most=3_650)
    field_order = (*_SET, "reason")


@admin.register(DeskPolicy)
class DeskPolicyAdmin(ReadOnlyAdmin):
    list_display = ("version", *_SET, "recorded_at", "recorded_by", "reason")
    search_fields = ("reason", "recorded_by")
    ordering = ("-version",)
    show_add_link = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = thresholds()
        form = PolicyForm(sent(request), initial={name: getattr(now, name) for name in _SET})

        def save(values: Mapping[str, Any]) -> str:
            change = Change(timezone.now(), actor_of(request), "policy set", values["reason"])
            policy = set_policy(change, **{name: values[name] for name in _SET})
            return f"Version {policy.version} is in force. All claims wait for the next verification."

        return form_page(
            request,
            self,
            form,
            title="Set the desk's policy",
            save=save,
            done=changelist_url(self),
            refusals=REFUSALS,
            button="Put in force",
            explanation="A new version holds for every claim from the next verification on. Stored versions stay.",
        )

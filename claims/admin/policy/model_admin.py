"""The desk's policy: drafts, previews and activated versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.policy.preview import preview_page, show_preview
from claims.admin.refusals import REFUSALS
from claims.models import DeskPolicy
from claims.operations.policy.drafts import draft_policy
from claims.policy.assess import ALWAYS_ON, RULES
from claims.policy.facts import Thresholds
from claims.queries.policy.versions import thresholds
from claims.vocabulary import Severity
from factcheck.desk.admin_theme import ReadOnlyAdmin, Select, Text
from sources.admin.display import column, words
from sources.admin.pages import ReasonForm, actor_of, changelist_url, form_page, may, record_or_404, require, sent

_NUMBERS = (
    "min_on_record", "min_disinterested", "shelf_life_days", "outcome_grace_days", "dead_link_checks", "dead_link_hours",
    "unreachable_days",
)  # fmt: skip
_OFF = "off"
_FLAG = "flag-"


def _number(label: Any, help_text: Any, *, least: int, most: int) -> forms.IntegerField:
    widget = Text(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most, widget=widget)


class PolicyForm(ReasonForm):
    """The thresholds, and for each flag its severity or that it is off."""

    min_on_record = _number(
        gettext_lazy("Independent on-record routes"), gettext_lazy("Two-source rule: the number required."), least=1, most=20
    )
    min_disinterested = _number(
        gettext_lazy("… from disinterested sources"), gettext_lazy("Enter 0 if stakes do not matter."), least=0, most=20
    )
    shelf_life_days = _number(
        gettext_lazy("Shelf life (days)"),
        gettext_lazy("A claim without changes is stale after this time."),
        least=1,
        most=36_500,
    )
    outcome_grace_days = _number(
        gettext_lazy("Grace period (days)"),
        gettext_lazy("Time to record the outcome after a predicted window."),
        least=0,
        most=3_650,
    )
    dead_link_checks = _number(
        gettext_lazy("Dead links: checks"), gettext_lazy("A page that so many checks did not find is gone."), least=1, most=30
    )
    dead_link_hours = _number(
        gettext_lazy("… over hours"), gettext_lazy("From the first of these checks to the last."), least=0, most=720
    )
    unreachable_days = _number(
        gettext_lazy("Unreachable sites (days)"),
        gettext_lazy("A page of a site that fails or does not respond for so long counts as gone."),
        least=1,
        most=30,
    )

    def __init__(self, data: Any, *, now: Thresholds) -> None:
        severities = dict(now.severities)
        flags = {_FLAG + rule.code: _OFF if rule.code in now.switched_off else severities.get(rule.code, "") for rule in RULES}
        super().__init__(data, initial={name: getattr(now, name) for name in _NUMBERS} | flags)
        for rule in RULES:
            self.fields[_FLAG + rule.code] = _severity(rule.code)
        self.order_fields([*_NUMBERS, *flags, "reason"])

    GROUPS = (
        (gettext_lazy("Thresholds"), _NUMBERS),
        (gettext_lazy("Flags: severity, or off"), tuple(_FLAG + rule.code for rule in RULES)),
        (gettext_lazy("Why"), ("reason",)),
    )

    @property
    def policy(self) -> dict[str, Any]:
        """The submitted values of the policy."""
        chosen = {rule.code: self.cleaned_data[_FLAG + rule.code] for rule in RULES}
        return {
            **{name: self.cleaned_data[name] for name in _NUMBERS},
            "severities": {code: word for code, word in chosen.items() if word in Severity.words()},
            "switched_off": [code for code, word in chosen.items() if word == _OFF],
        }


def _severity(code: str) -> forms.ChoiceField:
    choices = [("", _("default")), *((word, words(word)) for word in Severity.words())]
    # What the desk and its readers take as settled follows from these flags (docs/policy.md).
    if code not in ALWAYS_ON:
        choices.append((_OFF, _("off")))
    return forms.ChoiceField(label=words(code), choices=choices, required=False, widget=Select)


@admin.register(DeskPolicy)
class DeskPolicyAdmin(ReadOnlyAdmin):
    list_display = ("called", *_NUMBERS, "flags_set", "recorded_at", "recorded_by", "reason", "preview_link")
    search_fields = ("reason", "recorded_by")
    ordering = ("-id",)
    fields = (
        "called", *_NUMBERS, "severities", "switched_off", "recorded_at", "recorded_by", "drafted_by", "dropped_at", "reason"
    )  # fmt: skip
    show_add_link = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, DeskPolicy, "add")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="claims_deskpolicy_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return preview_page(request, self, record_or_404(self, request, str(pk)))

    @column(gettext_lazy("version"), order="version")
    def called(self, row: DeskPolicy) -> str:
        if row.version is not None:
            return str(row.version)
        return _("discarded") if row.dropped_at else _("draft")

    @column(gettext_lazy("flags set"))
    def flags_set(self, row: DeskPolicy) -> str:
        set_ = [f"{words(code)}: {word}" for code, word in row.severities.items()]
        return ", ".join([*set_, *(_("%(flag)s: off") % {"flag": words(code)} for code in row.switched_off)])

    @column(gettext_lazy("preview"))
    def preview_link(self, row: DeskPolicy) -> Any:
        address = reverse("admin:claims_deskpolicy_preview", args=[row.pk])
        return format_html('<a class="desk-link" href="{}">{}</a>', address, _("Preview"))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (DeskPolicy, "add"))
        form = PolicyForm(sent(request), now=thresholds())

        def save(values: Mapping[str, Any]) -> HttpResponse:
            change = change_of(request, "policy drafted", values["reason"])
            draft = draft_policy(change, **form.policy)
            show_preview(draft, actor_of(request))
            return HttpResponseRedirect(reverse("admin:claims_deskpolicy_preview", args=[draft.pk]))

        return form_page(
            request,
            self,
            form,
            title=_("Draft the desk's policy"),
            save=save,
            done=changelist_url(self),
            refusals=REFUSALS,
            button=_("Preview"),
            groups=[(str(heading), names) for heading, names in PolicyForm.GROUPS],
            explanation=_(
                "Nothing changes yet. The preview shows which flags this would raise and clear. Then activate or discard it."
            ),
        )

"""Editors' judgements of whether two sources are independent. A new judgement supersedes the last; none is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.admin_theme import ReadOnlyAdmin, Select, choices_of
from sources.admin.display import CodeFilter, column, record_link, words
from sources.admin.finding import record_field
from sources.admin.naming import FIELD, may_confirm
from sources.admin.pages import SourceReasonForm, actor_of, changelist_url, form_page, may, require, sent
from sources.models import IndependenceJudgement
from sources.operations import judge
from sources.tasks import announce_changes
from sources.vocabulary import Judgement

_LABELS = {
    "independent": gettext_lazy("independent – they do not share an origin"),
    "dependent": gettext_lazy("dependent – they may share an origin"),
    "unsure": gettext_lazy("unsure – withdraws the previous judgement"),
}


class JudgementForm(SourceReasonForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=choices_of(Judgement.words(), _LABELS, blank=gettext_lazy("Choose …")),
        widget=Select(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one"] = record_field(IndependenceJudgement, "a", admin.site, label=_("Source"))
        self.fields["other"] = record_field(IndependenceJudgement, "b", admin.site, label=_("Other source"))
        self.order_fields(("one", "other", "outcome", "reason"))


@admin.register(IndependenceJudgement)
class IndependenceJudgementAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "outcome_shown", "reason", "recorded_by", "recorded_at", "superseded_at")
    list_filter = (("outcome", CodeFilter.of(Judgement)), ("superseded_at", admin.EmptyFieldListFilter))
    list_select_related = ("a", "b")
    search_fields = ("a__name", "b__name", "a__key", "b__key", "reason")
    ordering = ("-id",)
    fields = ("first", "second", "outcome_shown", "reason", "recorded_by", "recorded_at", "superseded_at")
    show_add_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndependenceJudgement]:
        found: QuerySet[IndependenceJudgement] = super().get_queryset(request)
        return found.select_related("a", "b")

    @column(gettext_lazy("source"), order="a__name")
    def first(self, row: IndependenceJudgement) -> str:
        return record_link(row.a)

    @column(gettext_lazy("other source"), order="b__name")
    def second(self, row: IndependenceJudgement) -> str:
        return record_link(row.b)

    @column(gettext_lazy("outcome"), order="outcome")
    def outcome_shown(self, row: IndependenceJudgement) -> str:
        return words(row.outcome)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, IndependenceJudgement, "add")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (IndependenceJudgement, "add"))
        chosen = {name: request.GET.get(name) for name in ("one", "other")}
        given = {name: pk for name, pk in chosen.items() if pk and pk.isdecimal()}
        form = JudgementForm(sent(request), confirms=may_confirm(request), initial=given)

        def save(values: Mapping[str, Any]) -> str:
            one, other = values["one"], values["other"]
            why = {"at": timezone.now(), "actor": actor_of(request), "reason": values["reason"]}
            joined = judge(one, other, values["outcome"], names_confirmed=bool(values.get(FIELD)), **why)
            # Robust, because the judgement is stored: without a broker beat finds the change.
            transaction.on_commit(announce_changes, robust=True)
            if joined:
                still = _("%(one)s and %(other)s are still joined through %(path)s.")
                messages.warning(request, still % {"one": one, "other": other, "path": " – ".join(joined)})
            named = {"one": one, "other": other, "outcome": words(values["outcome"])}
            return _("%(one)s and %(other)s: %(outcome)s. The claims that this affects are reassessed.") % named

        return form_page(
            request,
            self,
            form,
            title=_("Judge the independence of two sources"),
            save=save,
            done=changelist_url(self),
            explanation=_("For an unnamed source, choose only independent or unsure: dependent would narrow down who it is."),
        )

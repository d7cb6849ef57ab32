"""Relations of named sources. They are recorded and struck out, never edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.admin_theme import Day, ReadOnlyAdmin, Select, choices_of
from sources.admin.display import CodeFilter, column, record_link, relation_text, words
from sources.admin.finding import record_field
from sources.admin.pages import ReasonForm, actor_of, changelist_url, form_page, may, page_url, record_or_404, require, sent
from sources.models import SourceRelation
from sources.operations import close_relation, relate, strike_relation
from sources.tasks import announce_changes
from sources.vocabulary import SourceRelationKind

_LABELS = {
    "speaks_for": gettext_lazy("speaks for (one voice)"),
    "part_of": gettext_lazy("is part of (one voice)"),
    "same_as": gettext_lazy("is the same as (one voice)"),
    "owned_by": gettext_lazy("is owned by (one family)"),
    "shares_reporting_with": gettext_lazy("shares reporting with (one family)"),
}


#: The message for each constraint of SourceRelation.
_BROKEN = {
    "sourcerelation_of_two": gettext_lazy("A source cannot be related to itself. Choose another one."),
    "sourcerelation_until_after_from": gettext_lazy("The end is before the start."),
    "sourcerelation_once": gettext_lazy("This relation is already recorded for this period. End it or strike it out first."),
}


def _check(relation: SourceRelation) -> None:
    """Raise ValidationError with a readable message if the relation breaks a constraint."""
    relation.clean_fields(exclude=["recorded_at"])
    broken = list(_broken(relation))
    if broken:
        raise ValidationError(broken)


def _broken(relation: SourceRelation) -> Iterator[Any]:
    """Yield a message for each constraint that the relation would break."""
    # One by one and not by `validate_constraints`: each has a message of its own, found by the constraint's name.
    for constraint in SourceRelation._meta.constraints:
        try:
            constraint.validate(SourceRelation, relation)
        except ValidationError as error:
            yield _BROKEN.get(constraint.name, error)


class RelationForm(ReasonForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Relation"),
        choices=choices_of(SourceRelationKind.words(), _LABELS, blank=gettext_lazy("Choose …")),
        widget=Select(),
    )
    from_on = forms.DateField(
        required=False,
        widget=Day(),
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("Leave empty if it always was so."),
    )
    until_on = forms.DateField(
        required=False,
        widget=Day(),
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("Leave empty if it still is so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_source"] = record_field(SourceRelation, "from_source", admin.site, label=_("Source"))
        self.fields["to_source"] = record_field(SourceRelation, "to_source", admin.site, label=_("Other source"))
        self.order_fields(("from_source", "kind", "to_source", "from_on", "until_on", "reason"))


class EndForm(ReasonForm):
    until_on = forms.DateField(
        widget=Day(), label=gettext_lazy("Last day"), help_text=gettext_lazy("The last day on which it held.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("until_on", "reason"))


@admin.register(SourceRelation)
class SourceRelationAdmin(ReadOnlyAdmin):
    list_display = ("first", "kind_shown", "second", "reason", "from_on", "until_on", "recorded_at", "struck_at")
    list_filter = (("kind", CodeFilter.of(SourceRelationKind)), ("struck_at", admin.EmptyFieldListFilter))
    list_select_related = ("from_source", "to_source")
    search_fields = ("from_source__name", "to_source__name", "from_source__key", "to_source__key", "reason")
    ordering = ("-id",)
    fields = ("first", "kind_shown", "second", "reason", "from_on", "until_on", "recorded_at", "struck_at", "struck_reason")
    change_form_template = "admin/sources/sourcerelation/change_form.html"
    show_add_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceRelation]:
        found: QuerySet[SourceRelation] = super().get_queryset(request)
        return found.select_related("from_source", "to_source")

    @column(gettext_lazy("source"), order="from_source__name")
    def first(self, row: SourceRelation) -> str:
        return record_link(row.from_source)

    @column(gettext_lazy("relation"), order="kind")
    def kind_shown(self, row: SourceRelation) -> str:
        return words(row.kind)

    @column(gettext_lazy("other source"), order="to_source__name")
    def second(self, row: SourceRelation) -> str:
        return record_link(row.to_source)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, SourceRelation, "add")

    def get_urls(self) -> list[URLPattern]:
        strike, end = self.admin_site.admin_view(self.strike_view), self.admin_site.admin_view(self.end_view)
        return [
            path("<int:pk>/strike/", strike, name="sources_sourcerelation_strike"),
            path("<int:pk>/end/", end, name="sources_sourcerelation_end"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"may_strike": may(request, SourceRelation, "change"), **(extra_context or {})}
        found: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return found

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (SourceRelation, "add"))
        chosen = {name: request.GET.get(name) for name in ("from_source", "to_source")}
        form = RelationForm(sent(request), initial={name: pk for name, pk in chosen.items() if pk and pk.isdecimal()})

        def save(values: Mapping[str, Any]) -> str:
            relation = SourceRelation(**values)
            _check(relation)
            relate([relation], at=timezone.now(), actor=actor_of(request))
            transaction.on_commit(announce_changes, robust=True)
            message = _("“%(relation)s” is recorded. The claims that it affects are reassessed.")
            return message % {"relation": relation_text(relation)}

        return form_page(
            request,
            self,
            form,
            title=_("Relate two sources"),
            save=save,
            done=changelist_url(self),
            explanation=_("Only named sources have relations. A relation would narrow down who an unnamed source is."),
        )

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        relation = record_or_404(self, request, str(pk))
        require(request, (SourceRelation, "change"))

        def save(values: Mapping[str, Any]) -> str:
            done: dict[str, Any] = {"at": timezone.now(), "actor": actor_of(request), "reason": values["reason"]}
            close_relation(relation, values["until_on"], **done)
            transaction.on_commit(announce_changes, robust=True)
            message = _("“%(relation)s” ended on %(day)s. The claims that it affects are reassessed.")
            return message % {"relation": relation_text(relation), "day": values["until_on"]}

        return form_page(
            request,
            self,
            EndForm(sent(request)),
            title=_("When “%(relation)s” ended") % {"relation": relation_text(relation)},
            save=save,
            done=changelist_url(self),
            button=_("Record the end"),
            explanation=_(
                "What was said until that day still counts as said for the other source; what is said later does not. "
                "The relation is recorded again with its end. The earlier record stays."
            ),
        )

    def strike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        relation = record_or_404(self, request, str(pk))
        require(request, (SourceRelation, "change"))

        def save(values: Mapping[str, Any]) -> str:
            strike_relation(relation, at=timezone.now(), actor=actor_of(request), reason=values["reason"])
            transaction.on_commit(announce_changes, robust=True)
            message = _("“%(relation)s” is struck out. The claims that it affects are reassessed.")
            return message % {"relation": relation_text(relation)}

        return form_page(
            request,
            self,
            ReasonForm(sent(request)),
            title=_("Strike out “%(relation)s”") % {"relation": relation_text(relation)},
            save=save,
            done=page_url(relation),
            button=_("Strike out"),
            explanation=_(
                "Recorded because: %(reason)s\n\nThe relation stays on record, marked as struck out, with your reason."
            )
            % {"reason": relation.reason},
        )

"""Sources: the list, and the page of one source with its relations, judgements and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.approval import own_approval
from sources.admin.display import CodeFilter, column, record_link, words
from sources.admin.finding import FindView
from sources.admin.forms import NEVER_ENTERED, NamedSourceForm, SourceForm, UnnamedSourceForm
from sources.admin.naming import FIELD, may_confirm
from sources.admin.pages import actor_of, changelist_url, form_page, may, page_url, record_or_404, require, sent
from sources.admin.persons_found import persons_found
from sources.admin.seen import visible_actor, visible_reason
from sources.admin.self_namings import naming_urls
from sources.admin.source_panel import SHOWN, outlets, panel
from sources.models import IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.names import key_from
from sources.operations import FIELD_CHANGES, change_source, lock_sources, record_sources
from sources.operations.vouching import FURTHER, further_ids
from sources.queries import sources_by_key
from sources.queries.approvers import APPROVE
from sources.tasks import announce_changes
from sources.vocabulary import SourceKind


class ApprovalFilter(admin.SimpleListFilter):
    """A filter for unnamed sources that may not be used yet."""

    title, parameter_name = gettext_lazy("approval"), "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [("approval", _("unnamed, without description, reason or approval"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Source]:  # noqa: ARG002
        found: QuerySet[Source] = queryset.lacking_approval() if self.value() else queryset
        return found


class MergedFilter(admin.SimpleListFilter):
    """A filter for duplicate records, which the list hides by default."""

    title, parameter_name = gettext_lazy("duplicates"), "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        return [("only", _("only these")), ("too", _("include"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        left_out, *others = super().choices(changelist)
        yield {**left_out, "display": _("exclude")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Source]:  # noqa: ARG002
        # Left out by default: a second record is not to be used for anything new.
        found: QuerySet[Source] = queryset
        if self.value() == "only":
            return found.filter(merged_into__isnull=False)
        return found if self.value() == "too" else found.filter(merged_into=None)


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    list_display = ("name", "kind_shown", "identified", "voucher", "country", "reliability", "voice_link", "family_link", "key")
    list_filter = (
        "identified",
        ApprovalFilter,
        MergedFilter,
        ("kind", CodeFilter.of(SourceKind)),
        ("reliability", admin.AllValuesFieldListFilter),
        "country",
    )
    list_select_related = ("vouched_by", "voice", "family")
    search_fields = ("key", "name", "short_name", "aliases")
    ordering = ("name", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        found: QuerySet[Source] = super().get_queryset(request).prefetch_related("also_vouched_by")
        return found

    @column(gettext_lazy("kind"), order="kind")
    def kind_shown(self, row: Source) -> str:
        return words(row.kind)

    @column(gettext_lazy("vouched for by"))
    def voucher(self, row: Source) -> str:
        return outlets(row) or "–"

    @column(gettext_lazy("one voice with"))
    def voice_link(self, row: Source) -> str:
        return record_link(row.voice) if row.voice else "–"

    @column(gettext_lazy("in the family of"))
    def family_link(self, row: Source) -> str:
        return record_link(row.family) if row.family else "–"

    def get_urls(self) -> list[URLPattern]:
        find = self.admin_site.admin_view(FindView.as_view(admin_site=self.admin_site))
        found = self.admin_site.admin_view(lambda request: persons_found(request, self))
        return [
            path("find/", find, name="sources_source_find"),
            path("persons-found/", found, name="sources_source_persons"),
            *naming_urls(self),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Source, "add"))
        unnamed = "unnamed" in request.GET
        form = _form(request, UnnamedSourceForm if unnamed else NamedSourceForm)

        def save(values: Mapping[str, Any]) -> str:
            key = values["key"] or key_from(values["name"])
            if not key or sources_by_key([key]):
                taken = _("A source “%(key)s” already exists. Choose another key.") % {"key": key}
                raise ValidationError(
                    {
                        "key": taken
                        if key
                        else _("No key can be made from this name. Enter one in Latin letters, such as defence-ministry.")
                    }
                )
            columns = form.values()
            further = columns.pop(FURTHER, [])
            # `identified` comes from the class of the form: it is no field, because it never changes.
            source = Source(key=key, identified=form.IDENTIFIED, **columns)
            _check(source)
            done: dict[str, Any] = {"at": timezone.now(), "actor": actor_of(request), "person": request.user.pk}
            names = [key] if values.get(FIELD) else ()
            record_sources([source], reason=values["reason"], names_confirmed=names, also_vouched_by={key: further}, **done)
            transaction.on_commit(announce_changes, robust=True)
            return _("“%(name)s” is recorded as %(key)s.") % {"name": source.name, "key": key}

        return form_page(
            request,
            self,
            form,
            title=_("Record an unnamed source") if unnamed else _("Record a source"),
            save=save,
            done=changelist_url(self),
            groups=form.GROUPS,
            explanation=NEVER_ENTERED if unnamed else "",
            template="admin/sources/source/add.html",
            unnamed=unnamed,
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        source = record_or_404(self, request, object_id)
        writes = may(request, Source, "change")
        # Only to save: whoever may read sources may open the page.
        if request.method == "POST":
            require(request, (Source, "change"))
        kind = NamedSourceForm if source.identified else UnnamedSourceForm
        form = _form(request, kind, source=source, initial=_values(kind, source))
        form.watch(_version(source))
        # The page of a flagged claim asks for the approval.
        if (
            "approve" in request.GET
            and not (source.identified or source.approved_by)
            and (own := own_approval(request, source))
        ):
            form.suggest("approved_by", own[0][0])
        shown = panel(source, shows_approval=request.user.has_perm(APPROVE))

        return form_page(
            request,
            self,
            form,
            title=source.name,
            save=lambda values: self._change(request, source, form, values),
            done=page_url(source),
            groups=kind.GROUPS,
            explanation="" if source.identified else NEVER_ENTERED,
            template="admin/sources/source/page.html",
            back=changelist_url(self),
            source=source,
            original=source,
            may_write=writes,
            may_relate=may(request, SourceRelation, "add") and source.identified,
            may_judge=may(request, IndependenceJudgement, "add"),
            may_merge=may(request, Source, "merge"),
            **shown,
        )

    def _change(self, request: HttpRequest, source: Source, form: SourceForm, values: Mapping[str, Any]) -> str:
        with transaction.atomic():
            # So that the version check and the change see the same row.
            lock_sources()
            meant = self.get_queryset(request).select_for_update().get(pk=source.pk)
            form.refuse_stale(
                _version(meant), _values(type(form), meant), _stale_message(request, meant, values["version_seen"])
            )
            changes = {name: value for name, value in form.values().items() if name == FURTHER or getattr(meant, name) != value}
            for name in changes.keys() - {FURTHER}:
                setattr(meant, name, changes[name])
            _check(meant)
            done: dict[str, Any] = {"at": timezone.now(), "actor": actor_of(request), "person": request.user.pk}
            names = bool(values.get(FIELD))
            changed = change_source(source, changes, reason=values["reason"], names_confirmed=names, **done)
            transaction.on_commit(announce_changes, robust=True)
        return _("Saved. The claims that it affects are reassessed.") if changed else _("Nothing changed.")


def _form(request: HttpRequest, kind: type[SourceForm], **kwargs: Any) -> SourceForm:
    """Return the form of a source with the fields that the user may fill in."""
    if kind is UnnamedSourceForm:
        kwargs |= {"approvers": own_approval(request, kwargs.get("source")), "confirms": may_confirm(request)}
    return kind(sent(request), grades=may(request, Source, "grade"), **kwargs)


def _values(form: type[SourceForm], source: Source) -> dict[str, Any]:
    """Return the initial values of the form."""
    chosen = {name: getattr(source, f"{name}_id") for name in form.REFERENCES}
    return {name: getattr(source, name) for name in form.COLUMNS} | chosen | {FURTHER: further_ids(source)}


def _edits(source: Source) -> QuerySet[SourceChange]:
    """Return the changes of a source's own fields, newest first.

    Changes of relations and judgements are left out, because the form shows neither.
    """
    return source.changes.filter(action__in=FIELD_CHANGES).order_by("-id")


def _version(source: Source) -> str:
    """Return the version of a source's values: the id of the last change, or 0 if there was none."""
    return str(_edits(source).values_list("id", flat=True).first() or 0)


def _stale_message(request: HttpRequest, source: Source, version: str) -> str:
    later = _edits(source).filter(id__gt=int(version)) if version.isdecimal() else _edits(source)
    # The names in a refusal must not tell who approved the source.
    approvals = request.user.has_perm(APPROVE)
    somebody, changed_by = _("somebody"), []
    for change in later.order_by("id")[:SHOWN]:
        name, reason = (
            visible_actor(change, shows_approval=approvals) or somebody,
            visible_reason(change, shows_approval=approvals),
        )
        changed_by.append(f"{name} ({reason})" if reason else name)
    names = "; ".join(changed_by) or somebody
    return _("This source has changed since you opened it, by %(names)s.") % {"names": names}


def _check(source: Any) -> None:
    """Raise ValidationError with the constraint's own message if the record breaks one."""
    # Set by operations, never by a form.
    source.clean_fields(exclude=["recorded_at", "voice", "family", "merged_into", "named_as"])
    source.validate_constraints()

"""Duplicate records of a source: the page that merges one into another, with a preview, and the page that undoes it.

They belong to the page of a source. They are in ``claims`` because a merger changes claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.help.flag_tags import flag_tag
from claims.admin.refusals import REFUSALS
from claims.operations.merges.sources import MOST_WEIGHED, MergerForeseen, foresee_merger, merge_sources
from claims.operations.writing import OperationError
from claims.runs.report import interval
from claims.verification.foreseeing import Foreseen
from factcheck.desk.admin_theme import Area
from sources.admin.display import record_link, tag, words
from sources.admin.finding import choice_label, record_field
from sources.admin.naming import FIELD, NamesForm, may_confirm
from sources.admin.pages import SourceReasonForm, actor_of, form_page, page_url, record_or_404, require, sent
from sources.admin.sources import SourceAdmin
from sources.models import Document, Source
from sources.operations import SourceOperationError, undo_merger
from sources.queries.approvers import APPROVE
from sources.queries.mergers import last_change_of
from sources.queries.vouchers import heard_apart
from sources.tasks import announce_changes

#: The columns that the preview compares.
_COMPARED = (
    ("name", gettext_lazy("Name")),
    ("kind", gettext_lazy("Kind")),
    ("country", gettext_lazy("Country")),
    ("organisation_source", gettext_lazy("Organisation")),
    ("organisation", gettext_lazy("Organisation as text")),
    ("plural", gettext_lazy("More than one")),
    ("description", gettext_lazy("Description")),
    ("reliability", gettext_lazy("Admiralty grade")),
    ("homepage", gettext_lazy("Homepage")),
    ("wikidata_id", gettext_lazy("Wikidata id")),
)
#: More columns, for users who may approve unnamed sources.
_APPROVAL_COMPARED = (
    ("anonymity_reason", gettext_lazy("Why unnamed")),
    ("approved_by", gettext_lazy("Approved by")),
)


class ChooseForm(forms.Form):
    """The record to merge into. The form uses GET, because it only shows the preview."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"] = record_field(Source, "merged_into", admin.site, required=True, label=_("The record to keep"))
        self.fields["into"].help_text = _("Editors can choose only this one from then on.")


class MergeForm(NamesForm):
    reason = forms.CharField(
        label=gettext_lazy("Evidence that the two are the same"),
        widget=Area(rows=2),
        max_length=2_000,
        help_text=gettext_lazy("Stored with the change, for colleagues and for the audit."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choice: ChooseForm, of_several: bool = False, **kwargs: Any) -> None:
        """With ``of_several``, ask for the documents that show that two unnamed sources of different outlets are one."""
        super().__init__(*args, **kwargs)
        self.choice = choice
        if of_several:
            self.fields["document"] = record_field(Document, "copy_of", admin.site, required=True, label=_("Document"))
            self.fields["document"].help_text = _(
                "In which the outlets' own words show that they heard the same briefing. All outlets of both records then vouch"
                " for the record to keep."
            )
            self.fields["other_document"] = record_field(
                Document, "copy_of", admin.site, required=False, label=_("Another document")
            )
            self.order_fields(["document", "other_document", "reason"])

    def documents(self) -> list[Document]:
        """Return the documents that were chosen."""
        return [found for name in ("document", "other_document") if (found := self.cleaned_data.get(name))]

    @property
    def media(self) -> forms.Media:
        """The media of both forms on the page."""
        return self.choice.media + super().media


# ``sources`` may not import ``claims``, so its admin cannot know of mergers and is replaced here.
admin.site.unregister(Source)


@admin.register(Source)
class MergingSourceAdmin(SourceAdmin):
    """The admin of sources, with the pages that merge duplicate records."""

    def get_urls(self) -> list[URLPattern]:
        pages = (("merge", self.merge_view), ("unmerge", self.unmerge_view))
        own = [path(f"<int:pk>/{name}/", self._shown(view), name=f"sources_source_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    def _shown(self, view: Callable[[HttpRequest, Source], HttpResponse]) -> Callable[..., HttpResponse]:
        def shown(request: HttpRequest, pk: int) -> HttpResponse:
            source = record_or_404(self, request, str(pk))
            require(request, (Source, "merge"))
            return view(request, source)

        found: Callable[..., HttpResponse] = self.admin_site.admin_view(shown)
        return found

    def merge_view(self, request: HttpRequest, source: Source) -> HttpResponse:
        choice = ChooseForm(request.GET if request.GET.get("into", "").isdecimal() else None)
        into = choice.cleaned_data["into"] if choice.is_bound and choice.is_valid() else None
        seen = {"seen": _version(source, into)}
        several = into is not None and not source.identified and not into.identified and heard_apart(source, into)
        form = MergeForm(sent(request), choice=choice, of_several=several, confirms=may_confirm(request), initial=seen)

        def save(values: Mapping[str, Any]) -> str:
            if into is None:
                raise ValidationError(_("Choose the record to keep."))
            # The preview would no longer be true if one of the records changed.
            _refuse_stale(form, _version(source, into))
            why: dict[str, Any] = {"names_confirmed": bool(values.get(FIELD)), "documents": form.documents()}
            merge_sources(source, into, change_of(request, "merged", values["reason"]), **why)
            # After the commit, or workers would not see the change; robust, because beat applies it anyway.
            transaction.on_commit(announce_changes, robust=True)
            names = {"second": source, "first": into}
            return _("“%(second)s” is merged into “%(first)s”. The claims that this affects are reassessed.") % names

        return form_page(
            request,
            self,
            form,
            title=_("Merge “%s” into another record of the same source") % source,
            save=save,
            done=page_url(source),
            undo=lambda: reverse("admin:sources_source_unmerge", args=[source.pk]),
            refusals=REFUSALS,
            template="admin/claims/source/merge.html",
            button=_("Merge"),
            source=source,
            choice=choice,
            into=into,
            # Lazy: the template computes it only if the page is shown, not after the merger.
            preview=partial(_preview, request, source, into) if into is not None else None,
        )

    def unmerge_view(self, request: HttpRequest, source: Source) -> HttpResponse:
        into = source.merged_into

        def save(values: Mapping[str, Any]) -> str:
            why = {"at": timezone.now(), "actor": actor_of(request), "reason": values["reason"]}
            still = undo_merger(source, names_confirmed=bool(values.get(FIELD)), **why)
            transaction.on_commit(announce_changes, robust=True)
            if still:
                messages.warning(request, _("The two still count as one voice, because relations join them."))
            return _("“%s” is a separate source again. The claims that this affects are reassessed.") % source

        return form_page(
            request,
            self,
            SourceReasonForm(sent(request), confirms=may_confirm(request)),
            title=_("Undo the merger of “%s”") % source,
            save=save,
            done=page_url(source),
            refusals=REFUSALS,
            button=_("Undo the merger"),
            explanation=_(
                "It is merged into “%s”. After undoing this, the two count as two sources again, each with its own names."
                " The merger stays on record, with your reason for undoing it."
            )
            % (choice_label(into) if into is not None else "–"),
        )


def _preview(request: HttpRequest, source: Source, into: Source) -> dict[str, Any]:
    """Return the comparison of the two records and the preview of the merger, or why it is refused."""
    comparison = {
        "called": [choice_label(source), choice_label(into)],
        "differs": _differs(source, into, approves=request.user.has_perm(APPROVE)),
    }
    try:
        foreseen = foresee_merger(source, into, change_of(request, "merged", "a preview"))
    except (SourceOperationError, OperationError) as error:
        return {**comparison, "refused": str(error)}
    return {**comparison, **_effects(foreseen)}


def _version(source: Source, into: Source | None) -> str:
    """Return the version of the two records in the preview: the ids of their last changes."""
    # Sources have no revisions: every change of one is recorded, and its last change serves as its version.
    return " ".join(str(last_change_of(each)) for each in (source, into) if each is not None)


def _refuse_stale(form: MergeForm, version: str) -> None:
    if form.cleaned_data["seen"] != version:
        form.data = {**form.data.dict(), "seen": version}  # type: ignore[attr-defined]
        raise ValidationError(
            _("One of the two records has changed since you opened this page. Check the new preview, and send the form again.")
        )


def _differs(source: Source, into: Source, *, approves: bool) -> list[tuple[Any, Any, Any]]:
    """Return the differences of the two records: the label, the duplicate's value and the other value."""
    compared = (*_COMPARED, *(_APPROVAL_COMPARED if approves else ()))
    rows = [(label, getattr(source, name), getattr(into, name)) for name, label in compared]
    return [(label, _said(one), _said(other)) for label, one, other in rows if one != other]


def _said(value: Any) -> str:
    return {True: _("yes"), False: _("no"), "": "–", None: "–"}.get(value) or words(str(value))


def _effects(foreseen: MergerForeseen) -> dict[str, Any]:
    changed = foreseen.changed
    return {
        "counts": foreseen,
        "too_many": changed is None,
        "most": MOST_WEIGHED,
        "changed": [_changed(record_link(claim), found) for claim, found in changed or ()],
    }


def _changed(link: Any, found: Foreseen) -> dict[str, Any]:
    before, after = found.before, found.after
    codes = [{flag.code: flag.severity for flag in each.flags} for each in (before, after)]
    return {
        "claim": link,
        "statuses": [tag(before.status, before.status), tag(after.status, after.status)],
        "restated": before.status != after.status,
        "support": [interval(before.support), interval(after.support)],
        "denial": [interval(before.denial), interval(after.denial)],
        "raised": [flag_tag(code, severity) for code, severity in codes[1].items() if code not in codes[0]],
        "cleared": [flag_tag(code, severity) for code, severity in codes[0].items() if code not in codes[1]],
    }

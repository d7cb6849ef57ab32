"""Documents. A document is saved through a case file, because every claim that shows it gets a new revision."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.captures.archive_pages import archives_of_document
from claims.admin.captures.document_panel import asked_capture, captures_context, initial_of, may_see_captures
from claims.admin.captures.files import document_wacz
from claims.admin.captures.moves import attach_and_log
from claims.admin.documents import author_pages
from claims.admin.documents.concern_pages import concern, concern_context, lift_concern
from claims.admin.documents.discrediting_pages import discredit, discrediting_context, undo_discrediting
from claims.admin.documents.link_pages import link_context, page_checks, reanchor
from claims.admin.documents.moves import DATE, correct, withdraw
from claims.admin.documents.retraction_pages import undo
from claims.admin.documents.sheet_page import sheet_link, story_sheet_page
from claims.admin.refusals import REFUSALS
from claims.casefile import CaseFileError, case_of_values
from claims.casefile.records import FORMAT
from claims.operations.cases import load_case
from claims.operations.writing import lock_loading
from claims.queries.decisions.discrediting import discredited
from claims.queries.documents.read import attributions_from, captures_of, corrections_of, undone_retractions_of
from factcheck.desk.admin_theme import Area, DeskAdmin, Moment, Select, Text, choices_of
from sources.admin.display import CodeFilter, address, column, date_time, record_link, with_key, words
from sources.admin.finding import record_field
from sources.admin.meanwhile import WatchedForm
from sources.admin.pages import changelist_url, form_page, may, page_url, record_or_404, require, sent
from sources.models import Document
from sources.queries import documents_by_key
from sources.vocabulary import DocumentKind

Move = Callable[[HttpRequest, DeskAdmin, Document], HttpResponse]
_MOVES: dict[str, Move] = {
    "withdraw": withdraw,
    "undo_retraction": undo,
    "retract_by_authors": author_pages.retract,
    "undo_authors_retraction": author_pages.undo,
    "correct": correct,
    "concern": concern,
    "lift_concern": lift_concern,
    "discredit": discredit,
    "undo_discrediting": undo_discrediting,
    "page_checks": page_checks,
    "reanchor": reanchor,
    "archives": archives_of_document,
    "wacz": document_wacz,
    "sheet": story_sheet_page,
}


def _line(label: Any, help_text: Any = "", *, required: bool = False, length: int = 300) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=length, widget=Text())


class DocumentForm(WatchedForm):
    title = _line(gettext_lazy("Title"), required=True)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=choices_of(DocumentKind.words(), blank=gettext_lazy("Choose …")), widget=Select()
    )
    url = _line(gettext_lazy("Address"), gettext_lazy("As published, starting with http:// or https://"), length=2_000)
    archive_url = _line(
        gettext_lazy("Archived copy"), gettext_lazy("The address of a copy in an archive, starting with https://"), length=2_000
    )
    captured_at = forms.DateTimeField(
        required=False,
        widget=Moment(),
        label=gettext_lazy("Copy made"),
        help_text=gettext_lazy("When the desk made the copy that it holds, in the desk's time zone."),
    )
    captured_sha256 = _line(gettext_lazy("SHA-256 of the copy"), gettext_lazy("64 hexadecimal digits."), length=64)
    author = _line(gettext_lazy("Author"))
    published_at = _line(gettext_lazy("Published"), DATE, length=40)
    language = _line(gettext_lazy("Language"), "en, pt-BR", length=35)
    key = _line(
        gettext_lazy("Key"), gettext_lazy("It never changes. Leave empty to create it from publisher and title."), length=100
    )
    reason = forms.CharField(required=False, max_length=2_000, widget=Area(rows=2), label=gettext_lazy("Why"))
    COLUMNS = ("title", "kind", "url", "archive_url", "author", "published_at", "language")

    def __init__(self, *args: Any, document: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["publisher"] = record_field(Document, "publisher", admin.site, label=_("Publisher"))
        self.fields["copy_of"] = record_field(Document, "copy_of", admin.site, label=_("Copy of"), required=False)
        self.fields["copy_of"].help_text = _("The original, if this is a syndicated or translated copy.")
        if document is not None:
            del self.fields["key"]
        self.order_fields(
            (
                *("title", "publisher", "kind", "published_at", "url", "archive_url", "captured_at", "captured_sha256"),
                *("author", "language", "copy_of", "key", "reason"),
            )
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name, other in (("captured_at", "captured_sha256"), ("captured_sha256", "captured_at")):
            if values.get(other) and not values.get(name) and name not in self.errors:
                self.add_error(name, _("A copy needs both: when it was made, and the digest of its bytes."))
        return values


@admin.register(Document)
class DocumentAdmin(DeskAdmin):
    list_display = ("title", "publisher_link", "kind_shown", "published_at", "language", "retracted", "key")
    list_filter = (("kind", CodeFilter.of(DocumentKind)), ("withdrawal_recorded_at", admin.EmptyFieldListFilter))
    linked_filters = ("publisher__id__exact", "withdrawal_recorded_at__gte")  # the front page links to these
    list_select_related = ("publisher",)
    search_fields = ("key", "title", "url", "publisher__name")
    ordering = ("-id",)
    change_list_template = "admin/claims/document/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_see_captures": may_see_captures(request), **(extra_context or {})}
        found: HttpResponse = super().changelist_view(request, more)
        return found

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        found: QuerySet[Document] = super().get_queryset(request)
        return found.select_related("publisher", "copy_of")

    @column(gettext_lazy("publisher"), order="publisher__name")
    def publisher_link(self, row: Document) -> str:
        return record_link(row.publisher)

    @column(gettext_lazy("kind"), order="kind")
    def kind_shown(self, row: Document) -> str:
        return words(row.kind)

    @column(gettext_lazy("retracted"), boolean=True, order="withdrawal_recorded_at")
    def retracted(self, row: Document) -> bool:
        return row.withdrawal_recorded_at is not None

    def get_urls(self) -> list[URLPattern]:
        moves = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self._view(move)), name=f"sources_document_{name}")
            for name, move in _MOVES.items()
        ]
        return [*moves, *super().get_urls()]

    def _view(self, move: Move) -> Callable[[HttpRequest, int], HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return move(request, self, record_or_404(self, request, str(pk)))

        return view

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Document, "add"))
        publisher, capture = request.GET.get("publisher", ""), asked_capture(request)
        initial = initial_of(capture) if capture is not None else {}
        form = DocumentForm(sent(request), initial={**initial, "publisher": publisher} if publisher.isdecimal() else initial)

        def save(values: Mapping[str, Any]) -> str:
            key = values["key"] or slugify(f"{values['publisher'].key}-{values['title']}")[:80].strip("-_")
            # A case file with a recorded key would change that document instead of adding one.
            if documents_by_key([key]):
                taken = _("A document “%(key)s” already exists. Choose another key.") % {"key": key}
                raise ValidationError({"key": taken})
            with transaction.atomic():
                self._load(request, form, key, values, "document recorded")
                if capture is not None:
                    attach_and_log(request, self, capture, documents_by_key([key])[key], values["reason"])
            return _("“%(name)s” is recorded as %(key)s.") % {"name": values["title"], "key": key}

        # Whoever captured a page goes on with the capture, which shows the document now.
        done = changelist_url(self) if capture is None else page_url(capture)
        explanation = _("Filled in from the capture: check it. The capture is attached when you save.") if capture else ""
        return form_page(
            request, self, form, title=_("Add a document"), save=save, done=done, refusals=REFUSALS, explanation=explanation
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        document = record_or_404(self, request, object_id)
        writes = may(request, Document, "change")
        made = attributions_from(document)
        known = discredited({row.claim_id for row in made})
        if request.method == "POST":
            require(request, (Document, "change"))
        form = DocumentForm(sent(request), document=document, initial=_values(document))
        # Documents have no revisions: the digest of the shown values serves as their version.
        form.watch(_digest(document))

        def save(values: Mapping[str, Any]) -> str:
            with transaction.atomic():
                lock_loading()  # as every change of a document does, so that nothing changes after the check
                current = self.get_object(request, object_id)
                form.refuse_stale(_digest(current), _values(current), _("This document has changed since you opened it."))
                loaded = self._load(request, form, document.key, values, "document changed")
            return (
                _("Saved. Claims with a new revision: %(number)s.") % {"number": len(loaded.revised)}
                if loaded.documents
                else _("Nothing changed.")
            )

        return form_page(
            request,
            self,
            form,
            title=document.title,
            save=save,
            done=page_url(document),
            refusals=REFUSALS,
            template="admin/claims/document/page.html",
            back=changelist_url(self),
            may_write=writes,
            document=document,
            original=document,
            facts=_facts(document),
            attributions=[
                (record_link(row, with_key(row.source, row.key)), row, record_link(row.claim), (row.claim_id, row.key) in known)
                for row in made
            ],
            **discrediting_context(document, request),
            **concern_context(document, request),
            **link_context(document),
            **author_pages.authors_context(document, request),
            **captures_context(document, request),
            **sheet_link(document, request),
            corrections=corrections_of(document),
            undone_retractions=undone_retractions_of(document),
            withdraw=reverse("admin:sources_document_withdraw", args=[document.pk]) if writes else "",
            undo_retraction=reverse("admin:sources_document_undo_retraction", args=[document.pk]) if writes else "",
            correct=reverse("admin:sources_document_correct", args=[document.pk]) if writes else "",
        )

    def _load(self, request: HttpRequest, form: forms.Form, key: str, values: Mapping[str, Any], action: str) -> Any:
        record = {name: values[name].strip() for name in DocumentForm.COLUMNS}
        record.update(key=key, publisher=values["publisher"].key, copy_of=values["copy_of"].key if values["copy_of"] else None)
        record["published_at"] = record["published_at"] or None
        if values["captured_at"]:
            digest = values["captured_sha256"].strip().lower()
            record["captured"] = {"at": values["captured_at"].isoformat(), "sha256": digest}
        change = change_of(request, action, values["reason"])
        try:
            return load_case(case_of_values({"format": FORMAT, "documents": [record]}), change)
        except CaseFileError as error:
            found: dict[str, list[str]] = {}
            for problem in error.problems:
                name = problem.path.removeprefix("$.documents[0]").lstrip(".").replace(".", "_")
                found.setdefault(name if name in form.fields else "__all__", []).append(problem.message)
            raise ValidationError(found) from error


def _values(document: Any) -> dict[str, Any]:
    """Return the initial values of the form for a document."""
    record = {name: getattr(document, name) for name in DocumentForm.COLUMNS}
    return {**record, "publisher": document.publisher_id, "copy_of": document.copy_of_id}


def _digest(document: Any) -> str:
    """Return a digest of the form's values, as the version of a document, which has no version number."""
    return sha256(json.dumps(_values(document), sort_keys=True).encode()).hexdigest()


def _facts(document: Document) -> list[tuple[str, Any]]:
    found = [
        (_("Key"), document.key),
        (_("Publisher"), record_link(document.publisher)),
        (_("Kind"), words(document.kind)),
        (_("Address"), address(document.url)),
        (_("Archived copy"), address(document.archive_url)),
        *((_("Copy made"), f"{date_time(copy.fetched_at)}, SHA-256 {copy.sha256}") for copy in captures_of(document)),
        (_("Author"), document.author),
        (_("Published"), document.published_at),
        (_("Language"), document.language),
        (_("Copy of"), record_link(document.copy_of) if document.copy_of else ""),
        (_("Recorded"), date_time(document.recorded_at)),
        (_("Withdrawn"), document.withdrawn_at),
        (_("Withdrawal recorded"), date_time(document.withdrawal_recorded_at)),
        (_("Why withdrawn"), document.withdrawal_reason),
    ]
    return [(name, value) for name, value in found if value]

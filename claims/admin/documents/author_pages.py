"""The pages that record a retraction of a document by some of its authors, and undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import explain_stale
from claims.admin.asking import change_of
from claims.admin.attributions.quick_forms import DateText
from claims.admin.documents.moves import SeenClaimsForm, seen_now
from claims.admin.documents.retraction_pages import TEMPLATE, undo_preview
from claims.admin.merges.preview import preview_again
from claims.admin.refusals import REFUSALS
from claims.operations.documents.authors import retract_by_authors, undo_authors_retraction
from claims.queries.documents.read import authors_retractions_of, current_from
from factcheck.desk.admin_theme import Checkboxes, DeskAdmin, Select
from sources.admin.pages import ReasonForm, form_page, may, page_url, require, sent
from sources.models import AuthorsRetraction, Document, Source


class AuthorsForm(SeenClaimsForm, ReasonForm):
    """Who retracted the document, when and why."""

    authors = forms.MultipleChoiceField(
        label=gettext_lazy("Authors who retracted it"),
        widget=Checkboxes(),
        help_text=gettext_lazy("Named sources with current attributions from this document."),
        error_messages={
            "invalid_choice": gettext_lazy("A selected author has no current attribution any more. Check the list.")
        },
    )
    withdrawn_at = DateText(gettext_lazy("Date given by the authors"))
    field_order = ("authors", "withdrawn_at", "reason")

    def __init__(self, data: Any, *, document: Document, authors: Mapping[str, Source]) -> None:
        super().__init__(data, initial=seen_now(document))
        self.fields["authors"].choices = [(pk, str(author)) for pk, author in authors.items()]  # type: ignore[attr-defined]


class UndoAuthorsForm(SeenClaimsForm, ReasonForm):
    """Which retraction, and why."""

    retraction = forms.ChoiceField(label=gettext_lazy("Retraction"), widget=Select())
    field_order = ("retraction", "reason")

    def __init__(self, data: Any, *, document: Document, made: Sequence[AuthorsRetraction]) -> None:
        super().__init__(data, initial={**seen_now(document), "retraction": str(made[-1].pk)})
        choices = [(str(one.pk), f"{names_of(one)}: {one.reason}") for one in made]
        self.fields["retraction"].choices = choices  # type: ignore[attr-defined]


def names_of(made: AuthorsRetraction) -> str:
    """Return the names of the authors of a retraction."""
    return ", ".join(sorted(str(author) for author in made.authors.all()))


def authors_context(document: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a document's page: retractions by authors, and the actions that the user may take."""
    made = authors_retractions_of(document)
    found: dict[str, Any] = {"authors_retractions": [(one, names_of(one)) for one in made]}
    if may(request, Document, "change"):
        if document.withdrawal_recorded_at is None:
            found["retract_by_authors"] = reverse("admin:sources_document_retract_by_authors", args=[document.pk])
        if made:
            found["undo_authors_retraction"] = reverse("admin:sources_document_undo_authors_retraction", args=[document.pk])
    return found


def retract(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that records a retraction by some authors, and save it."""
    require(request, (Document, "change"))
    authors = {str(row.source_id): row.source for row in current_from(document) if row.source.identified}
    form = AuthorsForm(sent(request), document=document, authors=authors)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "document retracted by authors", values["reason"])
        chosen = [authors[pk] for pk in values["authors"]]
        with explain_stale(form, lambda: seen_now(document)):
            retract_by_authors(document, chosen, change, withdrawn_at=values["withdrawn_at"], expected=values["seen"])
        return _("The retraction of “%(title)s” by some of its authors is recorded.") % {"title": document.title}

    return form_page(
        request,
        admin,
        form,
        title=_("Record a retraction of “%s” by some of its authors") % document.title,
        save=save,
        done=page_url(document),
        undo=lambda: reverse("admin:sources_document_undo_authors_retraction", args=[document.pk]),
        refusals=REFUSALS,
        button=_("Record the retraction"),
        explanation=_(
            "What the selected authors say in this document is withdrawn, and so is what is recorded from it as said by them"
            " later. The other authors stand by it: what they say in it counts on."
        ),
    )


def undo(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the form that undoes a retraction by some authors, and save it."""
    require(request, (Document, "change"))
    made = authors_retractions_of(document)
    if not made:
        messages.warning(request, _("No author has retracted this document, or that was already undone."))
        return HttpResponseRedirect(page_url(document))
    form = UndoAuthorsForm(sent(request), document=document, made=made)

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "retraction by authors undone", values["reason"])
        chosen = next(one for one in made if str(one.pk) == values["retraction"])
        with explain_stale(form, lambda: seen_now(document)):
            done = undo_authors_retraction(chosen, change, expected=values["seen"])
        result = {"title": document.title, "number": len(done.restored)}
        return _("The retraction of “%(title)s” is undone. Withdrawals undone with it: %(number)s.") % result

    return form_page(
        request,
        admin,
        form,
        title=_("Undo a retraction of “%s” by some of its authors") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Undo the retraction"),
        explanation=_(
            "Use this if the retraction was recorded by mistake, or if the authors revoked it. Attributions that it withdrew"
            " are current again. Other changes made since, and the history, stay as they are."
        ),
        template=TEMPLATE,
        preview=preview_again(lambda: _undo_preview(request, form, made)),
    )


def _undo_preview(request: HttpRequest, form: UndoAuthorsForm, made: Sequence[AuthorsRetraction]) -> dict[str, Any]:
    """Return the preview of undoing the retraction that the form has selected."""
    selected = next((one for one in made if str(one.pk) == form["retraction"].value()), made[-1])
    change = change_of(request, "retraction by authors undone", _("preview"))
    which = _("Shown for the retraction by %(names)s.") % {"names": names_of(selected)}
    return undo_preview(selected.document, lambda: undo_authors_retraction(selected, change), [which] if len(made) > 1 else [])

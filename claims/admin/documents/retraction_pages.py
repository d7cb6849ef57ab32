"""The page that undoes the retraction of a document, with a preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from claims.admin.actions import explain_stale
from claims.admin.asking import change_of
from claims.admin.documents.moves import SeenClaimsForm, line_of, seen_now
from claims.admin.merges.preview import Section, move_preview, preview_again
from claims.admin.refusals import REFUSALS
from claims.operations.documents.changes import RetractionUndone, undo_retraction
from claims.operations.dry_run import tried
from claims.queries.documents.read import attributions_from
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import ReasonForm, form_page, page_url, require, sent
from sources.models import Document

TEMPLATE: Final = "admin/claims/claim/move.html"
#: Claims compared before and after; nobody reads more (a guess).
MOST_COMPARED: Final = 20


class UndoForm(SeenClaimsForm, ReasonForm):
    """The reason, and the retraction that the editor saw."""

    retraction_seen = forms.DateTimeField(widget=forms.HiddenInput())
    field_order = ("reason",)


def _seen(document: Document) -> dict[str, str]:
    """Return the initial values of the hidden fields: the revisions of the claims, and the current retraction."""
    # The form must not undo a newer retraction than the one that the editor saw.
    document.refresh_from_db(fields=["withdrawal_recorded_at"])
    at = document.withdrawal_recorded_at
    return {**seen_now(document), "retraction_seen": at.isoformat() if at is not None else ""}


def undo(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show a preview of undoing the retraction, and carry it out."""
    require(request, (Document, "change"))
    if document.withdrawal_recorded_at is None:
        messages.warning(request, _("This document is not retracted, or the retraction was already undone."))
        return HttpResponseRedirect(page_url(document))
    form = UndoForm(sent(request), initial=_seen(document))
    change = change_of(request, "retraction undone", _("preview"))

    def save(values: Mapping[str, Any]) -> str:
        why = change_of(request, "retraction undone", values["reason"])
        with explain_stale(form, lambda: _seen(document)):
            done = undo_retraction(document, why, retracted_at=values["retraction_seen"], expected=values["seen"])
        values = {"title": document.title, "number": len(done.restored)}
        return _("The retraction of “%(title)s” is undone. Withdrawals undone with it: %(number)s.") % values

    return form_page(
        request,
        admin,
        form,
        title=_("Undo the retraction of “%s”") % document.title,
        save=save,
        done=page_url(document),
        refusals=REFUSALS,
        button=_("Undo the retraction"),
        explanation=_(
            "Use this if the retraction was recorded by mistake, or if the publisher revoked it. Attributions that it withdrew"
            " are current again. Other changes made since, and the history, stay as they are."
        ),
        template=TEMPLATE,
        preview=preview_again(lambda: undo_preview(document, lambda: undo_retraction(document, change))),
    )


def undo_preview(document: Document, undo_it: Callable[[], RetractionUndone], warnings: Iterable[str] = ()) -> dict[str, Any]:
    """Return the template context of a dry run of undoing a retraction."""
    found = tried(undo_it, lambda done: _claims_of(done)[:MOST_COMPARED])
    more = len(_claims_of(found.result)) - len(found.after)
    rest = _("Reassessed, but not compared here: %(number)s more claims.") % {"number": more}
    return move_preview(found, _lists(document, found.result), [*warnings, *([rest] if more > 0 else [])])


def _claims_of(done: RetractionUndone) -> list[int]:
    """Return the ids of the claims with a restored attribution, in order."""
    return sorted({row.claim_id for row in done.restored})


def _lists(document: Document, done: RetractionUndone) -> list[Section]:
    restored = {row.pk for row in done.restored}
    rest = [row for row in attributions_from(document) if row.withdrawal_recorded_at is not None and row.pk not in restored]
    return [
        (_("Restored"), [line_of(row) for row in done.restored if row.voided_at is None]),
        (_("Restored, but voided: they stay voided"), [line_of(row) for row in done.restored if row.voided_at]),
        (_("Stay withdrawn for another reason"), [line_of(row) for row in rest]),
        (
            _("Reviews of this retraction, which will be struck out"),
            [f"{review.claim.key}: {review.reason}" for review in done.struck],
        ),
    ]

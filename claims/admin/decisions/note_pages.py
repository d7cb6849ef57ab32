"""The pages of private notes, which only senior editors may open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from claims.admin.claim_page.tabs import back_to
from claims.admin.refusals import REFUSALS
from claims.models import Claim, PrivateNote
from claims.operations.decisions.notes import LONGEST, add_note, strike_note
from claims.queries.decisions.notes import note_on
from factcheck.desk.admin_theme import Area, DeskAdmin
from sources.admin.pages import actor_of, form_page, require, sent


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST,
        widget=Area(rows=5),
        help_text=gettext_lazy(
            "For senior editors only. Do not reveal an unnamed source here either: no name, no contact details, nothing that"
            " identifies the source."
        ),
    )


# Error reports quote the values of a form, and go to people who may not read private notes.
@sensitive_post_parameters("text")
def note_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Add a note to a claim."""
    # Checked first: a 404 or a form would already reveal something to others.
    _require_both(request, claim)

    def save(values: Mapping[str, Any]) -> str:
        add_note(claim.pk, values["text"], at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        return _("The note is saved. Only senior editors see it on the page of the claim.")

    return form_page(
        request,
        admin,
        NoteForm(sent(request)),
        title=_("Private note on %s") % claim.key,
        save=save,
        done=back_to(request, claim),
        refusals=REFUSALS,
        button=_("Save note"),
        explanation=f"“{claim.text}”\n\n"
        + _("The claim stays as it is. The note appears in no revision, export, case file, log or public page."),
    )


def strike_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Strike out the note that the URL names."""
    _require_both(request, claim)
    note = note_on(claim, request.GET.get("note", ""))
    if note is None:
        raise Http404(_("This claim has no such note."))
    written = {"actor": note.actor, "at": f"{timezone.localtime(note.recorded_at):%Y-%m-%d %H:%M}"}

    def save(_values: Mapping[str, Any]) -> str:
        strike_note(note, at=timezone.now(), actor=actor_of(request))
        return _("The note is struck out and its text is erased.")

    return form_page(
        request,
        admin,
        forms.Form(sent(request)),
        title=_("Strike out a private note on %s") % claim.key,
        save=save,
        done=back_to(request, claim),
        refusals=REFUSALS,
        button=_("Strike out"),
        explanation=_(
            "The note by %(actor)s of %(at)s. Its text is erased permanently. The record that there was a note stays."
        )
        % written,
    )


def _require_both(request: HttpRequest, claim: Claim) -> None:
    """Raise PermissionDenied unless the user may view the claim, and view and add notes."""
    require(request, (type(claim), "view"), (PrivateNote, "view"), (PrivateNote, "add"))


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {"note": note_page, "note-strike": strike_page}

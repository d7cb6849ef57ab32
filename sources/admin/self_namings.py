"""The pages on which senior editors say that an unnamed source has named itself in public. Nobody else may open them.

One proposes it, another confirms it; either may decline it, and undo it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.admin_theme import Area, DeskAdmin
from sources.admin.display import date_time, record_link
from sources.admin.finding import record_field
from sources.admin.naming import may_confirm
from sources.admin.pages import ReasonForm, actor_of, form_page, page_url, record_or_404, sent
from sources.models import Document, SelfNaming, Source
from sources.operations import By, confirm_naming, decline_naming, propose_naming, undo_naming
from sources.queries.self_namings import (
    BOUND,
    DECLINED,
    PROPOSED,
    UNDONE,
    current_naming,
    is_unfounded,
    namings_of,
    open_namings,
    state_of,
    unfounded_namings,
)
from sources.tasks import announce_changes

_STATES: Final[Mapping[str, Any]] = {
    PROPOSED: gettext_lazy("proposed"),
    BOUND: gettext_lazy("confirmed"),
    DECLINED: gettext_lazy("not confirmed"),
    UNDONE: gettext_lazy("undone"),
}
Page = Callable[[HttpRequest, DeskAdmin, Source], HttpResponse]


class ProposalForm(forms.Form):
    """The named source, the document that shows it, and how it does."""

    reason = forms.CharField(
        label=gettext_lazy("How the document shows it"),
        widget=Area(rows=2),
        max_length=2_000,
        help_text=gettext_lazy("Once a second senior editor confirms it, this reason is stored with the change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"] = record_field(Source, "named_as", admin.site, required=True, label=_("The named source"))
        self.fields["document"] = record_field(Document, "copy_of", admin.site, required=True, label=_("Document"))
        self.fields["document"].help_text = _("In which the person says so in public.")
        self.order_fields(["named", "document", "reason"])


def propose(request: HttpRequest, model_admin: DeskAdmin, source: Source) -> HttpResponse:
    """Propose that an unnamed source is a named one."""

    def save(values: Mapping[str, Any]) -> str:
        propose_naming(source, values["named"], values["document"], _by(request), reason=values["reason"])
        return _("Proposed. Another senior editor must confirm it; until then only senior editors see it.")

    return form_page(
        request,
        model_admin,
        ProposalForm(sent(request)),
        title=_("“%s” has named itself in public") % source,
        save=save,
        done=page_url(source),
        button=_("Propose"),
        explanation=_(
            "Only if the person has said so in public, and the document shows it: a guess, however good, does not count."
            " Another senior editor must confirm it. From then on everybody sees it, and the two count as one voice. Until"
            " then only senior editors see it."
        ),
    )


def confirm(request: HttpRequest, model_admin: DeskAdmin, source: Source) -> HttpResponse:
    """Confirm a proposal of another senior editor."""
    naming = _wanted(request, source, PROPOSED)

    def save(values: Mapping[str, Any]) -> str:  # noqa: ARG001 - the form has no fields
        confirm_naming(naming, _by(request))
        transaction.on_commit(announce_changes, robust=True)
        return _("Confirmed. The claims that this affects are reassessed.")

    return _decision(request, model_admin, naming, forms.Form(sent(request)), save, _("Confirm"))


def decline(request: HttpRequest, model_admin: DeskAdmin, source: Source) -> HttpResponse:
    """Decline a proposal, or withdraw one's own."""
    naming = _wanted(request, source, PROPOSED)

    def save(values: Mapping[str, Any]) -> str:
        decline_naming(naming, _by(request), reason=values["reason"])
        return _("Declined. Nothing was changed.")

    return _decision(request, model_admin, naming, ReasonForm(sent(request)), save, _("Decline"))


def undo(request: HttpRequest, model_admin: DeskAdmin, source: Source) -> HttpResponse:
    """Undo a confirmed binding."""
    naming = _wanted(request, source, BOUND)

    def save(values: Mapping[str, Any]) -> str:
        undo_naming(naming, _by(request), reason=values["reason"])
        transaction.on_commit(announce_changes, robust=True)
        return _("“%s” is unnamed again. The claims that this affects are reassessed.") % source

    return _decision(request, model_admin, naming, ReasonForm(sent(request)), save, _("Undo"))


_PAGES: Final[Mapping[str, tuple[str, Page]]] = {
    "naming": ("naming/", propose),
    "naming_confirm": ("naming/confirm/", confirm),
    "naming_decline": ("naming/decline/", decline),
    "naming_undo": ("naming/undo/", undo),
}


def naming_urls(model_admin: DeskAdmin) -> list[URLPattern]:
    """Return the URLs of these pages, below that of the source."""
    return [
        path(f"<int:pk>/{place}", model_admin.admin_site.admin_view(_shown(page, model_admin)), name=f"sources_source_{name}")
        for name, (place, page) in _PAGES.items()
    ]


def namings_shown(source: Source) -> list[dict[str, Any]]:
    """Return what the page of an unnamed source shows senior editors of its bindings, newest first."""
    return [_line(naming) for naming in namings_of(source).reverse()]


def proposals_shown() -> list[dict[str, Any]]:
    """Return the proposals that wait for a second senior editor, oldest first."""
    return [_line(naming) for naming in open_namings()]


def unfounded_shown() -> list[dict[str, Any]]:
    """Return the confirmed bindings whose document was retracted since, oldest first."""
    return [_line(naming) for naming in unfounded_namings()]


def _line(naming: SelfNaming) -> dict[str, Any]:
    state = state_of(naming)
    moves = {PROPOSED: ("naming_confirm", "naming_decline"), BOUND: ("naming_undo",)}.get(state, ())
    labels = {"naming_confirm": _("confirm"), "naming_decline": _("decline"), "naming_undo": _("undo")}
    return {
        "unnamed": record_link(naming.unnamed),
        "named": record_link(naming.named),
        "document": record_link(naming.document),
        "unfounded": is_unfounded(naming),
        "reason": naming.reason,
        "state": _STATES[state],
        "steps": list(_steps(naming)),
        "moves": [(reverse(f"admin:sources_source_{move}", args=[naming.unnamed_id]), labels[move]) for move in moves],
    }


def _steps(naming: SelfNaming) -> Iterator[str]:
    """Yield who did what of a binding, and when."""
    yield _("proposed by %(who)s, %(when)s") % {"who": naming.proposed_by, "when": date_time(naming.proposed_at)}
    if naming.confirmed_at is not None:
        yield _("confirmed by %(who)s, %(when)s") % {"who": naming.confirmed_by, "when": date_time(naming.confirmed_at)}
    if naming.struck_at is not None:
        who = {"who": naming.struck_by, "when": date_time(naming.struck_at), "why": naming.struck_reason}
        yield _("struck out by %(who)s, %(when)s: %(why)s") % who


def _shown(page: Page, model_admin: DeskAdmin) -> Callable[..., HttpResponse]:
    def shown(request: HttpRequest, pk: int) -> HttpResponse:
        if not may_confirm(request):  # before the source is read: the answer is the same for all of them
            raise PermissionDenied
        return page(request, model_admin, record_or_404(model_admin, request, str(pk)))

    return shown


def _wanted(request: HttpRequest, source: Source, state: str) -> SelfNaming:
    found = current_naming(source)
    if found is not None and state_of(found) == state:
        return found
    if request.method == "POST":
        raise Http404(_("A colleague decided on this meanwhile."))
    raise Http404(_("There is nothing to decide on."))


def _decision(
    request: HttpRequest,
    model_admin: DeskAdmin,
    naming: SelfNaming,
    form: forms.Form,
    save: Callable[[Mapping[str, Any]], str],
    button: str,
) -> HttpResponse:
    return form_page(
        request,
        model_admin,
        form,
        title=_("Is “%(unnamed)s” “%(named)s”?") % {"unnamed": naming.unnamed, "named": naming.named},
        save=save,
        done=page_url(naming.unnamed),
        button=button,
        template="admin/sources/source/naming.html",
        naming=_line(naming),
    )


def _by(request: HttpRequest) -> By:
    person: Any = request.user
    return By(timezone.now(), actor_of(request), person)

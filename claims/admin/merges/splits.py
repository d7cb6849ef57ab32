"""The pages that split a claim into parts, and undo a split."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.admin.asking import change_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.merges.forms import SplitForm
from claims.admin.merges.preview import move_preview, preview_again
from claims.admin.refusals import REFUSALS
from claims.models import Claim, Decision
from claims.operations.dry_run import Tried, tried
from claims.operations.merges.split import Parted, split, undo_split
from claims.queries.claims.admin_lists import relations_of
from claims.queries.merges.retired import ATTRIBUTION, move_of, named_in, parts_of, recorded_since
from claims.queries.merges.split_inheritance import roots
from claims.vocabulary import CONTRADICTS, SPLIT
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import grouped, page, page_url, refuse_in, require, sent


def split_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show the form. On POST, show a preview, or split the claim once it is confirmed."""
    require(request, (Claim, "split"))
    form = SplitForm(sent(request), initial=seen_of(claim), rows=roots(claim.pk))
    preview: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            # The first submit only previews; the button below the preview sends ``record``.
            if "record" in request.POST:
                done = _run(request, claim, form)
                message = _("The claim is split into %(keys)s.") % {"keys": ", ".join(part.key for part in done.parts)}
                messages.success(request, message)
                return HttpResponseRedirect(page_url(claim))
            found = tried(lambda: _run(request, claim, form), lambda done: [part.pk for part in done.parts])
            preview = _preview(claim, found)
        except REFUSALS as error:
            refuse_in(form)(error)
    return page(
        request,
        admin,
        "admin/claims/claim/split.html",
        title=_("Split %(key)s") % {"key": claim.key},
        form=form,
        groups=grouped(form, form.groups()),
        explanation=_("“%(claim)s”\nEach part becomes a separate claim with the attributions that are about it.")
        % {"claim": claim.text},
        button=_("Preview again") if preview else _("Preview"),
        back=back_to(request, claim),
        preview=preview,
        media=admin.media + form.media,
    )


def _run(request: HttpRequest, claim: Claim, form: SplitForm) -> Parted:
    values = form.cleaned_data
    change = change_of(request, "split", values["reason"])
    expected = {claim.pk: values["revision_seen"]}
    return split(claim.pk, list(form.parts().values()), form.speaks_of(), change, expected=expected)


def _preview(claim: Claim, found: Tried[Parted]) -> dict[str, Any]:
    lists = [
        (_("New attributions that would support this claim only in part"), list(found.result.narrowed)),
        (
            _("Contradictions that are not copied to the parts: record them for each part"),
            [
                (row.to_claim if row.from_claim_id == claim.pk else row.from_claim).key
                for row in relations_of(claim)
                if row.kind == CONTRADICTS
            ],
        ),
    ]
    return move_preview(found, lists)


def unsplit_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Undo a split, with a preview."""
    require(request, (Claim, "split"))
    decision = move_of(claim.pk, SPLIT)
    if decision is None:
        messages.warning(request, _("This claim is not split, or the split was already undone."))
        return HttpResponseRedirect(page_url(claim))
    preview: Any = preview_again(lambda: _unsplit_preview(decision, request))
    if request.method == "GET":
        try:
            preview = _unsplit_preview(decision, request)
        except REFUSALS as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_url(claim))
    return action_page(
        request,
        admin,
        SeenForm(sent(request), initial=seen_of(claim)),
        [claim],
        lambda change, _values, expected: undo_split(claim.pk, change, expected=expected),
        recorded_as="split undone",
        message=_("The split is undone. This claim is open again, and its parts are merged into it."),
        title=_("Undo the split of %(key)s") % {"key": claim.key},
        done=back_to(request, claim),
        button=_("Undo the split"),
        explanation=_("The parts keep their history. Their readers are redirected to this claim."),
        template="admin/claims/claim/move.html",
        preview=preview,
    )


def _unsplit_preview(decision: Decision, request: HttpRequest) -> dict[str, Any]:
    trial = change_of(request, "split undone", _("preview"))
    found = tried(lambda: undo_split(decision.claim_id, trial), lambda _undone: [decision.claim_id])
    parts = parts_of(decision)
    since = [f"{key}: {row}" for key, row in recorded_since(parts, decision.recorded_at)]
    lists = [
        (_("Claims that would be merged into this one"), [part.key for part in parts]),
        (_("Recorded for them since, not copied"), since),
        (_("Partial attributions that would be voided"), named_in(decision, ATTRIBUTION)),
    ]
    return move_preview(found, lists)

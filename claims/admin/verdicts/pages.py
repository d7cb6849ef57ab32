"""The page that drafts, reviews and publishes verdicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.verdicts.forms import MoveForm, VerdictForm
from claims.admin.verdicts.moves import BY_NAME, may_draft, may_make, moves_for
from claims.admin.verdicts.panel import state_tag, verdict_shown
from claims.models import Claim, Verdict
from claims.models.verdict import IN_REVIEW
from claims.operations.verdicts.drafts import Wording, change_draft, draft_verdict
from claims.queries.verdicts.read import (
    Verdicts,
    evidence_offered,
    findings_of,
    sees_drafts,
    verdicts_of,
    word_of,
    words_offered,
    wrote,
)
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import record_link, tag
from sources.admin.pages import page

_SAVE = "save"
_TEMPLATE = "admin/claims/claim/verdict_page.html"


class _Sent(NamedTuple):
    """The submitted form, the function that carries it out, the action to record, and the message."""

    form: SeenForm
    run: Callable[[Change, Mapping[str, Any], Mapping[int, int]], object]
    recorded_as: str
    message: str


def verdict_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show the verdicts of a claim. On POST, carry out the action of the button."""
    if not sees_drafts(request.user):
        raise PermissionDenied
    found = verdicts_of(claim, history=True)
    drafting = _draft_form(request, claim, found) if may_draft(request) else None
    sent = _sent(request, claim, found, drafting) if request.method == "POST" else None
    standing = getattr(claim, "standing", None)
    shown = {
        "title": _("Verdict on %(key)s") % {"key": claim.key},
        "claim": claim,
        "standing": standing,
        "status": tag(standing.status, standing.status) if standing else "",
        "current": [_current(request, claim, row, sent) for row in (found.under_way, found.published) if row is not None],
        "drafting": drafting,
        "under_way": found.under_way,
        "published": found.published,
        "history": [(row, record_link(row, str(row.rating)), state_tag(row.state)) for row in _all(found)],
        "back": back_to(request, claim),
    }
    if sent is None:
        media = admin.media + drafting.media if drafting is not None else admin.media
        return page(request, admin, _TEMPLATE, form=drafting, media=media, **shown)
    return action_page(
        request,
        admin,
        sent.form,
        [claim],
        sent.run,
        recorded_as=sent.recorded_as,
        message=sent.message,
        done=reverse("admin:claims_claim_verdict", args=[claim.pk]),
        template=_TEMPLATE,
        **shown,
    )


def _draft_form(request: HttpRequest, claim: Claim, found: Verdicts) -> VerdictForm:
    # A replacement starts from the published text.
    says = found.under_way or found.published
    rows = evidence_offered(claim, [each.attribution_id for each in says.evidence.all()] if says else ())
    # The page has several forms, and each button names its own: another one's values would fail here.
    data = request.POST if request.method == "POST" and request.POST.get("do") == _SAVE else None
    return VerdictForm(data, words=words_offered(), rows=rows, says=says, seen=seen_of(claim))


def _current(request: HttpRequest, claim: Claim, verdict: Verdict, sent: _Sent | None) -> dict[str, Any]:
    """Return the context of a published verdict or a draft, with the form and the buttons of its actions."""
    moves = moves_for(request, verdict)
    form = MoveForm(None, verdict=verdict, seen=seen_of(claim))
    if sent is not None and isinstance(sent.form, MoveForm) and sent.form.initial["verdict"] == verdict.pk:
        form = sent.form  # keeps the input
    return {
        **verdict_shown(verdict, claim),
        "form": form,
        "moves": moves,
        "changed_since": verdict.state == IN_REVIEW and verdict.findings_digest != findings_of(claim.pk),
        "wrote": wrote(verdict, request.user),  # type: ignore[arg-type]
    }


def _sent(request: HttpRequest, claim: Claim, found: Verdicts, drafting: VerdictForm | None) -> _Sent:
    name = request.POST.get("do", "")
    if name == _SAVE and drafting is not None:
        return _saved(request, claim, found.under_way, drafting)
    move = BY_NAME.get(name)
    if move is None or not may_make(request, move):
        raise PermissionDenied
    named = request.POST.get("verdict", "")
    # In every state, past ones too: if a colleague acted first, the operation says so, where a 404 would not.
    verdict = next((row for row in _all(found) if str(row.pk) == named), None)
    if verdict is None:
        raise Http404(_("This claim has no such verdict."))
    form = MoveForm(request.POST, verdict=verdict, seen=seen_of(claim), needs_comment=move.needs_comment)

    def run(change: Change, _values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        move.run(verdict, request.user, change, expected=expected)

    return _Sent(form, run, move.recorded_as, str(move.message))


def _all(found: Verdicts) -> list[Verdict]:
    return [row for row in (found.under_way, found.published, *found.past) if row is not None]


def _saved(request: HttpRequest, claim: Claim, under_way: Verdict | None, form: VerdictForm) -> _Sent:
    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        rating = word_of(values["rating"])
        if rating is None:
            raise Http404(_("There is no such rating word."))
        wording, by = Wording(rating, values["rationale"], form.evidence), request.user
        if under_way is None:
            draft_verdict(claim.pk, wording, by, change, expected=expected)  # type: ignore[arg-type]
        else:
            change_draft(under_way, wording, by, change, expected=expected)  # type: ignore[arg-type]

    if under_way is None:
        return _Sent(form, run, "verdict drafted", _("The draft is saved. Send it to review when it is ready."))
    return _Sent(form, run, "verdict changed", _("The draft is updated. Send it to review when it is ready."))


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {"verdict": verdict_page}

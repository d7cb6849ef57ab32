"""The pages on which editors merge duplicates, take that back, and say that two claims contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from claims.admin.actions import SeenForm, SeenTwiceForm, action_page, seen_of
from claims.admin.asking import change_of
from claims.admin.merges import removal as remove_pages
from claims.admin.merges import splits as split_pages
from claims.admin.merges.forms import ChooseForm, ContradictForm
from claims.admin.merges.preview import move_preview, preview_again
from claims.admin.refusals import REFUSALS
from claims.models import Claim, ClaimRelation, Decision
from claims.operations.claims.relations import contradict
from claims.operations.dry_run import tried
from claims.operations.merges.merge import Merged, merge, undo_merge
from claims.queries.merges.retired import ATTRIBUTION, merged_here, move_of, named_in, resting_on
from claims.queries.verdicts.read import verdicts_of
from claims.verification import Change
from claims.vocabulary import MERGED
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import words
from sources.admin.pages import form_page, page_url, require, sent

TEMPLATE: Final = "admin/claims/claim/move.html"


def merge_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show what merging a claim into the one that the address names would do, and do it; first let that one be chosen."""
    require(request, (Claim, "merge"))
    asked = request.GET.get("into", "")
    into = admin.get_object(request, asked) if asked.isdecimal() else None
    if not isinstance(into, Claim):
        return _choose(request, admin, claim)
    form = SeenTwiceForm(sent(request), initial=seen_of(claim, into))
    preview: Any = preview_again(lambda: _merge_preview(claim, into, request))
    if request.method == "GET":
        try:
            preview = _merge_preview(claim, into, request)
        except REFUSALS as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:claims_claim_merge", args=[claim.pk]))
    return action_page(
        request,
        admin,
        form,
        [claim, into],
        lambda change, _values, expected: merge(claim.pk, into.pk, change, expected=expected),
        recorded_as="merged",
        told=_("“%(key)s” goes on as this claim.") % {"key": claim.key},
        title=_("Merge %(key)s into %(into)s") % {"key": claim.key, "into": into.key},
        done=page_url(into),
        back=page_url(claim),
        button=_("Merge"),
        explanation=_(
            "Its attributions are copied, and stay with it as well; it raises no flags any more, and readers of it are sent on."
            " It can be undone."
        ),
        template=TEMPLATE,
        preview=preview,
    )


def _choose(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    def chosen(values: Mapping[str, Any]) -> HttpResponse:
        query = urlencode({"into": values["into"].pk})
        return HttpResponseRedirect(f"{reverse('admin:claims_claim_merge', args=[claim.pk])}?{query}")

    return form_page(
        request,
        admin,
        ChooseForm(sent(request)),
        title=_("Merge %(key)s into another claim") % {"key": claim.key},
        save=chosen,
        done=page_url(claim),
        button=_("Look at what this does"),
        explanation=f"“{claim.text}”",
    )


def _trial(request: HttpRequest, action: str) -> Change:
    return change_of(request, action, _("a look at what it would do"))


def _merge_preview(claim: Claim, into: Claim, request: HttpRequest) -> dict[str, Any]:
    change = _trial(request, "merged")
    found = tried(lambda: merge(claim.pk, into.pk, change), lambda _merged: [into.pk])
    return move_preview(found, _merge_lists(found.result), _merge_warnings(claim, into))


def _merge_lists(done: Merged) -> list[tuple[str, list[str]]]:
    other = [_told(record, key) for record, key in done.decision.about if record not in (ATTRIBUTION, "same")]
    return [
        (_("Attributions that would be copied"), [f"{key} → {there}" if key != there else key for key, there in done.copied]),
        (_("Recorded there already: what it says in the same words, with the same document"),
         [f"{key} = {there}" if key != there else key for key, there in done.same]),
        (_("What it would get beside"), other),
    ]  # fmt: skip


def _told(record: str, key: str) -> str:
    kind, _colon, claim = key.partition(":")
    told = {
        "interest": _("stake of %(key)s") % {"key": key},
        "topic": _("topic %(key)s") % {"key": key},
        "relation": _("%(kind)s %(claim)s") % {"kind": words(kind), "claim": claim},
        "relation_from": _("%(claim)s %(kind)s it") % {"kind": words(kind), "claim": claim},
    }
    return told.get(record, key)


def _merge_warnings(claim: Claim, into: Claim) -> list[str]:
    hidden, shown = _is_hidden(claim), not _is_hidden(into)
    told = [
        (hidden and shown, _("This claim is not public, and the other one is: what is copied would be published.")),
        (not hidden and not shown, _("The other claim is not public yet: readers of this one would find nothing.")),
        (
            (claim.window_from, claim.window_until) != (into.window_from, into.window_until),
            _("They are not said to happen at the same time: the other claim keeps its own dates."),
        ),
        (
            verdicts_of(claim).published is not None,
            _("It has a published verdict, which stays with it: the other claim needs one of its own."),
        ),
    ]
    before = ", ".join(decision.claim.key for decision in merged_here(claim.pk))
    told.append((bool(before), _("What was merged into it before goes on with it: %(keys)s.") % {"keys": before}))
    return [warning for holds, warning in told if holds]


def _is_hidden(claim: Claim) -> bool:
    return not claim.public or (claim.embargo_until is not None and claim.embargo_until > timezone.now())


def unmerge_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show what taking a merge back would do, and do it."""
    require(request, (Claim, "merge"))
    decision = move_of(claim.pk, MERGED)
    if decision is None or decision.other_claim is None:
        messages.warning(request, _("This claim is not merged into another, or that was undone already."))
        return HttpResponseRedirect(page_url(claim))
    into = decision.other_claim
    preview: Any = preview_again(lambda: _unmerge_preview(decision, into, request))
    if request.method == "GET":
        try:
            preview = _unmerge_preview(decision, into, request)
        except REFUSALS as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_url(claim))
    return action_page(
        request,
        admin,
        SeenTwiceForm(sent(request), initial=seen_of(claim, into)),
        [claim, into],
        lambda change, _values, expected: undo_merge(claim.pk, change, expected=expected),
        recorded_as="merge undone",
        told=_("The merge is undone: this claim goes on itself."),
        title=_("Undo the merge of %(key)s into %(into)s") % {"key": claim.key, "into": into.key},
        done=page_url(claim),
        button=_("Undo the merge"),
        explanation=_("What was recorded of the other claim since stays there."),
        template=TEMPLATE,
        preview=preview,
    )


def _unmerge_preview(decision: Decision, into: Claim, request: HttpRequest) -> dict[str, Any]:
    change, claim_id = _trial(request, "merge undone"), decision.claim_id
    found = tried(lambda: undo_merge(claim_id, change), lambda _undone: [claim_id, into.pk])
    brought = named_in(decision, ATTRIBUTION)
    lists = [
        (_("Copies that would be voided in %(key)s") % {"key": into.key}, brought),
        (_("Recorded there since, and passing on one of these"), [row.key for row in resting_on(into.pk, brought)]),
    ]
    return move_preview(found, lists)


def contradict_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Let an editor say which other claim cannot hold together with this one."""
    require(request, (ClaimRelation, "add"))
    form: SeenForm = ContradictForm(sent(request), initial=seen_of(claim))
    return action_page(
        request,
        admin,
        form,
        [claim],
        lambda change, values, expected: contradict(claim.pk, values["other"].pk, change, expected=expected),
        recorded_as="contradiction recorded",
        told=_("The contradiction is recorded, and both claims are assessed anew."),
        title=_("What contradicts %(key)s") % {"key": claim.key},
        done=page_url(claim),
        button=_("Record the contradiction"),
        explanation=f"“{claim.text}”",
    )


#: By the last part of the address, which also names it: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "merge": merge_page,
    "unmerge": unmerge_page,
    "contradict": contradict_page,
    "split": split_pages.split_page,
    "unsplit": split_pages.unsplit_page,
    "remove": remove_pages.remove_page,
}

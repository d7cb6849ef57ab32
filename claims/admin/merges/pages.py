"""The pages that merge duplicate claims, undo a merge, and record that two claims contradict each other."""

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
from claims.admin.claim_page.tabs import back_to
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
    """Merge a claim into the one that the URL names, with a preview. Without one, show the form to choose it."""
    require(request, (Claim, "merge"))
    asked = request.GET.get("into", "")
    into = admin.get_object(request, asked) if asked.isdecimal() else None
    if not isinstance(into, Claim):
        return _choose(request, admin, claim)
    form = SeenTwiceForm(sent(request), initial=seen_of(claim, into))
    preview: Any = preview_again(lambda: _merge_preview(claim, into, request))
    # On POST the preview is lazy: it is needed only if the operation refuses.
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
        message=_("Merged into this claim: “%(key)s”.") % {"key": claim.key},
        title=_("Merge %(key)s into %(into)s") % {"key": claim.key, "into": into.key},
        done=page_url(into),
        back=back_to(request, claim),
        button=_("Merge"),
        explanation=_(
            "Its attributions are copied to the other claim. It no longer raises flags, and its readers are redirected."
            " You can undo this."
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
        done=back_to(request, claim),
        button=_("Preview"),
        explanation=f"“{claim.text}”",
    )


def _trial(request: HttpRequest, action: str) -> Change:
    return change_of(request, action, _("preview"))


def _merge_preview(claim: Claim, into: Claim, request: HttpRequest) -> dict[str, Any]:
    change = _trial(request, "merged")
    # The operation itself, rolled back: a second computation of its effects could differ from what it does.
    found = tried(lambda: merge(claim.pk, into.pk, change), lambda _merged: [into.pk])
    return move_preview(found, _merge_lists(found.result), _merge_warnings(claim, into))


def _merge_lists(done: Merged) -> list[tuple[str, list[str]]]:
    other = [_record_text(record, key) for record, key in done.decision.about if record not in (ATTRIBUTION, "same")]
    return [
        (_("Attributions that would be copied"), [f"{key} → {there}" if key != there else key for key, there in done.copied]),
        (_("Already recorded there, in the same words and with the same document"),
         [f"{key} = {there}" if key != there else key for key, there in done.same]),
        (_("Also added"), other),
    ]  # fmt: skip


def _record_text(record: str, key: str) -> str:
    kind, _colon, claim = key.partition(":")
    texts = {
        "interest": _("stake of %(key)s") % {"key": key},
        "topic": _("topic %(key)s") % {"key": key},
        "relation": _("%(kind)s %(claim)s") % {"kind": words(kind), "claim": claim},
        "relation_from": _("%(claim)s %(kind)s it") % {"kind": words(kind), "claim": claim},
    }
    return texts.get(record, key)


def _merge_warnings(claim: Claim, into: Claim) -> list[str]:
    hidden, shown = _is_hidden(claim), not _is_hidden(into)
    possible = [
        (hidden and shown, _("This claim is not public, but the other one is: the copied attributions would be published.")),
        (not hidden and not shown, _("The other claim is not public: readers of this one would find nothing.")),
        (
            (claim.window_from, claim.window_until) != (into.window_from, into.window_until),
            _("The two claims have different dates. The other claim keeps its own."),
        ),
        (
            _quantity(claim) != _quantity(into),
            _("The two claims state different figures. The other claim keeps its own."),
        ),
        (
            verdicts_of(claim).published is not None,
            _("This claim has a published verdict, which is not copied. The other claim needs its own verdict."),
        ),
    ]
    before = ", ".join(decision.claim.key for decision in merged_here(claim.pk))
    possible.append((bool(before), _("Claims merged into it earlier follow it: %(keys)s.") % {"keys": before}))
    return [warning for applies, warning in possible if applies]


def _quantity(claim: Claim) -> tuple[object, ...]:
    return (claim.quantity_low, claim.quantity_high, claim.quantity_unit, claim.quantity_as_of)


def _is_hidden(claim: Claim) -> bool:
    return not claim.public or (claim.embargo_until is not None and claim.embargo_until > timezone.now())


def unmerge_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Undo a merge, with a preview."""
    require(request, (Claim, "merge"))
    decision = move_of(claim.pk, MERGED)
    if decision is None or decision.other_claim is None:
        messages.warning(request, _("This claim is not merged into another one, or the merge was already undone."))
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
        message=_("The merge is undone. This claim is open again."),
        title=_("Undo the merge of %(key)s into %(into)s") % {"key": claim.key, "into": into.key},
        done=back_to(request, claim),
        button=_("Undo the merge"),
        explanation=_("Anything recorded for the other claim since then stays there."),
        template=TEMPLATE,
        preview=preview,
    )


def _unmerge_preview(decision: Decision, into: Claim, request: HttpRequest) -> dict[str, Any]:
    change, claim_id = _trial(request, "merge undone"), decision.claim_id
    found = tried(lambda: undo_merge(claim_id, change), lambda _undone: [claim_id, into.pk])
    brought = named_in(decision, ATTRIBUTION)
    lists = [
        (_("Copies that would be voided in %(key)s") % {"key": into.key}, brought),
        (_("Recorded there since, citing one of these"), [row.key for row in resting_on(into.pk, brought)]),
    ]
    return move_preview(found, lists)


def contradict_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record which other claim contradicts this one."""
    require(request, (ClaimRelation, "add"))
    form: SeenForm = ContradictForm(sent(request), initial=seen_of(claim))
    return action_page(
        request,
        admin,
        form,
        [claim],
        lambda change, values, expected: contradict(claim.pk, values["other"].pk, change, expected=expected),
        recorded_as="contradiction recorded",
        message=_("The contradiction is recorded. Both claims are reassessed."),
        title=_("Contradiction of %(key)s") % {"key": claim.key},
        done=back_to(request, claim),
        button=_("Record the contradiction"),
        explanation=f"“{claim.text}”",
    )


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "merge": merge_page,
    "unmerge": unmerge_page,
    "contradict": contradict_page,
    "split": split_pages.split_page,
    "unsplit": split_pages.unsplit_page,
    "remove": remove_pages.remove_page,
}

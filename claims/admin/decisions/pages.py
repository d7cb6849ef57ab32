"""The pages on which editors resolve flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.claims import parties as party_pages
from claims.admin.decisions import comments as comment_pages
from claims.admin.decisions import discrediting as discrediting_pages
from claims.admin.decisions.forms import HoldForm, LastWordForm, OutcomeForm, PublicWordForm, WordForm
from claims.admin.decisions.words import STEPS
from claims.admin.flags.records import known_records, rested_on
from claims.admin.flags.steps import is_merged_or_deleted
from claims.models import Attribution, Claim, Decision, Flag
from claims.operations.decisions.ledger import BY_A_WORD, declare_change, link_outcome, reaffirm, settle_flag
from claims.policy.findings import Culprit
from claims.queries.claims.admin_lists import claim_panel, open_flag
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.text.texts import isolated
from sources.admin.display import tag, words
from sources.admin.pages import require, sent

_TEMPLATE = "admin/claims/claim/settle.html"


def settle_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Resolve the open flag that the URL names by a decision."""
    require(request, (Claim, "change"), (Decision, "add"))
    code = request.GET.get("code", "")
    flag = open_flag(claim, code)
    # A submitted form keeps its input, and the operation says who resolved the flag in the meantime.
    if code not in STEPS or (flag is None and request.method != "POST"):
        raise Http404(_("This claim has no such open flag that a decision can resolve."))
    step, shown = STEPS[code], _shown(claim, flag)
    form = _word_form(request, claim, code, shown)

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        # Only "tainted" lets the editor choose attributions; other decisions concern everything that the flag names.
        only: list[Culprit] | None = [("attribution", key) for key in values["holds"]] if "holds" in values else None
        settle_flag(claim.pk, code, change, only=only, expected=expected)

    return action_page(
        request,
        admin,
        form,
        [claim],
        run,
        recorded_as=BY_A_WORD[code].replace("_", " "),  # stored, so never translated
        message=str(step.message),
        title=f"{step.button}: {words(code)}",
        done=back_to(request, claim),
        button=step.button,
        explanation=step.note,
        template=_TEMPLATE,
        **shown,
    )


def _word_form(request: HttpRequest, claim: Claim, code: str, shown: Mapping[str, Any]) -> SeenForm:
    if code != "tainted":
        return (PublicWordForm if STEPS[code].for_readers else WordForm)(sent(request), initial=seen_of(claim))
    # The flag may be gone by now: then all rows are accepted, and the operation says who resolved it.
    doubted = shown["rests_on"] or rested_on((("attribution", row.key) for row in shown["rows"]), shown["known"])
    form = HoldForm(sent(request), initial={**seen_of(claim), "holds": [row.key for row in doubted]})
    form.fields["holds"].choices = [(row.key, _called(shown["known"]["attribution", row.key])) for row in doubted]  # type: ignore[attr-defined]
    return form


def _shown(claim: Claim, flag: Flag | None) -> dict[str, Any]:
    """Return what the page shows above its form: the claim, the flag, and the records that the flag is based on."""
    panel = claim_panel(claim)
    known = known_records(panel)
    return {
        "claim": claim,
        "flag": flag,
        "flag_tag": tag(flag.code, flag.severity) if flag else "",
        "rests_on": rested_on(flag.culprits, known) if flag else [],
        "known": known,
        "rows": panel.rows,
    }


def _called(row: Attribution) -> str:
    said = f", {row.said_at}" if row.said_at else ""
    return f"{isolated(row.source.name)}: {words(row.stance)}{said} ({row.key})"


def declare_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Declare which statement of a source that both supports and denies is its latest position."""
    require(request, (Claim, "change"), (Decision, "add"))
    flag = open_flag(claim, "self_contradicting")
    if flag is None and request.method != "POST":
        raise Http404(_("No source both supports and denies this claim."))
    shown = _shown(claim, flag)
    # Once a colleague resolved the flag, all rows are accepted, so that the operation and not the form gives the reason.
    named = {key for _record, key in flag.culprits} if flag else {row.key for row in shown["rows"]}
    statements = {row.key: row for row in shown["rows"] if row.key in named}
    form = LastWordForm(sent(request), initial={**seen_of(claim), "last": request.GET.get("last", "")})
    form.fields["last"].choices = [("", _("Choose …")), *((key, _called(row)) for key, row in statements.items())]  # type: ignore[attr-defined]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        declare_change(statements[values["last"]], change, expected=expected)

    return action_page(
        request,
        admin,
        form,
        [claim],
        run,
        recorded_as="change declared",
        message=_("The latest position is declared. Earlier statements no longer count."),
        title=_("Declare the latest position"),
        done=back_to(request, claim),
        button=_("Declare"),
        explanation=_("Only this statement counts from now on. The others stay on record as earlier positions."),
        template=_TEMPLATE,
        **shown,
    )


def reaffirm_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Confirm that a claim still holds, whether or not it is stale."""
    require(request, (Claim, "change"), (Decision, "add"))

    def run(change: Change, _values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        reaffirm(claim.pk, change, expected=expected)

    step = STEPS["stale"]
    return action_page(
        request,
        admin,
        WordForm(sent(request), initial=seen_of(claim)),
        [claim],
        run,
        recorded_as="reaffirmed",
        message=str(step.message),
        title=step.button,
        done=back_to(request, claim),
        button=step.button,
        explanation=step.note,
        template=_TEMPLATE,
        **_shown(claim, open_flag(claim, "stale")),
    )


def outcome_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Link the outcome of a prediction."""
    require(request, (Claim, "change"), (Decision, "add"))

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        shown = {name: values[name] for name in ("document", "other_claim", "happened_at")}
        link_outcome(claim.pk, values["outcome"], change, expected=expected, **shown)

    return action_page(
        request,
        admin,
        OutcomeForm(sent(request), initial=seen_of(claim)),
        [claim],
        run,
        recorded_as="outcome linked",
        message=_("The outcome is linked."),
        title=_("Link an outcome"),
        done=back_to(request, claim),
        button=_("Link outcome"),
        explanation=_("The outcome changes no count. The verdict says whether the claim was true."),
        template=_TEMPLATE,
        **_shown(claim, open_flag(claim, "overdue_outcome")),
    )


Page = Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]


def _unless_merged_or_deleted(page: Page) -> Page:
    """Return a page that responds with 404 if the claim was merged or deleted."""

    @wraps(page)
    def shown(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
        if is_merged_or_deleted(claim):
            raise Http404(_("This claim was merged or deleted. Its flags can no longer be resolved."))
        return page(request, admin, claim)

    return shown


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Page] = {
    name: _unless_merged_or_deleted(page)
    for name, page in {
        "settle": settle_page,
        "declare": declare_page,
        "reaffirm": reaffirm_page,
        "outcome": outcome_page,
        **comment_pages.PAGES,
        **discrediting_pages.PAGES,
        **party_pages.PAGES,
    }.items()
}

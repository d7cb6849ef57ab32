"""The first hour of a desk: how to begin where nothing is recorded, and the first five steps until all were taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.cases.upload import MAY_UPLOAD
from claims.models import Attribution, Claim, Decision, Verdict
from claims.operations.cases.sample import REASON, load_sample
from claims.queries.desk.first_hour import FirstSteps, first_steps, newest_claim, nothing_recorded
from claims.sample_page import capture_summary
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import may, require


class Step(NamedTuple):
    """A step: its text, whether it was taken, and where to take it, if the user may."""

    text: str
    is_done: bool
    url: str = ""


def first_hour(request: HttpRequest) -> dict[str, Any] | None:
    """Return the first steps, and the ways to begin on an empty desk; None once all steps were taken."""
    steps = first_steps(request.user.pk or 0)
    if steps is None:
        return None
    begins = list(_beginnings(request)) if not steps.claim and nothing_recorded() else []
    return {"begins": begins, "may_load_sample": bool(begins) and _may_load(request), "steps": list(_steps(request, steps))}


def _beginnings(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if may(request, Claim, "add"):
        yield _("Record a claim"), reverse("admin:claims_claim_add")
    if _may_load(request):
        yield _("Load a case file"), reverse("admin:claims_claim_load_case")


def _may_load(request: HttpRequest) -> bool:
    return all(may(request, *wanted) for wanted in MAY_UPLOAD)


def _steps(request: HttpRequest, done: FirstSteps) -> Iterator[Step]:
    claim = newest_claim() if done.claim else None

    def on_claim(name: str, model: Any, action: str) -> str:
        return reverse(f"admin:claims_claim_{name}", args=[claim]) if claim and may(request, model, action) else ""

    add = reverse("admin:claims_claim_add") if may(request, Claim, "add") else ""
    flags = reverse("admin:claims_claim_changelist") if claim and may(request, Decision, "add") else ""
    yield Step(_("Record a claim: one checkable statement."), done.claim, add)
    chain = _("Add a source with its chain: who says so, and through whom.")
    yield Step(chain, done.chain, on_claim("quick", Attribution, "add"))
    yield Step(_("Settle a flag: open a flagged claim, and do what the flag asks for."), done.flag, flags)
    yield Step(_("Draft a verdict: say what is true, and why."), done.verdict, on_claim("verdict", Verdict, "add"))
    # The draft is in the list of verdicts, whoever wrote it, for the second pair of eyes.
    may_review = done.verdict and may(request, Verdict, "review")
    reviews = f"{reverse('admin:claims_claim_changelist')}?verdict=my-review" if may_review else ""
    yield Step(_("Have a second editor publish it: readers then see the claim with its verdict."), done.published, reviews)


def first_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the address that loads the sample case."""
    return [path("load-sample/", admin.admin_site.admin_view(load_sample_page), name="claims_claim_sample")]


def load_sample_page(request: HttpRequest) -> HttpResponse:
    """Load the sample case on an empty desk, and return to the front page."""
    require(request, *MAY_UPLOAD)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if nothing_recorded():
        change = change_of(request, "load case", REASON)
        loaded = load_sample(change)
        capture_summary(change)
        message = _("The sample case is loaded: %(claims)s claims with their sources.")
        messages.success(request, message % {"claims": loaded.claims})
    else:
        messages.warning(request, _("The sample case was not loaded: this desk has records already."))
    return HttpResponseRedirect(reverse("admin:index"))

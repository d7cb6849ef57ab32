"""Pages that strike out a record of a claim that no longer holds: a stake, a relation or a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm, SeenTwiceForm, action_page, seen_of
from claims.admin.claim_page.tabs import came_from, opened_from
from claims.models import Claim, ClaimRelation, Decision, Interest
from claims.operations.claims.assignment import strike_interest, strike_relation
from claims.operations.decisions.ledger import strike_decision
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import words
from sources.admin.pages import may, page_url, record_or_404, require, sent


class Strike(NamedTuple):
    """How to strike out one kind of record: the form, its claims, its text, the operation and the messages."""

    recorded_as: str
    form: type[SeenForm]
    claims: Callable[[Any], tuple[Claim, ...]]
    says: Callable[[Any], str]
    run: Callable[..., None]
    already: Any
    message: Any
    title: Any


def stake(row: Interest) -> str:
    """Return the side of a stake as text."""
    return _("benefits if believed") if row.side > 0 else _("harmed if believed")


def strike_address(row: Interest | ClaimRelation | Decision, tab: str = "", claim: Claim | None = None) -> str:
    """Return the URL of the form that strikes out a record. It leads back to the tab of a claim if they are given."""
    address = reverse(f"admin:{_url_name(type(row))}", args=[row.pk])
    return opened_from(f"{address}?claim={claim.pk}", tab) if claim is not None else address


def _shown_on(request: HttpRequest, claims: tuple[Claim, ...]) -> Claim:
    """Return the claim on whose page the link was: a relation is shown on two."""
    return next((claim for claim in claims if str(claim.pk) == request.GET.get("claim")), claims[0])


def _url_name(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_strike"


def _claim_of(row: Interest | Decision) -> tuple[Claim, ...]:
    return (row.claim,)


def _both_claims(row: ClaimRelation) -> tuple[Claim, ...]:
    return row.from_claim, row.to_claim


def _stake_says(row: Interest) -> str:
    return f"“{row.claim.text}”\n{row.source} {stake(row)}{f': {row.reason}' if row.reason else '.'}"


def _relation_says(row: ClaimRelation) -> str:
    return f"“{row.from_claim.text}”\n{words(row.kind)}\n“{row.to_claim.text}”"


def _decision_says(row: Decision) -> str:
    decided = _("%(kind)s by %(actor)s") % {"kind": words(row.kind), "actor": row.actor}
    return f"“{row.claim.text}”\n{decided}: {row.reason}"


_STRIKES: dict[type[Any], Strike] = {
    Interest: Strike(
        "stake struck",
        SeenForm,
        _claim_of,
        _stake_says,
        strike_interest,
        gettext_lazy("This stake is already struck out: %(reason)s"),
        gettext_lazy("The stake is struck out. The claim was reassessed."),
        gettext_lazy("Strike out a stake of %(claims)s"),
    ),
    Decision: Strike(
        "decision struck",
        SeenForm,
        _claim_of,
        _decision_says,
        strike_decision,
        gettext_lazy("This decision is already struck out: %(reason)s"),
        gettext_lazy("The decision is struck out. The claim was reassessed."),
        gettext_lazy("Strike out a decision of %(claims)s"),
    ),
    ClaimRelation: Strike(
        "relation struck",
        SeenTwiceForm,
        _both_claims,
        _relation_says,
        strike_relation,
        gettext_lazy("This relation is already struck out: %(reason)s"),
        gettext_lazy("The relation is struck out. Both claims were reassessed."),
        gettext_lazy("Strike out a relation of %(claims)s"),
    ),
}


class StrikeableAdmin(ReadOnlyAdmin):
    """Records that are read-only, except that users who may change them can strike them out."""

    change_form_template = "admin/claims/strikeable.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.strike_view)
        return [path("<int:pk>/strike/", view, name=_url_name(self.model)), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shown = {"strike_url": f"admin:{_url_name(self.model)}" if may(request, self.model, "change") else ""}
        found: HttpResponse = super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})
        return found

    def strike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = record_or_404(self, request, str(pk))
        require(request, (self.model, "change"))
        strike = _STRIKES[self.model]
        # Two people may open the form; the second one sees the reason of the first.
        if row.struck_at is not None:
            messages.warning(request, strike.already % {"reason": row.struck_reason})
            return HttpResponseRedirect(page_url(row))
        claims = strike.claims(row)
        return action_page(
            request,
            self,
            strike.form(sent(request), initial=seen_of(*claims)),
            claims,
            lambda change, _values, expected: strike.run(row, change, expected=expected),
            recorded_as=strike.recorded_as,
            message=strike.message,
            title=strike.title % {"claims": get_text_list([claim.key for claim in claims], _("and"))},
            # Opened on the page of a claim, it leads back there; opened on the record, to the record.
            done=came_from(request, _shown_on(request, claims)) or page_url(row),
            button=_("Strike out"),
            explanation=_("%(record)s\n\nIt stays on record, marked as struck out, with your reason. It no longer counts.")
            % {"record": strike.says(row)},
        )

"""Striking out what was recorded beside a claim and does not hold: a stake in it, or how it stands to another claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from claims.admin.actions import SeenForm, SeenTwiceForm, action_page, seen_of
from claims.models import Claim, ClaimRelation, Decision, Interest
from claims.operations.claims import strike_interest, strike_relation
from claims.operations.decisions import strike_decision
from factcheck.admin_theme import ReadOnlyAdmin
from sources.admin.display import words
from sources.admin.pages import may, page_url, record_or_404, require, sent


class Strike(NamedTuple):
    """How one kind of record is struck out: what it is called, its form, the claims that it belongs to, what it says."""

    called: str
    form: type[SeenForm]
    claims: Callable[[Any], tuple[Claim, ...]]
    says: Callable[[Any], str]
    run: Callable[..., None]


def stake(row: Interest) -> str:
    """Return on which side a stake is, in words."""
    return "gains if it is believed" if row.side > 0 else "gains if it is not believed"


def strike_address(row: Interest | ClaimRelation | Decision) -> str:
    """Return the address of the form that strikes a record out."""
    return reverse(f"admin:{_url_name(type(row))}", args=[row.pk])


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
    return f"“{row.claim.text}”\n{words(row.kind)} by {row.actor}: {row.reason}"


_STRIKES: dict[type[Any], Strike] = {
    Interest: Strike("stake", SeenForm, _claim_of, _stake_says, strike_interest),
    Decision: Strike("decision", SeenForm, _claim_of, _decision_says, strike_decision),
    ClaimRelation: Strike("relation", SeenTwiceForm, _both_claims, _relation_says, strike_relation),
}


class StrikeableAdmin(ReadOnlyAdmin):
    """Records that are read here and may be struck out by who may change them."""

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
        if row.struck_at is not None:
            messages.warning(request, f"This {strike.called} is already struck out: {row.struck_reason}")
            return HttpResponseRedirect(page_url(row))
        claims = strike.claims(row)
        assessed = "The claim was" if len(claims) == 1 else "Both claims were"
        return action_page(
            request,
            self,
            strike.form(sent(request), initial=seen_of(*claims)),
            claims,
            lambda change, _values, expected: strike.run(row, change, expected=expected),
            recorded_as=f"{strike.called} struck",
            told=f"The {strike.called} is struck out. {assessed} assessed anew.",
            title=f"Strike out a {strike.called} of {' and '.join(claim.key for claim in claims)}",
            done=page_url(row),
            button="Strike out",
            explanation=f"{strike.says(row)}\n\nIt stays on record as struck out, with your reason, and counts no longer.",
        )

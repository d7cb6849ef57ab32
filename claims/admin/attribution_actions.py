"""The small forms that end or mend an attribution: each says why, and makes one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin as django_admin
from django.http import Http404, HttpRequest, HttpResponse

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.models import Attribution, Citation
from claims.operations import attributions as operations
from claims.operations.documents import attach_document
from claims.queries.admin_lists import attributions_of, links_of
from claims.verification import Change
from claims.vocabulary import WITHDRAWERS
from factcheck.admin_theme import DeskAdmin, Select, Text, choices_of
from sources.admin.finding import record_field
from sources.admin.pages import page_url, require, sent


class WithdrawForm(SeenForm):
    by = forms.ChoiceField(
        label="Taken back by",
        widget=Select(),
        choices=choices_of(
            WITHDRAWERS, {"source": "the source itself", "outlet": "the outlet that carried it"}, blank="Choose …"
        ),
    )
    withdrawn_at = forms.CharField(
        required=False,
        max_length=40,
        widget=Text(),
        label="When, as said",
        help_text="2024, 2024-06 or 2024-06-10, if it is known.",
    )
    field_order = ("by", "withdrawn_at", "reason")


class AttachForm(SeenForm):
    field_order = ("document", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"] = record_field(Attribution, "document", django_admin.site, required=True)
        self.order_fields(self.field_order)


class RedirectForm(SeenForm):
    to = forms.ChoiceField(label="What it really passes on", widget=Select())
    field_order = ("to", "reason")


def _withdraw(row: Attribution, change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    operations.withdraw(row, change, by=values["by"], withdrawn_at=values["withdrawn_at"].strip(), expected=expected)


def _void(row: Attribution, change: Change, _values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    operations.void(row, change, expected=expected)


def _attach(row: Attribution, change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    attach_document(row, values["document"], change, expected=expected)


class Action(NamedTuple):
    """One action: the words of its link and page, its form, and the operation that it calls."""

    link: str
    explanation: str
    form: type[SeenForm]
    run: Callable[[Attribution, Change, Mapping[str, Any], Mapping[int, int]], None]
    recorded_as: str


ACTIONS = {
    "withdraw": Action(
        "Withdraw",
        "The source, or the outlet that carried it, took this back. It stays on record and counts no longer.",
        WithdrawForm,
        _withdraw,
        "withdrawn",
    ),
    "void": Action(
        "Void: our own error",
        "We recorded this by mistake. It counts as never recorded and raises no flag. If somebody took back what was said, "
        "withdraw it instead.",
        SeenForm,
        _void,
        "voided",
    ),
    "attach": Action(
        "Attach a document",
        "The desk now holds a document in which this is said.",
        AttachForm,
        _attach,
        "document attached",
    ),
}
LINK_ACTIONS = ("strike", "redirect")


def act(request: HttpRequest, admin: DeskAdmin, name: str, row: Attribution) -> HttpResponse:
    """Show and carry out one action on an attribution."""
    require(request, (Attribution, "change"))
    action = ACTIONS[name]
    return action_page(
        request,
        admin,
        action.form(sent(request), initial=seen_of(row.claim)),
        [row.claim],
        lambda change, values, expected: action.run(row, change, values, expected),
        recorded_as=action.recorded_as,
        told=f"“{row.key}”: {action.recorded_as}. The claim was assessed anew.",
        title=f"{action.link}: {row.source} on {row.claim.key}",
        done=page_url(row),
        button=action.link,
        explanation=f"“{row.claim.text}”\n{row.source} {row.stance} it ({row.key}).\n\n{action.explanation}",
    )


def act_on_link(request: HttpRequest, admin: DeskAdmin, name: str, row: Attribution, link_id: int) -> HttpResponse:
    """Show the form that strikes out or redirects a link in force, and carry it out."""
    require(request, (Attribution, "change"))
    link = next((each for each in links_of(row)[0] if each.pk == link_id and each.struck_at is None), None)
    if link is None:
        raise Http404("There is no such link in force.")
    redirects = name == "redirect"
    form = (RedirectForm if redirects else SeenForm)(sent(request), initial=seen_of(row.claim))
    others = {str(each.pk): each for each in attributions_of(row.claim) if each.pk not in (row.pk, link.cited_id)}
    if redirects:
        told = [(pk, f"{each.source} {each.stance} ({each.key})") for pk, each in others.items()]
        form.fields["to"].choices = [("", "Choose …"), *told]  # type: ignore[attr-defined]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        if redirects:
            operations.redirect_link(link, others[values["to"]], change, expected=expected)
        else:
            operations.strike_link(link, change, expected=expected)

    verb = "Redirect this link" if redirects else "Strike out this link"
    recorded_as = "link redirected" if redirects else "link struck"
    return action_page(
        request,
        admin,
        form,
        [row.claim],
        run,
        recorded_as=recorded_as,
        told=f"“{row.key}”: {recorded_as}. The claim was assessed anew.",
        title=f"{verb} of {row.key} in {row.claim.key}",
        done=page_url(row),
        button=verb,
        explanation=_told(row, link),
    )


def _told(row: Attribution, link: Citation) -> str:
    return f"“{row.claim.text}”\n{row.source} ({row.key}) {link.kind} {link.cited.source} ({link.cited.key})."

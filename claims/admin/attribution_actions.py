"""The small forms that end or mend an attribution: each says why, and makes one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin as django_admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from claims.admin.refusals import REFUSALS
from claims.models import Attribution, Citation
from claims.operations import attributions as operations
from claims.operations.writing import StaleRevisionError
from claims.queries.admin_lists import attributions_of, links_of
from claims.verification import Change
from claims.vocabulary import WITHDRAWERS
from factcheck.admin_theme import DeskAdmin, Select, Text, choices_of
from sources.admin.finding import record_field
from sources.admin.pages import ReasonForm, actor_of, form_page, page_url, require, sent


class SeenForm(ReasonForm):
    """A form that knows which revision of the claim it was made on."""

    revision_seen = forms.IntegerField(widget=forms.HiddenInput())


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
    operations.attach_document(row, values["document"], change, expected=expected)


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
    form = action.form(sent(request), initial={"revision_seen": row.claim.revision})

    def save(values: Mapping[str, Any]) -> str:
        with _stale_told(form, row):
            action.run(row, _change(request, action.recorded_as, values), values, _expected(row, values))
        return f"“{row.key}”: {action.recorded_as}. The claim was assessed anew."

    title = f"{action.link}: {row.source} on {row.claim.key}"
    return form_page(
        request,
        admin,
        form,
        title=title,
        save=save,
        done=page_url(row),
        refusals=REFUSALS,
        button=action.link,
        explanation=f"“{row.claim.text}”\n{row.source} {row.stance} it ({row.key}).\n\n{action.explanation}",
    )


def act_on_link(request: HttpRequest, admin: DeskAdmin, name: str, row: Attribution, link_id: int) -> HttpResponse:
    """Show the form that strikes out or redirects a link in force, and carry it out."""
    require(request, (Attribution, "change"))
    link = next((each for each in links_of(row)[0] if each.pk == link_id and each.struck_at is None), None)
    if link is None:
        raise Http404("There is no such link in force.")
    kind = RedirectForm if name == "redirect" else SeenForm
    form = kind(sent(request), initial={"revision_seen": row.claim.revision})
    others = {str(each.pk): each for each in attributions_of(row.claim) if each.pk not in (row.pk, link.cited_id)}
    if name == "redirect":
        told = [(pk, f"{each.source} {each.stance} ({each.key})") for pk, each in others.items()]
        form.fields["to"].choices = [("", "Choose …"), *told]  # type: ignore[attr-defined]

    def save(values: Mapping[str, Any]) -> str:
        change = _change(request, f"link {'redirected' if name == 'redirect' else 'struck'}", values)
        with _stale_told(form, row):
            if name == "redirect":
                operations.redirect_link(link, others[values["to"]], change, expected=_expected(row, values))
            else:
                operations.strike_link(link, change, expected=_expected(row, values))
        return f"“{row.key}”: {change.action}. The claim was assessed anew."

    verb = "Redirect this link" if name == "redirect" else "Strike out this link"
    return form_page(
        request,
        admin,
        form,
        title=f"{verb} of {row.key} in {row.claim.key}",
        save=save,
        done=page_url(row),
        refusals=REFUSALS,
        button=verb,
        explanation=_told(row, link),
    )


@contextmanager
def _stale_told(form: forms.Form, row: Attribution) -> Iterator[None]:
    """Where the claim changed meanwhile, say so once, and let the same form be sent again by who has read it."""
    try:
        yield
    except StaleRevisionError as error:
        form.data = {**form.data.dict(), "revision_seen": str(row.claim.revision)}  # type: ignore[attr-defined]
        said = str(error).removesuffix(" Open it again and make your change on what stands now.")
        raise ValidationError(f"{said} Send the form again if it still holds on what stands now.") from error


def _told(row: Attribution, link: Citation) -> str:
    return f"“{row.claim.text}”\n{row.source} ({row.key}) {link.kind} {link.cited.source} ({link.cited.key})."


def _change(request: HttpRequest, action: str, values: Mapping[str, Any]) -> Change:
    return Change(timezone.now(), actor_of(request), action, values["reason"])


def _expected(row: Attribution, values: Mapping[str, Any]) -> dict[int, int]:
    return {row.claim_id: values["revision_seen"]}

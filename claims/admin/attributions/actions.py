"""Actions on an attribution: withdraw, void, attach a document, and strike out or redirect a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin as django_admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.models import Attribution, Citation
from claims.operations.attributions import changes as operations
from claims.operations.documents.changes import attach_document, detach_document
from claims.queries.claims.admin_lists import attributions_of, links_of
from claims.verification import Change
from claims.vocabulary import Withdrawer
from factcheck.desk.admin_theme import Area, DeskAdmin, Select, Text, choices_of
from sources.admin.display import words
from sources.admin.finding import record_field
from sources.admin.pages import may, page_url, require, sent, with_next
from sources.models import Document
from sources.vocabulary import PUBLISHERS


class WithdrawForm(SeenForm):
    by = forms.ChoiceField(
        label=gettext_lazy("Withdrawn by"),
        widget=Select(),
        choices=choices_of(
            Withdrawer.words(),
            {"source": gettext_lazy("the source itself"), "outlet": gettext_lazy("the outlet that carried it")},
            blank=gettext_lazy("Choose …"),
        ),
    )
    withdrawn_at = forms.CharField(
        required=False,
        max_length=40,
        widget=Text(),
        label=gettext_lazy("When"),
        help_text=gettext_lazy("2024, 2024-06 or 2024-06-10, if known."),
    )
    field_order = ("by", "withdrawn_at", "reason")


class AttachForm(SeenForm):
    quote_exact = forms.CharField(
        required=False,
        max_length=5_000,
        widget=Area(rows=2),
        label=gettext_lazy("Quote"),
        help_text=gettext_lazy("The exact words of this document, if they are given there."),
    )
    quote_translation = forms.CharField(
        required=False, max_length=5_000, widget=Area(rows=2), label=gettext_lazy("Translation of the quote")
    )
    field_order = ("document", "quote_exact", "quote_translation", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"] = record_field(Attribution, "document", django_admin.site, label=_("Document"), required=True)
        self.order_fields(self.field_order)


class DetachForm(SeenForm):
    field_order = ("document", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"] = record_field(Attribution, "document", django_admin.site, label=_("Document"), required=True)
        self.order_fields(self.field_order)


class RedirectForm(SeenForm):
    to = forms.ChoiceField(label=gettext_lazy("The attribution that it really passes on"), widget=Select())
    field_order = ("to", "reason")


def _withdraw(row: Attribution, change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    operations.withdraw(row, change, by=values["by"], withdrawn_at=values["withdrawn_at"].strip(), expected=expected)


def _void(row: Attribution, change: Change, _values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    operations.void(row, change, expected=expected)


def _attach(row: Attribution, change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    parts = {f"quote_{name}": values[f"quote_{name}"] for name in ("exact", "translation") if values[f"quote_{name}"]}
    attach_document(row, values["document"], change, quote=parts, expected=expected)


def _detach(row: Attribution, change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
    detach_document(row, values["document"], change, expected=expected)


class Action(NamedTuple):
    """An action: the texts of its link and page, its form, and the operation that it calls."""

    link: Any
    explanation: Any
    form: type[SeenForm]
    run: Callable[[Attribution, Change, Mapping[str, Any], Mapping[int, int]], None]
    recorded_as: str
    message: Any


ACTIONS = {
    # The two ways to take an attribution back mean different things to readers: a source that withdraws its statement is
    # news, our own error is not. Hence the explanations.
    "withdraw": Action(
        gettext_lazy("Withdraw"),
        gettext_lazy("The source, or the outlet that carried it, withdrew this. It stays on record but no longer counts."),
        WithdrawForm,
        _withdraw,
        "withdrawn",
        gettext_lazy("“%(key)s”: withdrawn. The claim was reassessed."),
    ),
    "void": Action(
        gettext_lazy("Void (our error)"),
        gettext_lazy(
            "We recorded this by mistake. It no longer counts and raises no flag. If the source withdrew its statement, "
            "choose “Withdraw” instead."
        ),
        SeenForm,
        _void,
        "voided",
        gettext_lazy("“%(key)s”: voided. The claim was reassessed."),
    ),
    "attach": Action(
        gettext_lazy("Attach a document"),
        gettext_lazy(
            "The desk has a document that contains this statement. If it already has one, this is a further document, which "
            "may have the statement in its own words."
        ),
        AttachForm,
        _attach,
        "document attached",
        gettext_lazy("“%(key)s”: document attached. The claim was reassessed."),
    ),
    "detach": Action(
        gettext_lazy("Detach a further document"),
        gettext_lazy("A further document was attached by mistake: it does not contain this statement. The first one stays."),
        DetachForm,
        _detach,
        "document detached",
        gettext_lazy("“%(key)s”: document detached. The claim was reassessed."),
    ),
}


class LinkWords(NamedTuple):
    """The texts of an action on a link."""

    button: Any
    recorded_as: str
    message: Any
    title: Any


_LINK_WORDS = {
    "strike": LinkWords(
        gettext_lazy("Strike out this link"),
        "link struck",
        gettext_lazy("“%(key)s”: link struck out. The claim was reassessed."),
        gettext_lazy("Strike out this link of %(key)s in %(claim)s"),
    ),
    "redirect": LinkWords(
        gettext_lazy("Redirect this link"),
        "link redirected",
        gettext_lazy("“%(key)s”: link redirected. The claim was reassessed."),
        gettext_lazy("Redirect this link of %(key)s in %(claim)s"),
    ),
}
LINK_ACTIONS = tuple(_LINK_WORDS)


def act(request: HttpRequest, admin: DeskAdmin, name: str, row: Attribution) -> HttpResponse:
    """Show the form of an action on an attribution, and carry it out."""
    require(request, (Attribution, "change"))
    action = ACTIONS[name]
    form = action.form(sent(request), initial=seen_of(row.claim))
    if name == "attach" and may(request, Document, "add"):
        form.fields["document"].help_text = _not_recorded_yet(request, row)
    return action_page(
        request,
        admin,
        form,
        [row.claim],
        lambda change, values, expected: action.run(row, change, values, expected),
        recorded_as=action.recorded_as,
        message=action.message % {"key": row.key},
        title=_("%(action)s: %(source)s on %(claim)s") % {"action": action.link, "source": row.source, "claim": row.claim.key},
        done=page_url(row),
        button=action.link,
        explanation=f"{_summary(row)}\n\n{action.explanation}",
    )


def _not_recorded_yet(request: HttpRequest, row: Attribution) -> SafeString:
    """Return a link to the form of a new document, which leads back to the page."""
    publisher = {"publisher": row.source_id} if row.source.kind in PUBLISHERS else {}
    address = with_next(reverse("admin:sources_document_add"), request.get_full_path(), **publisher)
    return format_html('<a class="desk-link" href="{}">{}</a>', address, _("It is not recorded yet: add the document first"))


def _summary(row: Attribution) -> str:
    named = {"claim": row.claim.text, "source": row.source, "stance": words(row.stance), "key": row.key}
    return _("“%(claim)s”\n%(source)s %(stance)s it (%(key)s).") % named


def act_on_link(request: HttpRequest, admin: DeskAdmin, name: str, row: Attribution, link_id: int) -> HttpResponse:
    """Show the form that strikes out or redirects a current link, and carry it out."""
    require(request, (Attribution, "change"))
    # A link that is struck out stays on record, but cannot be struck out or redirected again.
    link = next((each for each in links_of(row)[0] if each.pk == link_id and each.struck_at is None), None)
    if link is None:
        raise Http404(_("There is no such link, or it is struck out."))
    redirects = name == "redirect"
    form = (RedirectForm if redirects else SeenForm)(sent(request), initial=seen_of(row.claim))
    # An attribution cannot cite itself, and redirecting to the present target would change nothing.
    others = {str(each.pk): each for each in attributions_of(row.claim) if each.pk not in (row.pk, link.cited_id)}
    if redirects:
        labels = [(pk, f"{each.source} {words(each.stance)} ({each.key})") for pk, each in others.items()]
        form.fields["to"].choices = [("", _("Choose …")), *labels]  # type: ignore[attr-defined]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        if redirects:
            operations.redirect_link(link, others[values["to"]], change, expected=expected)
        else:
            operations.strike_link(link, change, expected=expected)

    how = _LINK_WORDS[name]
    named = {"key": row.key, "claim": row.claim.key}
    return action_page(
        request,
        admin,
        form,
        [row.claim],
        run,
        recorded_as=how.recorded_as,
        message=how.message % named,
        title=how.title % named,
        done=page_url(row),
        button=how.button,
        explanation=_link_summary(row, link),
    )


def _link_summary(row: Attribution, link: Citation) -> str:
    cited = link.cited
    return f"“{row.claim.text}”\n{row.source} ({row.key}) {words(link.kind)} {cited.source} ({cited.key})."

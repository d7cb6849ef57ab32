"""Complaints of parties: on the page of a claim, the pages that record and answer them, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django import forms
from django.contrib import admin as django_admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from claims.admin.asking import change_of
from claims.admin.claim_page.tabs import DECISIONS, back_to, opened_from
from claims.admin.refusals import REFUSALS
from claims.models import Claim, Complaint
from claims.operations.decisions.complaints import LONGEST, answer_complaint, record_complaint, strike_complaint
from claims.queries.decisions.complaints import complaint_on, complaints_on
from claims.vocabulary import ComplaintKind
from factcheck.desk.admin_theme import Area, DeskAdmin, Moment, ReadOnlyAdmin, Select, Text, choices_of
from sources.admin.display import CodeFilter, column, date_time, record_link, tag, words
from sources.admin.finding import record_field, records_field
from sources.admin.pages import ReasonForm, form_page, may, require, sent

#: The default day of the answer: what press councils ask for, or less (a guess).
_PATIENCE: Final = timedelta(days=7)


class ComplaintForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        widget=Select(),
        choices=choices_of(ComplaintKind.words(), blank=gettext_lazy("Choose …")),
    )
    sender = forms.CharField(
        label=gettext_lazy("Written by"),
        required=False,
        max_length=300,
        widget=Text(),
        help_text=gettext_lazy("If not by the party itself: its lawyer or press office."),
    )
    text = forms.CharField(
        label=gettext_lazy("What it says"),
        max_length=LONGEST,
        widget=Area(rows=6),
        help_text=gettext_lazy("Its words, or its main points. Readers never see it. Name no unnamed source."),
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("Received"), widget=Moment(), help_text=gettext_lazy("In the desk's time zone.")
    )
    due_at = forms.DateTimeField(label=gettext_lazy("Answer due by"), widget=Moment())
    field_order = ("kind", "source", "sender", "text", "document", "received_at", "due_at", "claims")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = django_admin.site
        party = {"label": _("Party"), "help_text": _("Whose complaint it is.")}
        self.fields["source"] = record_field(Complaint, "source", site, **party)
        self.fields["document"] = record_field(Complaint, "document", site, required=False, label=_("Document"))
        also = {"label": _("Also about"), "help_text": _("Further claims that it is about.")}
        self.fields["claims"] = records_field(Complaint, "claims", site, required=False, **also)
        self.order_fields(self.field_order)


class ComplaintAnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=LONGEST,
        widget=Area(rows=5),
        help_text=gettext_lazy("What we answered, and what was corrected or published. Readers do not see it."),
    )
    answered_at = forms.DateTimeField(label=gettext_lazy("Answered"), widget=Moment())


class Line(NamedTuple):
    """A complaint, what it is, and the URLs of what the user may do with it."""

    row: Complaint
    kind: str
    party: SafeString
    document: SafeString | str
    overdue: bool
    answer: str
    strike: str


def complaint_panel(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Return the template context. Without permission it is empty, so that the page does not reveal whether there are any."""
    if not may(request, Complaint, "view"):
        return {}
    open_ = claim.removed_at is None and claim.merged_into_id is None
    changes = may(request, Complaint, "change")
    lines = [_line(row, claim, changes=changes) for row in complaints_on(claim)]
    add = _address("complaint", claim) if open_ and may(request, Complaint, "add") else ""
    return {"complaints": {"lines": lines, "add": add}}


def _line(row: Complaint, claim: Claim, *, changes: bool) -> Line:
    waits = row.answered_at is None and row.struck_at is None
    named = {"complaint": str(row.pk)}
    return Line(
        row,
        words(row.kind),
        record_link(row.source),
        record_link(row.document) if row.document else "",
        waits and row.due_at <= timezone.now(),
        _address("complaint_answer", claim, **named) if changes and waits else "",
        _address("complaint_strike", claim, **named) if changes and row.struck_at is None else "",
    )


def _address(name: str, claim: Claim, **query: str) -> str:
    url = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return opened_from(f"{url}?{urlencode(query)}" if query else url, DECISIONS)


# Error reports quote the values of a form, and go to people who may not read complaints.
@sensitive_post_parameters()
def complaint_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record a complaint about a claim, and perhaps about others."""
    require(request, (Complaint, "view"), (Complaint, "add"))
    now = timezone.localtime().replace(second=0, microsecond=0)
    made: list[Complaint] = []

    def undo() -> str:
        named = {"complaint": str(made[-1].pk)}
        return _address("complaint_strike", claim, **named) if may(request, Complaint, "change") else ""

    def save(values: Mapping[str, Any]) -> str:
        ids = [claim.pk, *(one.pk for one in values["claims"])]
        said = {name: values[name] for name in ("text", "received_at", "due_at", "sender", "document")}
        change = change_of(request, "complaint received")
        made.append(record_complaint(ids, values["kind"], values["source"], change, **said))
        return _("The complaint is recorded. It stays in the inbox of whoever holds the claim until it is answered.")

    form = ComplaintForm(sent(request), initial={"received_at": now, "due_at": now + _PATIENCE})
    says = {"explanation": f"“{claim.text}”", "button": _("Record the complaint")}
    return _page(request, admin, claim, form, save, title=_("Record a complaint"), undo=undo, **says)


@sensitive_post_parameters()
def answer_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record the answer to the complaint that the URL names."""
    complaint = _named(request, claim)

    def save(values: Mapping[str, Any]) -> str:
        answer_complaint(complaint, change=change_of(request, "complaint answered"), **values)
        return _("The answer is recorded.")

    form = ComplaintAnswerForm(sent(request), initial={"answered_at": timezone.localtime().replace(second=0, microsecond=0)})
    says = {"explanation": _says(complaint), "button": _("Record the answer")}
    return _page(request, admin, claim, form, save, title=_("Record the answer to a complaint"), **says)


@sensitive_post_parameters()
def strike_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Strike out the complaint that the URL names."""
    complaint = _named(request, claim)

    def save(values: Mapping[str, Any]) -> str:
        strike_complaint(complaint, change_of(request, "complaint struck", values["reason"]))
        return _("The complaint is struck out. It stays on record.")

    says = {"explanation": _says(complaint), "button": _("Strike out")}
    return _page(request, admin, claim, ReasonForm(sent(request)), save, title=_("Strike out a complaint"), **says)


def _says(complaint: Complaint) -> str:
    about = {"party": complaint.source, "at": date_time(complaint.received_at), "due": date_time(complaint.due_at)}
    return _("%(party)s, received %(at)s, answer due by %(due)s:") % about + f"\n{complaint.text}"


def _page(
    request: HttpRequest,
    admin: DeskAdmin,
    claim: Claim,
    form: forms.Form,
    save: Callable[[Mapping[str, Any]], str],
    **page: Any,
) -> HttpResponse:
    return form_page(request, admin, form, save=save, done=back_to(request, claim), refusals=REFUSALS, **page)


def _named(request: HttpRequest, claim: Claim) -> Complaint:
    # The permission first: a 404 would already reveal something to others.
    require(request, (Complaint, "view"), (Complaint, "change"))
    complaint = complaint_on(claim, request.GET.get("complaint", ""))
    if complaint is None:
        raise Http404(_("This claim has no such complaint."))
    return complaint


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "complaint": complaint_page,
    "complaint-answer": answer_page,
    "complaint-strike": strike_page,
}


@django_admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    list_display = ("kind_shown", "party", "about", "received_at", "due", "answered_at", "struck_at")
    list_filter = (
        ("kind", CodeFilter),
        ("answered_at", django_admin.EmptyFieldListFilter),
        ("struck_at", django_admin.EmptyFieldListFilter),
    )
    search_fields = ("claims__key", "source__name", "sender", "text")
    ordering = ("-id",)
    fields = (
        "kind_shown", "party", "sender", "about", "text", "document", "received_at", "due", "actor", "recorded_at",
        "answered_at", "answer", "answered_by", "struck_at", "struck_by", "struck_reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Complaint]:
        found: QuerySet[Complaint] = super().get_queryset(request)
        return found.select_related("source", "document").prefetch_related("claims")

    @column(gettext_lazy("kind"), order="kind")
    def kind_shown(self, row: Complaint) -> str:
        return words(row.kind)

    @column(gettext_lazy("party"), order="source__name")
    def party(self, row: Complaint) -> str:
        return record_link(row.source)

    @column(gettext_lazy("claims"))
    def about(self, row: Complaint) -> str:
        return format_html_join(" ", "{}", ((record_link(claim, length=80),) for claim in row.claims.all())) or "–"

    @column(gettext_lazy("answer due by"), order="due_at")
    def due(self, row: Complaint) -> str:
        waits = row.answered_at is None and row.struck_at is None
        return tag(date_time(row.due_at), "critical") if waits and row.due_at <= timezone.now() else date_time(row.due_at)

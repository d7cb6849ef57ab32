"""The page "Add several claims": a text, a preview of what it would record, and a button that saves all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.asking import change_of
from claims.admin.attributions.quick_forms import DateText, WhereForm
from claims.admin.cases.upload import rights_of
from claims.admin.claims.form_fields import text_field
from claims.admin.desk.search import Line, claim_line
from claims.admin.intake.plan import Plan, Sent, place, plan_of
from claims.admin.intake.preview import fault_message, preview_of
from claims.admin.intake.settling import Settling
from claims.admin.refusals import REFUSALS
from claims.casefile import CaseFileError, case_of_values
from claims.intake.claim_lines import Pasted, read_claims
from claims.models import Attribution, Claim
from claims.operations.cases import LoadResult, load_case
from claims.operations.dry_run import Tried, tried
from claims.operations.writing import lock_loading
from claims.queries.claims.overlap import similar_to_each
from claims.queries.claims.selection import claims_of_keys
from claims.queries.merges.retired import going_on
from claims.vocabulary import Stance
from factcheck.desk.admin_theme import Area, Checkbox, DeskAdmin
from sources.admin.approval import may_approve
from sources.admin.display import record_link, words
from sources.admin.pages import changelist_url, may, page, refuse_in, require
from sources.models import Document, Source
from sources.operations import lock_sources

#: The most characters of the text: fifty claims with three long chains each.
_MOST: Final = 60_000
#: The permissions for all that the page always adds; new sources and documents require theirs when there are any.
NEEDS: Final = ((Claim, "add"), (Attribution, "add"))


class ManyForm(forms.Form):
    """The claims, and what all of them share."""

    text = forms.CharField(
        label=gettext_lazy("Claims, one a line"),
        max_length=_MOST,
        # A stripped text would move the number of every reported line.
        strip=False,
        widget=Area({"spellcheck": "true", "autofocus": True, "dir": "auto"}, rows=10),
        help_text=gettext_lazy(
            "Claim | chain, or two columns of a spreadsheet. A chain is written as in “Add a source”: Spokesman-Review < "
            "Bloomberg < Vedomosti. A line that begins with | adds another chain to the claim above it. A third column is "
            "the stance of the original source, such as denies; without it, the source supports the claim."
        ),
    )
    topics = text_field(gettext_lazy("Topics of all"), gettext_lazy("Comma-separated: diplomacy, north-korea"), length=2_000)
    said_at = DateText(gettext_lazy("When the original sources said it"))
    window_from = DateText(gettext_lazy("Happens from"))
    window_until = DateText(gettext_lazy("Happens until"))
    public = forms.BooleanField(
        required=False, initial=True, widget=Checkbox(), label=gettext_lazy("Readers may see these claims")
    )
    reason = text_field(
        gettext_lazy("Reason"),
        gettext_lazy("Stored with each revision. Leave empty to store the title of the document."),
        length=2_000,
    )
    plan_seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    SHARED = ("topics", "said_at", "window_from", "window_until", "reason", "public")


def many_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the form. On POST, show a preview, or save it once it is confirmed."""
    require(request, *NEEDS)
    shown = ManyPage(request, admin)
    if request.method == "POST" and (saved := shown.send()):
        return saved
    return page(request, admin, "admin/claims/claim/many.html", **shown.context())


class ManyPage:
    """A request for this page."""

    def __init__(self, request: HttpRequest, admin: DeskAdmin) -> None:
        self.request, self.admin = request, admin
        # A copy, because the preview writes what it found into the fields.
        self.data: Any = request.POST.copy() if request.method == "POST" else None
        self.faults: list[tuple[int, str]] = []
        self.plan: Plan | None = None
        self.found: Tried[LoadResult] | None = None
        self.settling: Settling | None = None
        self._set_forms()

    def _set_forms(self) -> None:
        self.form = ManyForm(self.data)
        if self.data is not None:  # with a preview, the next step is below
            del self.form.fields["text"].widget.attrs["autofocus"]
        self.where = WhereForm(self.data, prefix="where")
        # Asked at once and not only after a preview: most shared documents are new.
        self.where.opened = True

    def send(self) -> HttpResponse | None:
        """Preview the submitted text. If it was confirmed and equals the last preview, save it and return a redirect."""
        if "record" not in self.data:
            self._preview()
            return None
        try:
            with transaction.atomic():
                # Locks before the last preview, so that what it shows is what is saved.
                lock_loading()
                lock_sources()
                self._preview()
                return self._store(self.plan) if self.plan is not None and self._is_as_seen(self.plan) else None
        except REFUSALS as error:
            refuse_in(self.form)(error)
        return None

    def _preview(self) -> None:
        """Read the text, plan what it would record, and record it on trial."""
        # Whoever fills in only the fields of a new document means that document.
        typed = (self.data.get(f"where-{name}", "").strip() for name in ("name", "url", "title"))
        self.data["where-name"] = next(filter(None, typed), "")
        pasted = read_claims(self.data.get("text", "")[:_MOST], {words(stance): stance for stance in Stance.words()})
        self.faults = [(fault.line, fault_message(fault)) for fault in pasted.faults]
        self._settle(pasted)
        if self.form.is_valid() and not pasted.claims and not self.faults:
            self.form.add_error("text", _("Enter at least one claim."))
        if self.plan is None:
            return
        try:
            self.found = self._try(self.plan)
        except CaseFileError as error:
            self.faults += place(error.problems, self.plan, self._sent())
        except REFUSALS as error:
            refuse_in(self.form)(error)
        if self.found is None:
            self.plan = None

    def _settle(self, pasted: Pasted) -> None:
        may_record = may(self.request, Source, "add")
        approves = may_approve(self.request)
        self.settling = Settling(pasted.claims, self.data, approves=approves, may_record=may_record)
        valid = [self.form.is_valid(), self.where.is_valid(), self.settling.valid]
        if not all(valid) or not pasted.claims:
            return
        # Sources are looked up even if a line has a fault: whoever mends it settles them in the same step.
        plan = plan_of(pasted.claims, self._sent(), may_record_documents=may(self.request, Document, "add"))
        self.plan = plan if not self.faults else None

    def _sent(self) -> Sent:
        assert self.settling is not None  # noqa: S101 - for mypy: `_settle` made it
        return Sent(self.form, self.where, self.settling)

    def _try(self, plan: Plan) -> Tried[LoadResult]:
        # The operation itself, rolled back: what it shows is what will be found.
        return tried(lambda: self._load(plan), lambda _loaded: claims_of_keys(claim.key for claim in plan.claims).values())

    def _load(self, plan: Plan) -> LoadResult:
        change = change_of(self.request, "recorded", self._reason(plan))
        new = {claim.key: 0 for claim in plan.claims}
        return load_case(case_of_values(plan.values), change, expected=new, rights=rights_of(self.request))

    def _reason(self, plan: Plan) -> str:
        """Return the reason that was entered, or else the document that the claims come from."""
        if reason := self.form.cleaned_data["reason"].strip():
            return str(reason)
        recorded = plan.where.document.title if plan.where is not None and plan.where.document is not None else ""
        return recorded or (plan.new_document.record["title"] if plan.new_document is not None else "")

    def _is_as_seen(self, plan: Plan) -> bool:
        if self.form.errors or self.data.get("plan_seen") == plan.digest:
            return not self.form.errors
        changed = _("Something changed since the preview. Check the new preview below, and save it if it is right.")
        self.form.add_error(None, ValidationError(changed))
        return False

    def _store(self, plan: Plan) -> HttpResponse:
        self._load(plan)
        ids = claims_of_keys(claim.key for claim in plan.claims)
        number = len(plan.claims)
        saved = ngettext("%(number)s claim saved:", "%(number)s claims saved:", number) % {"number": number}
        links = format_html_join(", ", "{}", ((record_link(Claim(pk=ids[claim.key]), claim.key),) for claim in plan.claims))
        messages.success(self.request, format_html_join(" ", "{}", ((saved,), (links,))))
        return HttpResponseRedirect(changelist_url(self.admin))

    def context(self) -> dict[str, Any]:
        """Return the template context."""
        preview = None
        if self.data is not None:
            self.data["plan_seen"] = self.plan.digest if self.plan is not None else ""
        if self.plan is not None and self.found is not None:
            texts = [str(claim.record["text"]) for claim in self.plan.claims]
            preview = preview_of(self.plan, self.found, self._same(texts), self._similar(texts))
        sources = self.settling.shown if self.settling is not None else []
        return {
            "title": _("Add several claims"),
            "original": None,
            "form": self.form,
            "shared": [self.form[name] for name in ManyForm.SHARED],
            "where": self.where,
            "shared_open": any(name in self.form.errors for name in ManyForm.SHARED),
            "sources": sources,
            "faults": sorted(self.faults),
            "preview": preview,
            "other_errors": bool(self.faults) or self.where.errors or any(source.errors for source in sources),
            "other_forms": [self.where, *sources],
            "back": changelist_url(self.admin),
            "media": self.admin.media + self.form.media,
        }

    def _same(self, texts: Sequence[str]) -> dict[str, list[str]]:
        """Return links to the recorded claims with the same text, by text."""
        found: dict[str, list[str]] = {}
        # Some of them may be hidden, and who may only add claims learns nothing of those.
        if not may(self.request, Claim, "view"):
            return found
        for claim in self.admin.get_queryset(self.request).filter(text__in=texts, removed_at=None).order_by("pk"):
            found.setdefault(claim.text, []).append(record_link(claim, claim.key))
        return found

    def _similar(self, texts: Sequence[str]) -> dict[str, list[Line]]:
        """Return the recorded claims that resemble each text but do not have the same one."""
        if not may(self.request, Claim, "view"):
            return {}
        claims = self.admin.get_queryset(self.request).order_by().filter(going_on())
        found = similar_to_each(claims, texts)
        by_id = claims.select_related("standing").in_bulk({pk for ids in found.values() for pk in ids})
        return {
            text: [claim_line(by_id[pk]) for pk in ids if pk in by_id and by_id[pk].text != text] for text, ids in found.items()
        }

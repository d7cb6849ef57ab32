"""The page "Add a source": a form, a preview of what it would record, and a button that saves it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.asking import change_of
from claims.admin.attributions.quick_forms import HandForm, QuickForm, RelayRows, WhereForm
from claims.admin.attributions.quick_plan import Forms, May, Plan, plan_of
from claims.admin.attributions.quick_preview import preview_of
from claims.admin.attributions.quick_reading import fault_text, field_texts, reading_of
from claims.admin.attributions.quick_superseding import called, superseding
from claims.admin.cases.upload import rights_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.refusals import REFUSALS
from claims.intake.chains import MAX_HANDS, MAX_TEXT, read_chain
from claims.models import Attribution, Claim
from claims.operations.cases import load_case
from claims.operations.writing import StaleRevisionError, lock_loading, refuse_stale
from claims.queries.claims.admin_lists import attributions_of
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at
from claims.verification.foreseeing import foresee
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.approval import may_approve
from sources.admin.pages import may, page, page_url, record_or_404, refuse_in, require
from sources.models import Document, Source
from sources.operations import lock_sources
from sources.queries import sources_by_key


def quick_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the URL of the page, for the admin of claims."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return quick_view(request, admin, pk)

    return [path("<int:pk>/who-says-so/", admin.admin_site.admin_view(view), name="claims_claim_quick")]


def quick_view(request: HttpRequest, admin: DeskAdmin, pk: int) -> HttpResponse:
    """Show the form. On POST, show a preview, or save it once it is confirmed."""
    claim = record_or_404(admin, request, str(pk))
    require(request, (Attribution, "add"))
    # A colleague may have deleted the claim while its page was open.
    if claim.removed_at is not None:
        return HttpResponseRedirect(page_url(claim))
    shown = QuickPage(request, admin, claim)
    if request.method == "POST" and (recorded := shown.send()):
        return recorded
    return page(request, admin, "admin/claims/claim/quick.html", **shown.context())


class QuickPage:
    """A request for this page of one claim."""

    def __init__(self, request: HttpRequest, admin: DeskAdmin, claim: Claim) -> None:
        self.request, self.admin, self.claim = request, admin, claim
        # A copy, because the preview writes what it found into the fields.
        self.data: Any = request.POST.copy() if request.method == "POST" else None
        self.plan: Plan | None = None
        self.read_as: list[str] = []
        self.approves = may_approve(request)
        self.recorded = attributions_of(claim)
        asked = request.GET.get("supersede", "")
        self.superseded = next((row for row in self.recorded if row.key == asked), None)
        self._set_forms()

    def _set_forms(self) -> None:
        old = self.superseded if self.data is None else None
        said = superseding(old, correct="correct" in self.request.GET) if old is not None else {}
        recorded = [(row.key, called(row)) for row in self.recorded]
        initial = {"stance": self.request.GET.get("stance", ""), "revision_seen": self.claim.revision, **said}
        self.form = QuickForm(self.data, initial=initial, recorded=recorded)
        if self.data is not None:  # with a preview, the next step is below
            del self.form.fields["paste"].widget.attrs["autofocus"]
        self.said = HandForm(self.data, prefix="said", approves=self.approves)
        self.through = RelayRows(self.data, prefix="through", form_kwargs={"approves": self.approves})
        self.where = WhereForm(self.data, prefix="where")
        if self.data is None:
            self._fill_in(old)

    def _fill_in(self, old: Attribution | None) -> None:
        """Fill in the source of the attribution to supersede, or the sources that the URL names by key.

        These are who ``said`` it, and ``through`` whom it came.
        """
        if old is not None:
            self.said.start_with(old.source, old.source.name)
            if old.document is not None and "correct" in self.request.GET:
                self.where.start_with(old.document, old.document.title)
        asked = {form: self.request.GET.get(name) for form, name in ((self.said, "said"), (self.through[0], "through"))}
        known = sources_by_key([key for key in asked.values() if key]) if may(self.request, Source, "view") else {}
        for form, key in asked.items():
            if key in known:
                form.start_with(known[key], known[key].name)

    def send(self) -> HttpResponse | None:
        """Preview the submitted form. If it was confirmed and equals the last preview, save it and return a redirect."""
        if "record" not in self.data:
            self._preview()
            return None
        try:
            with transaction.atomic():
                # Locks before the last preview, so that what it shows is what is saved.
                lock_loading()
                lock_sources()  # so that nobody takes a key, or records one of the names, in the meantime
                self._preview()
                return self._store(self.plan) if self.plan is not None and self._is_as_seen(self.plan) else None
        except StaleRevisionError:
            self._preview()
        except REFUSALS as error:
            refuse_in(self.form)(error)
        return None

    def _preview(self) -> None:
        """Read the forms and plan what they would record."""
        # Read again: on saving, a colleague may have changed the claim before we got the lock.
        self.claim = record_or_404(self.admin, self.request, str(self.claim.pk))
        refused = self._fill_in_chain()
        self._keep_a_row_free()
        self._set_forms()
        if refused:
            self.form.add_error("paste", refused)
        valid = [self.said.is_valid(), self.through.is_valid(), self.where.is_valid()]
        if not self.said.filled and not refused:
            self.said.add_error("name", _("Enter the source."))
        hands = [*(row for row in self.through if row.is_valid() and row.filled), self.said]
        if all(valid) and self.said.filled:
            self.plan = plan_of(self.claim, Forms(self.form, hands, self.where), self._may())
        if self.form.errors:
            self.plan = None
        self._check_stale()

    def _fill_in_chain(self) -> str:
        """Write the names of a pasted chain into the name fields. Return a message if that is not possible."""
        text = self.data.get("paste", "").strip()
        if not text or len(text) > MAX_TEXT:  # the field itself says what is too long
            return ""
        if any(
            value.strip()
            for name, value in self.data.items()
            if name.startswith(("said-", "through-")) and name.endswith("-name")
        ):
            # To overwrite or append would each be a guess, and would lose or mix what the editor typed.
            return _("There are already names below. Clear them, or clear this field.")
        chain = read_chain(text)
        if chain.fault is not None:
            return fault_text(chain.fault)
        self.read_as = reading_of(chain)
        *through, said = field_texts(chain)
        self.data["said-name"], self.data["paste"] = said, ""
        self.data["through-TOTAL_FORMS"] = str(max(len(through), 1))
        for number, name in enumerate(through):
            self.data[f"through-{number}-name"] = name
        return ""

    def _keep_a_row_free(self) -> None:
        """Show one empty row, because browsers without JavaScript cannot add one."""
        total = self.data.get("through-TOTAL_FORMS", "")
        if total.isdecimal() and 0 < int(total) < MAX_HANDS - 1 and self.data.get(f"through-{int(total) - 1}-name", "").strip():
            self.data["through-TOTAL_FORMS"] = str(int(total) + 1)

    def _may(self) -> May:
        return May(
            record_sources=may(self.request, Source, "add"),
            record_documents=may(self.request, Document, "add"),
            change_attributions=may(self.request, Attribution, "change"),
        )

    def _check_stale(self) -> None:
        """If the claim has changed, say so, and preview against its current revision."""
        seen = self.data.get("revision_seen", "")
        try:
            refuse_stale({self.claim.pk: self.claim.revision}, {self.claim.pk: int(seen) if seen.isdecimal() else 0})
        except StaleRevisionError as error:
            # Forces a new preview: the confirmed one was made on an older revision.
            self.data["plan_seen"] = ""
            self.form.add_error(None, f"{error.what} " + _("Your input is still here. Check the new preview."))
        self.data["revision_seen"] = str(self.claim.revision)

    def _is_as_seen(self, plan: Plan) -> bool:
        if plan.case is None or self.form.errors:
            return False
        if self.data.get("plan_seen") == plan.digest:
            return True
        changed = _("Something changed since the preview. Check the new preview below, and save it if it is right.")
        self.form.add_error(None, ValidationError(changed))
        return False

    def _store(self, plan: Plan) -> HttpResponse:
        values = self.form.cleaned_data
        reason = values["reason"].strip() or plan.chain[:2_000]
        change = change_of(self.request, "attribution recorded", reason)
        assert plan.case is not None  # noqa: S101 - for mypy: `_is_as_seen` checked it
        seen = {self.claim.key: values["revision_seen"]}
        loaded = load_case(plan.case, change, expected=seen, rights=rights_of(self.request))
        saved = ngettext("%(count)s attribution saved.", "%(count)s attributions saved.", loaded.attributions)
        messages.success(self.request, f"{saved % {'count': loaded.attributions}} " + _("Flags and counts are up to date."))
        return HttpResponseRedirect(back_to(self.request, self.claim))

    def context(self) -> dict[str, Any]:
        """Return the template context."""
        bound = self.data is not None
        preview = None
        if self.plan is not None:
            self.data["plan_seen"] = self.plan.digest
            # The same assessment as after saving, in memory: what is shown is what will be found, at this time.
            found = self.plan.case and foresee(self.claim.pk, self.plan.case, clock_at(timezone.now()), thresholds())
            preview = preview_of(self.plan, found or None)
        elif bound:
            self.data["plan_seen"] = ""
        forms = [self.form, self.said, self.where, *self.through]
        return {
            "title": _("Add a source"),
            "original": None,
            "claim": self.claim,
            "form": self.form,
            "said": self.said,
            "through": self.through,
            "where": self.where,
            "preview": preview,
            "read_as": self.read_as,
            "folded": [self.form[name] for name in QuickForm.FOLDED],
            "folded_open": self.superseded is not None or any(map(self._is_filled, QuickForm.FOLDED)),
            "other_errors": bound and any(each.errors for each in forms[1:]),
            "other_forms": forms[1:],
            "back": back_to(self.request, self.claim),
            "media": self.admin.media + self.form.media,
        }

    def _is_filled(self, name: str) -> bool:
        return name in self.form.errors or (bool(self.data) and name in self.form.changed_data)

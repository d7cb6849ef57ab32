"""The page of the review: the text on one side, its proposals on the other; one button records all that was decided."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.asking import change_of
from claims.admin.captures.wording import title_of
from claims.admin.cases.upload import rights_of
from claims.admin.intake.settling import Settling
from claims.admin.proposals.choices import Offered, chosen, value_of, visible_claims
from claims.admin.proposals.forms import ProposalForm, ReviewForm, initial_of
from claims.admin.proposals.groups import groups_of
from claims.admin.proposals.plan import Card, Group, place, plan_of, settle
from claims.admin.proposals.shown import MARKED, cards_shown, decided_shown, is_cut, page_address, text_shown
from claims.admin.proposals.start_page import cannot_review, start_page
from claims.admin.proposals.wording import dropped_words
from claims.admin.refusals import REFUSALS
from claims.casefile import CaseFileError, case_of_values
from claims.models import Attribution, CaptureReading, Claim, ProposedAttribution
from claims.operations.proposals.decisions import Decided, record_decisions
from claims.operations.proposals.planning import Plan
from claims.operations.writing import StaleClaimError, lock_loading
from claims.queries.claims.selection import claims_of_keys
from claims.queries.proposals.review import (
    claims_made_of,
    counts_of,
    decided_proposals,
    open_proposals,
    proposals_of_ids,
    readings_of,
)
from claims.queries.proposals.suggested import claim_of_same, earlier_same, suggested
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import actors_named
from sources.admin.approval import may_approve
from sources.admin.display import titled
from sources.admin.pages import may, page, page_url, refuse_in, require
from sources.models import Capture, Document, Source
from sources.operations import lock_sources

#: Proposals on one page: an article has a dozen, each costs a search for claims like it, and Django accepts a form of a
#: thousand fields. The next ones follow when these are decided.
_PER_PAGE: Final = 20
#: Decided ones that are listed.
_MOST_DECIDED: Final = 50
_SENT: Final = re.compile(r"p(\d{1,18})-decision")


def review_page(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Show what is missing, the form that has the text read, or the proposals; on POST, record what was decided."""
    require(request, (Document, "view"), (Claim, "add"), (Attribution, "add"))
    if (missing := cannot_review(request, admin, capture)) is not None:
        return missing
    readings = readings_of(capture)
    if not readings or "new" in request.GET:
        return start_page(request, admin, capture)
    asked = request.GET.get("reading", "")
    reading = next((each for each in readings if asked in ("", str(each.pk))), None)
    if reading is None:
        raise Http404(_("There is no such record."))
    shown = ReviewPage(request, admin, capture, reading)
    if request.method == "POST" and (saved := shown.send()):
        return saved
    return page(request, admin, "admin/claims/capture/proposals.html", readings=readings, **shown.context())


class ReviewPage:
    """A request for this page."""

    def __init__(self, request: HttpRequest, admin: DeskAdmin, capture: Capture, reading: CaptureReading) -> None:
        self.request, self.admin, self.capture, self.reading = request, admin, capture, reading
        assert capture.document is not None  # noqa: S101 - for mypy: ``cannot_review`` checked it
        self.document: Document = capture.document
        # A copy, because what was found is written into the fields.
        self.data: Any = request.POST.copy() if request.method == "POST" else None
        self.everything = request.GET.get("all") == "1"
        self.form = ReviewForm(self.data)
        self.settling: Settling | None = None
        self.plan: Plan | None = None
        self.groups: list[Group] = []
        if self.data is None:
            self._load()

    def _load(self) -> None:
        """Read the proposals of the page, and what was decided about others."""
        self.made = claims_made_of(self.reading)
        self.decided = decided_proposals(self.reading, limit=_MOST_DECIDED)
        rows = self._rows()
        # What a colleague decided, or this page when it was sent before.
        self.meanwhile = [row for row in rows if row.decision]
        said = suggested(self.capture.text, [row for row in rows if not row.decision])
        # Not searched while others wait for the locks: a page that was sent has its choices.
        offered = Offered(self.request, [each.content for each in said] if self.data is None else [])
        self.cards: list[Card] = []
        for each in said:
            known = claim_of_same(self.decided, self.made, each) or offered.same_text(each.content)
            same_as = None if known is not None else earlier_same(said, each)
            initial = initial_of(each, self.capture.text, same_as=same_as, claim=value_of(known) if known is not None else "")
            self.cards.append(Card(each, ProposalForm(self.data, prefix=each.prefix, initial=initial)))
        self.offered = offered

    def _rows(self) -> list[ProposedAttribution]:
        if self.data is None:
            return open_proposals(self.reading, everything=self.everything, limit=_PER_PAGE)
        ids = [int(found[1]) for name in self.data if (found := _SENT.fullmatch(name))]
        return proposals_of_ids(self.reading, ids[:_PER_PAGE])

    def send(self) -> HttpResponse | None:
        """Record what was decided, all of it or nothing, and return a redirect; None, with errors, if something is missing."""
        try:
            with transaction.atomic():
                # Locks before anything is looked up, so that what is planned is what is recorded.
                lock_loading()
                lock_sources()
                self._load()
                return self._store() if self._is_complete() else None
        except CaseFileError as error:
            self._place(error)
        except StaleClaimError as error:
            self._place_stale(error)
        except REFUSALS as error:
            refuse_in(self.form)(error)
        return None

    def _is_complete(self) -> bool:
        """Return whether everything is known that is to be recorded. Otherwise the forms say what is missing."""
        valid = [card.form.is_valid() for card in self.cards]
        if self.meanwhile:
            self.form.add_error(None, _("Some were decided in the meantime: see below. Nothing of yours is recorded yet."))
        elif all(valid) and not any(card.form.accepted or card.form.rejected for card in self.cards):
            self.form.add_error(None, _("Accept or reject at least one proposal."))
        if not self.form.is_valid() or not all(valid):
            return False
        self.groups = groups_of(self.cards, self.made, visible_claims(self.request))
        if any(card.form.errors for card in self.cards):
            return False
        return not self.groups or self._is_settled()

    def _is_settled(self) -> bool:
        approves, may_record = may_approve(self.request), may(self.request, Source, "add")
        self.settling = settle(self.groups, self.data, approves=approves, may_record=may_record)
        self.plan = plan_of(self.groups, self.capture.text, self.document, self.settling, self.form.cleaned_data)
        if self.plan is None:
            return False
        # New and doubtful sources are recorded only after somebody has seen them.
        return not self.settling.shown or self.data.get("plan_seen") == self.plan.digest

    def _store(self) -> HttpResponse:
        plan = self.plan
        accepted = [
            Decided(
                card.said.row.pk,
                changed=card.form.changed_parts(),
                rows=plan.rows[card.said.number] if plan is not None else (),
            )
            for card in self.cards
            if card.form.accepted
        ]
        rejected = [
            Decided(card.said.row.pk, because=card.form.cleaned_data["because"]) for card in self.cards if card.form.rejected
        ]
        is_new = all(group.claim is None for group in self.groups)
        reason = self.form.cleaned_data["reason"].strip() or self.document.title
        record_decisions(
            [*accepted, *rejected],
            change_of(self.request, "recorded" if is_new else "attribution recorded", reason),
            case=case_of_values(plan.values) if plan is not None else None,
            expected=plan.expected if plan is not None else None,
            rights=rights_of(self.request),
        )
        self._report(len(accepted), len(rejected))
        return HttpResponseRedirect(page_address(self.capture.pk, self.reading.pk, everything=self.everything))

    def _report(self, accepted: int, rejected: int) -> None:
        if rejected:
            said = ngettext("%(number)s proposal rejected.", "%(number)s proposals rejected.", rejected)
            messages.success(self.request, said % {"number": rejected})
        if self.plan is not None:
            ids = claims_of_keys(self.plan.expected)
            links = ((page_url(Claim(pk=ids[key])), key) for key in self.plan.expected)
            said = ngettext("%(number)s proposal recorded:", "%(number)s proposals recorded:", accepted) % {"number": accepted}
            shown = format_html_join(", ", '<a class="desk-link" href="{}">{}</a>', links)
            messages.success(self.request, format_html_join(" ", "{}", ((said,), (shown,))))

    def _place(self, error: CaseFileError) -> None:
        if self.plan is None or self.settling is None:
            refuse_in(self.form)(error)
            return
        cards = {card.said.number: card for card in self.cards}
        for message in place(error.problems, self.plan, cards, self.groups, self.settling):
            self.form.add_error(None, message)

    def _place_stale(self, error: StaleClaimError) -> None:
        group = next(group for group in self.groups if group.claim is not None and group.claim.pk == error.claim)
        changed = actors_named(error.what_of(f"“{titled(group.claim)}”"))
        group.leader.form.add_error("claim", f"{changed} " + _("Check whether it still says the same, and send this again."))

    def context(self) -> dict[str, Any]:
        """Return the template context."""
        if self.data is not None:
            self.offered = Offered(self.request, [card.said.content for card in self.cards])
        self._choose()
        counts = counts_of(self.reading)
        sources = self.settling.shown if self.settling is not None else []
        errors = any(card.form.errors for card in self.cards) or any(source.errors for source in sources)
        asks = self.plan is not None and not self.form.errors and not errors
        if self.data is not None:
            self.data["plan_seen"] = self.plan.digest if asks and self.plan is not None else ""
        alike = {card.said.number: self.offered.number_alike(card.said.content) for card in self.cards}
        return {
            "title": _("Proposals from “%(title)s”") % {"title": title_of(self.capture)},
            "capture": self.capture,
            "document": self.document,
            "reading": self.reading,
            "parts": text_shown(self.capture.text, [card.said for card in self.cards]),
            "is_cut": is_cut(self.capture.text),
            "marked": MARKED,
            "cards": cards_shown(self.cards, self.document, self.request, alike),
            "form": self.form,
            "shared": [self.form[name] for name in ("topics", "reason", "public")],
            "sources": sources,
            "asks": asks,
            "other_errors": errors,
            "other_forms": [],
            "counts": counts,
            "further": counts.open - (0 if self.everything else counts.low) - len(self.cards),
            "everything": self.everything,
            "with_low": page_address(self.capture.pk, self.reading.pk, everything=True),
            "without_low": page_address(self.capture.pk, self.reading.pk),
            "dropped": dropped_words(self.reading.dropped),
            "decided": decided_shown(self.decided, self.made),
            "meanwhile": decided_shown(self.meanwhile, self.made),
            "back": page_url(self.capture),
            "media": self.admin.media + self.form.media,
        }

    def _choose(self) -> None:
        """Offer each proposal its claims; one that was chosen is shown as it is now."""
        wanted = {card.said.number: chosen(str(card.form["claim"].value() or "")) for card in self.cards}
        keys = {each.key for each in wanted.values() if each is not None}
        known = {claim.key: claim for claim in visible_claims(self.request).select_related("standing").filter(key__in=keys)}
        for card in self.cards:
            each = wanted[card.said.number]
            claim = known.get(each.key) if each is not None else None
            card.form.fields["claim"].choices = self.offered.choices(card.said.content, claim)  # type: ignore[attr-defined]
            if self.data is not None:
                self.data[f"{card.said.prefix}-claim"] = value_of(claim) if claim is not None else ""

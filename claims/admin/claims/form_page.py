"""The page that adds or edits a claim."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import UNSET

from claims.admin.asking import change_of
from claims.admin.claim_list.bulk_forms import assign_address
from claims.admin.claim_page.tabs import OVERVIEW, tab_url
from claims.admin.claims.conflicts import Conflict, conflict_of
from claims.admin.claims.form_fields import initial_of
from claims.admin.claims.form_to_case import case_of, place_problems
from claims.admin.claims.forms import ClaimForm, InterestRows, RelationRows, claim_initial
from claims.admin.refusals import REFUSALS
from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, ClaimRelation, Interest
from claims.operations.claims.assignment import save_claim
from claims.operations.writing import StaleRevisionError
from claims.queries.claims.new_keys import key_for
from claims.queries.claims.selection import ids_of_keys
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import actors_named
from sources.admin.pages import grouped, may, refuse_in, sent, with_undo

_FORMSETS: Final[dict[str, tuple[Any, Any, Any, Any]]] = {
    "interests": (InterestRows, Interest, gettext_lazy("New stakes: who benefits"), gettext_lazy("Add a stake")),
    "relations": (RelationRows, ClaimRelation, gettext_lazy("New relations to other claims"), gettext_lazy("Add a relation")),
}
#: The button that saves a new claim and opens the page "Add a source".
_THEN_ADD = "then_add"


class ClaimPage:
    """A request for the form of a claim, or of a new one."""

    def __init__(self, request: HttpRequest, admin: DeskAdmin, claim: Claim | None) -> None:
        self.request, self.admin, self.claim = request, admin, claim
        self.conflict: Conflict | None = None
        data = sent(request)
        topics = [row.topic for row in claim.topics.all()] if claim is not None else []
        initial = claim_initial(claim, sorted(topics)) if claim is not None else initial_of(None)
        self.form = ClaimForm(data, claim=claim, initial=initial)
        # The second submit after a conflict: it carries the revision that the editor has read.
        agreed = request.POST.get("revision_now", "")
        if claim is not None and agreed.isdecimal():
            self.form.offer_agreement(int(agreed))
        # Lists that the user may not add to are missing, so what a hostile form sends for them is never read.
        self.formsets = {
            name: rows(data, prefix=name) for name, (rows, model, *_) in _FORMSETS.items() if may(request, model, "add")
        }

    def save(self) -> HttpResponse | None:
        """Save the form and return a redirect. If it is rejected, add the errors to the form and return None."""
        valid = [self.form.is_valid(), *(formset.is_valid() for formset in self.formsets.values())]
        if not all(valid):
            return None
        rows = {name: [row for row in self.formsets.get(name, ()) if row.has_changed()] for name in _FORMSETS}
        key = (
            self.claim.key
            if self.claim is not None
            else self.form.cleaned_data["key"] or key_for(self.form.cleaned_data["text"])
        )
        # A case file with an existing key would change that record instead of adding one.
        if not self._key_is_free(key):
            return None
        try:
            return self._store(key, rows)
        except CaseFileError as error:
            place_problems(error.problems, self.form, rows)
        except StaleRevisionError as error:
            self._explain_stale(error, rows)
        except REFUSALS as error:
            refuse_in(self.form)(error)
        return None

    def _key_is_free(self, key: str) -> bool:
        if self.claim is not None:
            return True
        if not key:
            self.form.add_error("key", _("Enter a key. None can be made from the text."))
        elif ids_of_keys([key]):
            taken = _("A claim “%(key)s” already exists. Edit it, or choose another key.")
            self.form.add_error("key", taken % {"key": key})
        return self.form.is_valid()

    def _store(self, key: str, rows: dict[str, list[Any]]) -> HttpResponse:
        values, changed = self.form.cleaned_data, self.form.changed_data
        action = "recorded" if self.claim is None else "changed"
        loaded = save_claim(
            case_of(key, self.form, rows),
            key,
            change_of(self.request, action, values["reason"]),
            # Only what the editor changed is written, so that a colleague's new assignee is not overwritten.
            assignee=values["assignee"] if "assignee" in changed else UNSET,
            # Checked under the operation's locks: a check here could pass just before a colleague saves.
            expected={key: self._revision_seen()},
            same_meaning=bool(values.get("same_meaning")),
        )
        # A form sent without a change adds no revision: the history shows only what changed.
        if loaded.revised:
            # Saving the form is undone by editing again; only an assignment made alone has one step back.
            undo = assign_address([self.claim.pk], self.claim.assignee_id) if self.claim and changed == ["assignee"] else ""
            messages.success(self.request, with_undo(_("Saved. Flags and counts are up to date."), undo))
        else:
            messages.info(self.request, _("Nothing changed, so nothing was saved."))
        (claim_id,) = ids_of_keys([key])
        if self.claim is None and _THEN_ADD in self.request.POST:
            return HttpResponseRedirect(reverse("admin:claims_claim_quick", args=[claim_id]))
        return HttpResponseRedirect(tab_url(claim_id, OVERVIEW))

    def _revision_seen(self) -> int:
        """Return the revision that the editor saw, or 0 for a new claim."""
        values = self.form.cleaned_data
        if values.get("agree"):
            return int(values["revision_now"])
        return int(values["revision_seen"] or 0)

    def _explain_stale(self, error: StaleRevisionError, rows: dict[str, list[Any]]) -> None:
        now = self.admin.get_object(self.request, str(self.claim.pk)) if self.claim is not None else None
        if now is None:
            self.form.add_error(None, actors_named(error.what))
            return
        self.claim = now
        current = claim_initial(now, sorted(row.topic for row in now.topics.all()))
        self.conflict = conflict_of(now, self._revision_seen(), self.form, current, rows)
        self.form.data = self.form.data.copy()  # type: ignore[attr-defined]
        self.form.data["revision_now"] = str(now.revision)  # type: ignore[index]
        # The editor agreed to an older revision: the box has to be ticked again.
        self.form.data.pop("agree", None)  # type: ignore[attr-defined]
        self.form.offer_agreement(now.revision)
        kept = _("%(refused)s The current claim is shown first, and your changes below it.")
        self.form.add_error(None, kept % {"refused": actors_named(error.what)})
        for mine in self.conflict.mine:
            if mine.both:
                self.form.add_error(mine.name, _("Current value: %(now)s") % {"now": mine.now})

    def context(self) -> dict[str, Any]:
        """Return the template context: the form, and the formsets with their texts."""
        shown = [
            {
                "name": name,
                "formset": formset,
                "title": _FORMSETS[name][2],
                "word": _FORMSETS[name][3],
                "open": formset.is_bound and any(row.has_changed() for row in formset),
            }
            for name, formset in self.formsets.items()
        ]
        media = self.form.media
        for formset in self.formsets.values():
            media += formset.media
        wrong = any(formset.total_error_count() for formset in self.formsets.values()) if self.form.is_bound else False
        return {
            "form": self.form,
            "groups": grouped(self.form, ClaimForm.GROUPS),
            "formsets": shown,
            "other_errors": wrong,
            "other_forms": [row for formset in self.formsets.values() for row in formset],
            "conflict": self.conflict,
            "then_add": _THEN_ADD if self.claim is None and may(self.request, Attribution, "add") else "",
            "media": self.admin.media + media,
        }

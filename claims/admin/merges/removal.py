"""The page that deletes a claim permanently, and the page of a deleted claim."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.actions import action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.merges.forms import RemoveForm
from claims.models import Claim
from claims.operations.merges.removal import remove_claim
from claims.queries.claims.admin_lists import relations_of
from claims.queries.history.revisions import last_revision
from claims.queries.merges.retired import ATTRIBUTION, merged_here, move_of, named_in, parts_of
from claims.vocabulary import MERGED, SPLIT
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import page, page_url, require, sent


def remove_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """List what is erased and what is kept, and erase it once the key is entered."""
    require(request, (Claim, "remove"))
    if claim.removed_at is not None:
        messages.warning(request, _("This claim is already deleted."))
        return HttpResponseRedirect(page_url(claim))
    return action_page(
        request,
        admin,
        RemoveForm(sent(request), initial=seen_of(claim), key=claim.key),
        [claim],
        lambda change, _values, expected: remove_claim(claim.pk, change, expected=expected),
        recorded_as="removed",
        message=_("“%(key)s” is deleted.") % {"key": claim.key},
        title=_("Delete %(key)s permanently") % {"key": claim.key},
        done=back_to(request, claim),
        button=_("Delete permanently"),
        template="admin/claims/claim/remove.html",
        claim=claim,
        elsewhere=_elsewhere(claim),
    )


def _elsewhere(claim: Claim) -> list[str]:
    """Return notes on other claims with the same content or with relations to this one, which the deletion does not erase."""
    merged, was_split = move_of(claim.pk, MERGED), move_of(claim.pk, SPLIT)
    notes = []
    if merged is not None and merged.other_claim is not None and named_in(merged, ATTRIBUTION):
        notes.append(_("Its attributions were copied to “%(key)s” and stay there.") % {"key": merged.other_claim.key})
    if was_split is not None:
        keys = ", ".join(part.key for part in parts_of(was_split))
        notes.append(_("Its parts and their copies of its attributions stay: %(keys)s.") % {"keys": keys})
    keys = ", ".join(decision.claim.key for decision in merged_here(claim.pk))
    if keys:
        notes.append(_("Claims that were merged into it stay: %(keys)s.") % {"keys": keys})
    related = {row.to_claim.key if row.from_claim_id == claim.pk else row.from_claim.key for row in relations_of(claim)}
    if related:
        keys = ", ".join(sorted(related))
        notes.append(
            _("Relations of these claims to it are struck out. Their past revisions still mention it: %(keys)s.")
            % {"keys": keys}
        )
    return notes


def tombstone_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show what is kept of a deleted claim."""
    return page(
        request,
        admin,
        "admin/claims/claim/tombstone.html",
        title=claim.key,
        original=claim,
        claim=claim,
        last=last_revision(claim),
        all_revisions=f"{reverse('admin:claims_revision_changelist')}?q={claim.key}",
        media=admin.media,
    )

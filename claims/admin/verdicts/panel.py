"""The verdicts on the page of a claim: the published one, and drafts for users who draft or review."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin.claim_page.tabs import DECISIONS, opened_from
from claims.admin.verdicts.moves import may_draft
from claims.models import Claim, RatingWord, Verdict, VerdictEvidence
from claims.models.verdict import DRAFT, DROPPED, IN_REVIEW, PUBLISHED, REPLACED, RETURNED, WITHDRAWN
from claims.queries.verdicts.read import is_flagged_outdated, sees_drafts, verdicts_of
from sources.admin.display import record_link, tag, with_key

STATE_WORDS: Final[dict[str, Any]] = {
    DRAFT: _("draft"),
    IN_REVIEW: _("in review"),
    RETURNED: _("returned with comments"),
    PUBLISHED: _("published"),
    REPLACED: _("replaced by a later one"),
    WITHDRAWN: _("withdrawn"),
    DROPPED: _("discarded"),
}


def verdict_panel(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Return the template context for the page of the claim. Readers see only the published verdict."""
    edits = sees_drafts(request.user)
    found = verdicts_of(claim)
    return {
        "verdict_card": {
            "published": verdict_shown(found.published, claim) if found.published else None,
            "under_way": verdict_shown(found.under_way, claim) if found.under_way and edits else None,
            "url": opened_from(reverse("admin:claims_claim_verdict", args=[claim.pk]), DECISIONS) if edits else "",
            "may_draft": may_draft(request),
        }
    }


def verdict_shown(verdict: Verdict, claim: Claim) -> dict[str, Any]:
    """Return the template context of a verdict."""
    return {
        "verdict": verdict,
        "word": word_tag(verdict.rating),
        "state": state_tag(verdict.state),
        # Past verdicts were outdated when they ended; only the published one needs action.
        "outdated": verdict.state == PUBLISHED and is_flagged_outdated(claim.pk),
        "evidence": [_evidence(each) for each in verdict.evidence.all()],
    }


def word_tag(rating: RatingWord) -> SafeString:
    """Return a rating word as a tag with its definition as the tooltip."""
    return format_html(
        '<span class="desk-tag" data-verdict="{}" title="{}">{}</span>', rating.key, rating.definition, rating.word
    )


def state_tag(state: str) -> SafeString:
    """Return the state of a verdict as a tag."""
    return tag(str(STATE_WORDS[state]), "warning" if state == RETURNED else "")


def _evidence(each: VerdictEvidence) -> dict[str, Any]:
    row = each.attribution
    return {
        "link": record_link(row, with_key(row.source, row.key)),
        "stance": tag(row.stance, row.stance),
        "quote": row.quote_exact,
        "voided": row.voided_at is not None,
    }

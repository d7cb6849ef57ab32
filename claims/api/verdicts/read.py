"""The verdicts of a claim: all, with comments, for those who draft or review; otherwise those that are or were published."""

from __future__ import annotations

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.claims.read import ClaimsView
from claims.models import Verdict
from claims.models.verdict import IN_REVIEW, PUBLISHED, SHOWN
from claims.queries.claims import read as reading
from claims.queries.verdicts.read import findings_of, is_flagged_outdated, sees_drafts, verdicts_of
from factcheck.access.scopes import VERDICTS_PUBLISH
from factcheck.api.describing import Op
from factcheck.api.views import answer, encoded, unchanged


class VerdictStep(msgspec.Struct, frozen=True, kw_only=True):
    """An action on a verdict, by whom and when.

    ``text`` is their comment and, for a changed draft, its old text; empty unless the caller drafts or reviews.
    """

    action: str
    actor: str
    at: str
    text: str


class VerdictLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One verdict: ``evidence`` holds keys of attributions; ``outdated``: the findings have changed since."""

    state: str
    rating: str
    word: str
    rationale: str
    evidence: tuple[str, ...]
    drafted_by: str
    drafted_at: str
    steps: tuple[VerdictStep, ...]
    submitted_at: str = ""
    decided_by: str = ""
    decided_at: str = ""
    ended_at: str = ""
    outdated: bool = False


class VerdictList(msgspec.Struct, frozen=True, kw_only=True):
    """The verdicts of a claim, newest first."""

    verdicts: tuple[VerdictLine, ...]


class VerdictsRead(ClaimsView):
    """``GET /claims/KEY/verdicts/``: in all states, for those who draft or review; else those that are or were published."""

    ops = {
        "GET": Op(
            name="list_verdicts",
            does="The verdicts of a claim with the actions on each; drafts and comments only for those who draft or review.",
            scope=VERDICTS_PUBLISH,
            needs=("claims.view_verdict", "claims.view_verdictevidence", "claims.view_verdictnote"),
            gives=VerdictList,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        claim = reading.claim(self.found(key).id)
        found = verdicts_of(claim, history=True)
        rows = [row for row in (found.under_way, found.published, *found.past) if row is not None]
        all_of_it = sees_drafts(request.user)
        rows = sorted((row for row in rows if all_of_it or row.state in SHOWN), key=lambda row: -row.pk)
        body = encoded(VerdictList(verdicts=tuple(_line(row, comments=all_of_it) for row in rows)))
        # Of the body itself: what it shows depends on the caller, and flags change it without a revision of the
        # verdict.
        etag = tagged("verdicts", body.decode())
        response = unchanged(request, etag) or answer(body, etag=etag)
        # No cache may keep it: drafts and reviewers' comments stay among editors.
        response["Cache-Control"] = "private, no-store"
        return response


def _line(row: Verdict, *, comments: bool) -> VerdictLine:
    times = {name: getattr(row, name) for name in ("submitted_at", "decided_at", "ended_at")}
    return VerdictLine(
        state=row.state,
        rating=row.rating.key,
        word=row.rating.word,
        rationale=row.rationale,
        evidence=tuple(each.attribution.key for each in row.evidence.all()),
        drafted_by=row.drafted_by.get_username(),
        drafted_at=row.drafted_at.isoformat(),
        decided_by=row.decided_by.get_username() if row.decided_by else "",
        steps=tuple(
            VerdictStep(action=step.action, actor=step.actor, at=step.at.isoformat(), text=step.text if comments else "")
            for step in row.notes.all()
        ),
        outdated=_is_outdated(row),
        **{name: at.isoformat() for name, at in times.items() if at is not None},
    )


def _is_outdated(row: Verdict) -> bool:
    if row.state == PUBLISHED:
        return is_flagged_outdated(row.claim_id)
    return row.state == IN_REVIEW and row.findings_digest != findings_of(row.claim_id)

"""The verdicts of a claim, read: those of all states by who drafts or reviews, else those that are or were published."""

from __future__ import annotations

from typing import Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.bodies import tagged
from claims.api.reading import ClaimsView
from claims.models import Verdict
from claims.models.verdict import IN_REVIEW, PUBLISHED, SHOWN
from claims.queries import reading
from claims.queries.verdicts import findings_of, is_flagged_outdated, verdicts_of
from factcheck.access.scopes import VERDICTS_PUBLISH
from factcheck.api.describing import Op
from factcheck.api.views import answer, encoded, unchanged

#: Permissions of those who see drafts: whoever writes them, and whoever reviews them.
_HANDS: Final = ("claims.add_verdict", "claims.review_verdict")


class VerdictStep(msgspec.Struct, frozen=True, kw_only=True):
    """What was done with a verdict, by whom, when, and what they said of it."""

    action: str
    actor: str
    at: str
    text: str


class VerdictLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One verdict: ``evidence`` holds keys of attributions; ``outdated`` tells that what was found since is something else."""

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
    """The verdicts of a claim, the last first."""

    verdicts: tuple[VerdictLine, ...]


class VerdictsRead(ClaimsView):
    """``GET /claims/KEY/verdicts/``: in all states, for those who draft or review; else those that are or were published."""

    ops = {
        "GET": Op(
            name="list_verdicts",
            does="The verdicts of a claim with what was done with each; drafts for those who draft or review.",
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
        if not any(map(request.user.has_perm, _HANDS)):
            rows = [row for row in rows if row.state in SHOWN]
        body = encoded(VerdictList(verdicts=tuple(map(_line, sorted(rows, key=lambda row: -row.pk)))))
        etag = tagged("verdicts", body.decode())
        told = unchanged(request, etag) or answer(body, etag=etag)
        told["Cache-Control"] = "private, no-store"
        return told


def _line(row: Verdict) -> VerdictLine:
    instants = {name: getattr(row, name) for name in ("submitted_at", "decided_at", "ended_at")}
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
            VerdictStep(action=step.action, actor=step.actor, at=step.at.isoformat(), text=step.text)
            for step in row.notes.all()
        ),
        outdated=_is_outdated(row),
        **{name: at.isoformat() for name, at in instants.items() if at is not None},
    )


def _is_outdated(row: Verdict) -> bool:
    if row.state == PUBLISHED:
        return is_flagged_outdated(row.claim_id)
    return row.state == IN_REVIEW and row.findings_digest != findings_of(row.claim_id)

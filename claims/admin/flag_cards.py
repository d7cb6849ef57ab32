"""The open flags of a claim: why each stands, what it rests on, the one question that would settle it, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.models import Attribution, Claim, Flag
from claims.policy.questions import Question
from claims.queries.admin_lists import ClaimPanel
from claims.verification.asking import questions_about
from sources.admin.display import record_link, tag, words
from sources.admin.pages import may
from sources.models import IndependenceJudgement


def flag_cards(panel: ClaimPanel, request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the page of a claim shows of each open flag, waived ones last."""
    asked = questions_about(panel.claim.pk, {flag.code for flag in panel.flags}, timezone.now())
    known = _records(panel)
    cards = [_card(flag, asked.get(flag.code), known, panel.claim, request) for flag in panel.flags]
    return sorted(cards, key=lambda card: bool(card["waived"]))


def _card(
    flag: Flag, question: Question | None, known: Mapping[tuple[str, str], Any], claim: Claim, request: HttpRequest
) -> dict[str, Any]:
    return {
        "flag": flag,
        "tag": tag(flag.code, flag.severity),
        "level": words(flag.level),
        "waived": flag.waived_at is not None,
        "records": [_record(kind, key, known) for kind, key in flag.culprits],
        "question": question.text if question else "",
        "judge": _judging(question, claim, request) if question and question.pair else None,
        "waive": f"{reverse('admin:claims_claim_waive', args=[claim.pk])}?{urlencode({'code': flag.code})}"
        if may(request, Claim, "change")
        else "",
    }


def _judging(question: Question, claim: Claim, request: HttpRequest) -> dict[str, Any] | None:
    """Return what the small form needs with which an editor answers the question on the spot."""
    if question.pair is None or not may(request, IndependenceJudgement, "add"):
        return None
    one, other = question.pair
    back = urlencode({"next": reverse("admin:claims_claim_change", args=[claim.pk])})
    address = f"{reverse('admin:sources_independencejudgement_add')}?{back}"
    return {"address": address, "one": one.id, "other": other.id}


def _records(panel: ClaimPanel) -> dict[tuple[str, str], Any]:
    rows = [step.row for step in panel.steps]
    known: dict[tuple[str, str], Any] = {("source", row.source.key): row.source for row in rows}
    known.update({("attribution", row.key): row for row in rows})
    for relation in panel.relations:
        known.update({("claim", other.key): other for other in (relation.from_claim, relation.to_claim)})
    return known


def _record(kind: str, key: str, known: Mapping[tuple[str, str], Any]) -> SafeString:
    record = known.get((kind, key))
    if record is None:
        return format_html("{} {}", words(kind), key)
    return record_link(record, f"{record.source} ({key})" if isinstance(record, Attribution) else "")

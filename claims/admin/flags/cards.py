"""The cards of the open flags of a claim: the reason, the records behind it, the question that resolves it, and actions."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.admin.claim_page.tabs import CHAIN, tab_url
from claims.admin.flags.records import Known, known_records, link_to
from claims.admin.flags.settling import buttons_on
from claims.admin.flags.steps import page_of
from claims.admin.help.flag_tags import flag_help
from claims.models import Claim, Flag
from claims.policy.assess import implied_by
from claims.policy.questions import Question
from claims.queries.claims.admin_lists import ClaimPanel
from claims.verification.flag_questions import questions_about
from sources.admin.display import tag, words
from sources.admin.pages import may, page_url, with_next
from sources.models import IndependenceJudgement

#: Records that a card links to (a guess): the rest are in the chain.
_MOST_RECORDS: Final = 6


def flag_cards(panel: ClaimPanel, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the template context of each open flag, waived ones last."""
    questions = questions_about(panel.claim.pk, {flag.code for flag in panel.flags}, timezone.now())
    known = known_records(panel)
    cards = [_card(flag, questions.get(flag.code), known, panel, request) for flag in panel.flags]
    return _folded(cards)


def _folded(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cards with each implied one under the card that implies it; waived ones, which need no work now, last."""
    by_code = {card["flag"].code: card for card in cards}
    left = []
    for card in cards:
        other = by_code.get(implied_by(card["flag"].code, by_code))
        # A waiver of the more exact flag does not cover the other one.
        if other is None or (other["waived"] and not card["waived"]):
            left.append(card)
        else:
            other["implied"].append(card)
    return sorted(left, key=lambda card: bool(card["waived"]))


def _card(flag: Flag, question: Question | None, known: Known, panel: ClaimPanel, request: HttpRequest) -> dict[str, Any]:
    claim = panel.claim
    judge = _judging(question, claim, request) if question and question.pair else None
    return {
        "flag": flag,
        "implied": [],
        "tag": tag(flag.code, flag.severity),
        "help": flag_help(flag.code),
        "level": words(flag.level),
        "waived": flag.waived_at is not None,
        "records": _records(flag, known, claim),
        "question": question.text if question else "",
        "steps": [] if judge else buttons_on(flag, known, panel, request),
        "judge": judge,
        "waive": page_of(claim, "waive", code=flag.code) if may(request, Flag, "waive") else "",
    }


def _records(flag: Flag, known: Known, claim: Claim) -> list[SafeString]:
    """Return links to the first records that a flag is based on, and one to the chain for the rest."""
    found = [link_to(kind, key, known) for kind, key in flag.culprits[:_MOST_RECORDS]]
    more = len(flag.culprits) - _MOST_RECORDS
    if more > 0:
        label = _("%(number)s more") % {"number": more}
        found.append(format_html('<a class="desk-link" href="{}">{}</a>', tab_url(claim.pk, CHAIN), label))
    return found


def _judging(question: Question, claim: Claim, request: HttpRequest) -> dict[str, Any] | None:
    """Return the context of the form that answers the question right on the card."""
    if question.pair is None or not may(request, IndependenceJudgement, "add"):
        return None
    one, other = question.pair
    address = with_next(reverse("admin:sources_independencejudgement_add"), page_url(claim))
    return {"address": address, "one": one.id, "other": other.id}

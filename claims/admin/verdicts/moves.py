"""What may be done with the verdicts of a claim now, by this person: each a button on their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.models import Verdict
from claims.models.verdict import DRAFT, IN_REVIEW, PUBLISHED, RETURNED, UNDER_WAY
from claims.operations.verdicts.drafts import drop_draft, submit_draft
from claims.operations.verdicts.review import confirm_verdict, publish_verdict, return_draft, withdraw_verdict
from claims.queries.verdicts.read import findings_of, holds_on, wrote
from sources.admin.pages import may


class Move(NamedTuple):
    """One thing to do with a verdict."""

    name: str
    run: Callable[..., Any]
    button: Any
    told: Any
    recorded_as: str
    states: tuple[str, ...]
    reviews: bool  # for who may review verdicts; else for who may draft them
    by_others: bool = False  # not for who had a hand in it
    needs_comment: bool = True


MOVES: Final = (
    Move(
        "submit", submit_draft, _("Send to review"), _("The verdict waits for somebody else to review it."),
        "verdict submitted", (DRAFT, RETURNED), reviews=False, needs_comment=False,
    ),
    Move(
        "publish", publish_verdict, _("Publish"), _("The verdict is published."),
        "verdict published", (IN_REVIEW,), reviews=True, by_others=True,
    ),
    Move(
        "return", return_draft, _("Return with this comment"), _("The verdict is returned to who drafted it."),
        "verdict returned", (IN_REVIEW,), reviews=True, by_others=True,
    ),
    Move(
        "confirm", confirm_verdict, _("It still holds"), _("The verdict is confirmed on what is found now."),
        "verdict confirmed", (PUBLISHED,), reviews=True, by_others=True,
    ),
    Move(
        "withdraw", withdraw_verdict, _("Withdraw it"), _("The verdict is withdrawn: readers see none."),
        "verdict withdrawn", (PUBLISHED,), reviews=True,
    ),
    Move("drop", drop_draft, _("Give the draft up"), _("The draft is given up."), "verdict dropped", UNDER_WAY, reviews=False),
)  # fmt: skip
BY_NAME: Final = {move.name: move for move in MOVES}


def may_draft(request: HttpRequest) -> bool:
    """Tell whether the person may draft verdicts, and change and submit drafts."""
    return may(request, Verdict, "add")


def may_review(request: HttpRequest) -> bool:
    """Tell whether the person may review the verdicts of others."""
    return may(request, Verdict, "review")


def may_make(request: HttpRequest, move: Move) -> bool:
    """Tell whether the person may ever do this."""
    return may_review(request) if move.reviews else may_draft(request)


def moves_for(request: HttpRequest, verdict: Verdict) -> list[Move]:
    """Return what the person may do with a verdict as it stands."""
    found = [move for move in MOVES if verdict.state in move.states and may_make(request, move)]
    if any(move.by_others for move in found) and wrote(verdict, request.user):  # type: ignore[arg-type]
        found = [move for move in found if not move.by_others]
    if any(move.name == "confirm" for move in found) and holds_on(verdict.claim_id) == findings_of(verdict.claim_id):
        found = [move for move in found if move.name != "confirm"]
    return found

"""The actions on the verdicts of a claim that are available to the user, each with a button."""

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
    """An action on a verdict."""

    name: str
    run: Callable[..., Any]
    button: Any
    message: Any
    recorded_as: str
    states: tuple[str, ...]
    reviews: bool  # needs the permission to review; otherwise the permission to draft
    by_others: bool = False  # not for its authors
    needs_comment: bool = True


MOVES: Final = (
    Move(
        "submit", submit_draft, _("Send to review"), _("The verdict is waiting for review by somebody else."),
        "verdict submitted", (DRAFT, RETURNED), reviews=False, needs_comment=False,
    ),
    Move(
        "publish", publish_verdict, _("Publish"), _("The verdict is published."),
        "verdict published", (IN_REVIEW,), reviews=True, by_others=True,
    ),
    Move(
        "return", return_draft, _("Return with this comment"), _("The verdict is returned to its author."),
        "verdict returned", (IN_REVIEW,), reviews=True, by_others=True,
    ),
    Move(
        "confirm", confirm_verdict, _("Confirm"), _("The verdict is confirmed for the current findings."),
        "verdict confirmed", (PUBLISHED,), reviews=True, by_others=True,
    ),
    Move(
        "withdraw", withdraw_verdict, _("Withdraw"), _("The verdict is withdrawn. Readers no longer see it."),
        "verdict withdrawn", (PUBLISHED,), reviews=True,
    ),
    Move("drop", drop_draft, _("Discard the draft"), _("The draft is discarded."), "verdict dropped", UNDER_WAY, reviews=False),
)  # fmt: skip
BY_NAME: Final = {move.name: move for move in MOVES}


def may_draft(request: HttpRequest) -> bool:
    """Return whether the user may draft verdicts, and edit and submit drafts."""
    return may(request, Verdict, "add")


def may_review(request: HttpRequest) -> bool:
    """Return whether the user may review other people's verdicts."""
    return may(request, Verdict, "review")


def may_make(request: HttpRequest, move: Move) -> bool:
    """Return whether the user has the permission for an action."""
    return may_review(request) if move.reviews else may_draft(request)


def moves_for(request: HttpRequest, verdict: Verdict) -> list[Move]:
    """Return the actions that the user may take on a verdict in its current state."""
    found = [move for move in MOVES if verdict.state in move.states and may_make(request, move)]
    # Four eyes: the authors of a verdict cannot publish, return or confirm it.
    if any(move.by_others for move in found) and wrote(verdict, request.user):  # type: ignore[arg-type]
        found = [move for move in found if not move.by_others]
    # Nothing to confirm while the findings are the same.
    if any(move.name == "confirm" for move in found) and holds_on(verdict.claim_id) == findings_of(verdict.claim_id):
        found = [move for move in found if move.name != "confirm"]
    return found

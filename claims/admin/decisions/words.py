"""How the desk calls what its editors settle."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from claims.vocabulary import (
    ACKNOWLEDGED,
    CALLED_OFF,
    CAME_ABOUT,
    CAME_ABOUT_IN_PART,
    CHANGE_DECLARED,
    COMMENT_ANSWERED,
    COMMENT_REQUESTED,
    CONTEST_RESOLVED,
    DECLINED,
    DENIES,
    DID_NOT,
    MERGED,
    OUTCOME_LINKED,
    QUESTIONS,
    REAFFIRMED,
    RECONFIRMED,
    REVIEWED,
    REWORDED,
    SPLIT,
    SUPPORTS,
    VERDICT_CONFIRMED,
    VERDICT_PUBLISHED,
    VERDICT_WITHDRAWN,
)

KINDS: Final[dict[str, Any]] = {
    CONTEST_RESOLVED: _("contest resolved"),
    ACKNOWLEDGED: _("change of position acknowledged"),
    CHANGE_DECLARED: _("last word declared"),
    REVIEWED: _("reviewed after a withdrawal"),
    REAFFIRMED: _("reaffirmed"),
    REWORDED: _("reworded"),
    RECONFIRMED: _("reconfirmed for the new wording"),
    OUTCOME_LINKED: _("outcome linked"),
    COMMENT_REQUESTED: _("asked for comment"),
    COMMENT_ANSWERED: _("request for comment answered"),
    VERDICT_PUBLISHED: _("verdict published"),
    VERDICT_CONFIRMED: _("verdict confirmed"),
    VERDICT_WITHDRAWN: _("verdict withdrawn"),
    MERGED: _("merged"),
    SPLIT: _("split"),
}
OUTCOME_WORDS: Final[dict[str, Any]] = {
    CAME_ABOUT: _("it came about"),
    CAME_ABOUT_IN_PART: _("it came about in part"),
    DID_NOT: _("it did not come about"),
    CALLED_OFF: _("it was called off"),
}
ANSWER_WORDS: Final[dict[str, Any]] = {
    DECLINED: _("declined to comment"),
    DENIES: _("denies it"),
    SUPPORTS: _("supports it"),
    QUESTIONS: _("questions it"),
}


class Step(NamedTuple):
    """The step that settles a flag by an editor's word: what its button says, what it does, and what is told once done."""

    button: Any
    note: Any
    told: Any
    for_readers: bool = False


#: By the code of the flag.
STEPS: Final = {
    "contested": Step(
        _("Resolve the contest"),
        _(
            "The denials stay on record and count as before; the claim is no longer called contested. "
            "Another denial, or another claim that contradicts it, reopens the contest."
        ),
        _("The contest is resolved."),
        for_readers=True,
    ),
    "position_changed": Step(
        _("Acknowledge the change"),
        _("The desk has seen it and knows what to make of it. The latest position alone counts, as before."),
        _("The change of position is acknowledged."),
    ),
    "retracted_source": Step(
        _("Review what remains"),
        _("You have looked at what stands without it. When what is found of the claim changes, the flag comes back."),
        _("What remains is reviewed."),
    ),
    "tainted": Step(
        _("Reconfirm for the new wording"),
        _(
            "Tick what holds for the text as it is now. What does not hold is withdrawn, voided or superseded on its own page, "
            "which opens from the list above."
        ),
        _("Reconfirmed for the text as it is now."),
    ),
    "stale": Step(
        _("Reaffirm"),
        _("You have looked again and it still holds. Its shelf life starts anew; no origin is added."),
        _("Reaffirmed: its shelf life starts anew."),
    ),
}

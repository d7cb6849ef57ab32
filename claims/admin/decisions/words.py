"""The labels of decisions, outcomes and answers, and the texts of the pages that resolve a flag."""

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
    COULD_NOT_CONFIRM,
    DECLINED,
    DENIES,
    DID_NOT,
    DISCREDITED,
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
    CHANGE_DECLARED: _("latest position declared"),
    REVIEWED: _("reviewed after a withdrawal or discrediting"),
    REAFFIRMED: _("reaffirmed"),
    REWORDED: _("reworded"),
    RECONFIRMED: _("reconfirmed for the new wording"),
    OUTCOME_LINKED: _("outcome linked"),
    DISCREDITED: _("discredited"),
    COMMENT_REQUESTED: _("comment requested"),
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
    COULD_NOT_CONFIRM: _("could not confirm it"),
    DENIES: _("denies it"),
    SUPPORTS: _("supports it"),
    QUESTIONS: _("questions it"),
}


class Step(NamedTuple):
    """A decision that resolves a flag: the label of its button, its explanation, and the message when it is done."""

    button: Any
    note: Any
    message: Any
    for_readers: bool = False


#: By the code of the flag.
STEPS: Final = {
    "contested": Step(
        _("Resolve the contest"),
        _(
            "The denials stay on record and still count, but the claim is no longer contested. "
            "Another denial, or another claim that contradicts it, reopens the contest."
        ),
        _("The contest is resolved."),
        for_readers=True,
    ),
    "position_changed": Step(
        _("Acknowledge the change"),
        _("The desk has seen the change. Only the latest position counts, as before."),
        _("The change of position is acknowledged."),
    ),
    "retracted_source": Step(
        _("Review the rest"),
        _("You have reviewed the claim without the retracted source. The flag returns if the findings change."),
        _("The rest is reviewed."),
    ),
    "discredited_source": Step(
        _("Review the rest"),
        _("You have reviewed the claim without what was discredited. The flag returns if the findings change."),
        _("The rest is reviewed."),
    ),
    "document_in_doubt": Step(
        _("Review what rests on it"),
        _("You have reviewed what rests on the document. The flag returns if the findings change, or with another concern."),
        _("What rests on the document is reviewed."),
    ),
    "tainted": Step(
        _("Reconfirm for the new wording"),
        _(
            "Select what holds for the current text. Withdraw, void or supersede the others on their own pages, "
            "linked in the list above."
        ),
        _("Reconfirmed for the current text."),
    ),
    "stale": Step(
        _("Reaffirm"),
        _("You have checked again that the claim still holds. Its shelf life restarts. This adds no origin."),
        _("Reaffirmed. The shelf life restarts."),
    ),
}

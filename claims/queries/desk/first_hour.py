"""What the first hour of a desk is about: whether anything is recorded, and which of the first steps were taken."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Exists

from claims.models import Citation, Claim, Decision, Verdict
from claims.models.verdict import DROPPED, SHOWN
from claims.queries.merges.retired import going_on
from claims.vocabulary import DecisionKind
from sources.models import Document, Source

#: The decisions by which an editor settles a flag.
SETTLING: Final = (
    DecisionKind.CONTEST_RESOLVED,
    DecisionKind.ACKNOWLEDGED,
    DecisionKind.CHANGE_DECLARED,
    DecisionKind.REVIEWED,
    DecisionKind.REAFFIRMED,
    DecisionKind.RECONFIRMED,
    DecisionKind.OUTCOME_LINKED,
    DecisionKind.COMMENT_REQUESTED,
)


#: A desk with more claims is beyond its first hour, whatever it does without (a guess).
MOST_CLAIMS: Final = 100


class FirstSteps(NamedTuple):
    """Which of the first steps were taken, in their order."""

    claim: bool
    chain: bool
    flag: bool
    verdict: bool
    published: bool


def first_steps(user_id: int) -> FirstSteps | None:
    """Return which of the first steps anybody of the desk took; None for a desk that needs no such advice.

    It is one query. ``user_id`` is that of any user.
    """
    # On the row of one user, because a query needs a table; each part looks for one row.
    rows = get_user_model()._default_manager.filter(pk=user_id).order_by()
    steps = (
        Exists(Claim.objects.all()),
        Exists(Citation.objects.filter(struck_at=None)),
        Exists(Decision.objects.filter(kind__in=SETTLING)),
        Exists(Verdict.objects.exclude(state=DROPPED)),
        Exists(Verdict.objects.filter(state__in=SHOWN)),
    )
    is_beyond, *taken = rows.values_list(Exists(Claim.objects.order_by("pk")[MOST_CLAIMS:]), *steps).get()
    return None if is_beyond or all(taken) else FirstSteps(*taken)


def nothing_recorded() -> bool:
    """Return whether there is no claim, no source and no document."""
    return not any(model.objects.exists() for model in (Claim, Source, Document))


def newest_claim() -> int | None:
    """Return the id of the newest claim that is open, if there is one."""
    return Claim.objects.filter(going_on()).order_by("-pk").values_list("pk", flat=True).first()

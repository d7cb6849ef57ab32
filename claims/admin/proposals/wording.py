"""The words of the review: how sure a rule is, what cannot be recorded, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.intake.extraction.proposals import Fault
from claims.intake.extraction.suggestions import Obstacle
from claims.operations.proposals.readings import TOO_MANY
from claims.vocabulary import NEITHER
from sources.admin.display import words

OBSTACLES: Final[Mapping[Obstacle, Any]] = {
    Obstacle.NEITHER: gettext_lazy(
        "Not to be recorded as it is: “did not deny” takes no side, and no stance says so. Choose another stance, or reject it."
    ),
    Obstacle.PASSES_ON: gettext_lazy(
        "Not to be recorded as it is: it is hearsay. Enter whose words are passed on and choose a stance, or reject it."
    ),
    Obstacle.NO_SOURCE: gettext_lazy("Not to be recorded as it is: the text names nobody. Enter who says so, or reject it."),
}
_FAULTS: Final[Mapping[str, Any]] = {
    Fault.OFFSETS: gettext_lazy("outside the text"),
    Fault.QUOTE: gettext_lazy("other words than the text has"),
    Fault.STANCE: gettext_lazy("unknown stance"),
    Fault.CYCLE: gettext_lazy("somebody who passes on their own words"),
    Fault.TWICE: gettext_lazy("proposed twice"),
    TOO_MANY: gettext_lazy("too many"),
}


def stance_words(stance: str) -> str:
    """Return the label of a proposed stance."""
    return _("takes no side") if stance == NEITHER else words(stance)


def confidence_words(confidence: float | None) -> str:
    """Return how often a rule was right, of ten."""
    if confidence is None:
        return _("never measured")
    right = round(10 * confidence)
    return ngettext("right in about %(number)s of 10", "right in about %(number)s of 10", right) % {"number": right}


def dropped_words(dropped: Mapping[str, int]) -> str:
    """Return how many proposals were left out, and why; empty if none was."""
    return ", ".join(f"{_FAULTS.get(fault, fault)}: {number}" for fault, number in sorted(dropped.items()))

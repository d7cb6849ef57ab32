"""How often editors found the proposals of each rule right."""

from __future__ import annotations

from math import sqrt
from typing import Final, NamedTuple

from django.db.models import Count, Max

from claims.models import ProposedAttribution
from claims.vocabulary import RejectionReason, ReviewDecision

#: The normal quantile of an interval that is right 19 times of 20.
_Z: Final = 1.96


class Precision(NamedTuple):
    """How many proposals were right of how many that count, with the Wilson interval of 95 per cent."""

    right: int
    of: int

    @property
    def share(self) -> float:
        return self.right / self.of

    @property
    def interval(self) -> tuple[float, float]:
        n, share = self.of, self.share
        middle, around = share + _Z**2 / (2 * n), _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
        return max((middle - around) / (1 + _Z**2 / n), 0.0), min((middle + around) / (1 + _Z**2 / n), 1.0)


class RuleResult(NamedTuple):
    """What became of the proposals of one rule."""

    extractor: str
    rule: str
    measured: float | None  # the last confidence that it gave
    open: int
    accepted: int
    edited: int
    rejected: dict[str, int]  # by reason

    @property
    def proposed(self) -> int:
        return self.open + self.accepted + self.edited + sum(self.rejected.values())

    @property
    def precision(self) -> Precision:
        """Of those that count: what is of no interest may be right all the same."""
        wrong = sum(number for because, number in self.rejected.items() if because != RejectionReason.NOT_OF_INTEREST)
        return Precision(self.accepted, self.accepted + self.edited + wrong)


def rule_results() -> list[RuleResult]:
    """Return what became of the proposals of each rule of each extractor."""
    by_rule: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    by = ("reading__extractor", "rule")
    counted = ProposedAttribution.objects.order_by(*by).values_list(*by, "decision", "rejected_because")
    for extractor, rule, decision, because, number in counted.annotate(number=Count("id")):
        by_rule.setdefault((extractor, rule), {})[decision, because] = number
    last = ProposedAttribution.objects.order_by(*by).values(*by).annotate(last=Max("id")).values_list("last", flat=True)
    measured = {
        (extractor, rule): confidence
        for extractor, rule, confidence in ProposedAttribution.objects.filter(pk__in=list(last)).values_list(*by, "confidence")
    }
    return [
        RuleResult(
            *key,
            measured[key],
            found.get(("", ""), 0),
            found.get((ReviewDecision.ACCEPTED, ""), 0),
            found.get((ReviewDecision.EDITED, ""), 0),
            {because: number for (_decision, because), number in found.items() if because},
        )
        for key, found in by_rule.items()
    ]

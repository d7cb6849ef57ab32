"""Recording what an editor decided about proposals: those accepted are loaded as a case file, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction

from claims.casefile import CaseFile
from claims.models import Attribution, ProposedAttribution
from claims.operations.cases import LoadResult, Rights, load_case
from claims.operations.writing import OperationError, lock_loading
from claims.verification import Change
from claims.vocabulary import ReviewDecision


class Decided(NamedTuple):
    """What an editor decided about a proposal (an id).

    ``changed`` are the parts that the editor changed; ``rows`` the attributions of its chain, each as the keys of its claim and
    its own.
    """

    proposal: int
    because: str = ""  # rejected
    changed: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def decision(self) -> ReviewDecision:
        if self.because:
            return ReviewDecision.REJECTED
        return ReviewDecision.EDITED if set(self.changed) & MEANING else ReviewDecision.ACCEPTED


#: Parts whose change means that the rule was wrong. Another wording of the claim does not: it has to be a whole sentence.
MEANING = frozenset(("stance", "hedge", "chain"))


class DecidedMeanwhileError(OperationError):
    """Somebody has decided about some of the proposals in the meantime."""


def record_decisions(
    decided: Sequence[Decided],
    change: Change,
    *,
    case: CaseFile | None = None,
    expected: Mapping[str, int] | None = None,
    rights: Rights,
) -> LoadResult | None:
    """Load what was accepted, and log what was decided, in one transaction; return what was loaded, if anything.

    Raises: DecidedMeanwhileError, and what ``load_case`` raises. Nothing is stored then.
    """
    with transaction.atomic():
        lock_loading()  # before the rows, as every load does; two requests decide one after the other
        wanted = [each.proposal for each in decided]
        rows = ProposedAttribution.objects.select_for_update().filter(pk__in=wanted, decision="").order_by("pk")
        if len(list(rows.values_list("pk", flat=True))) < len(set(wanted)):
            raise DecidedMeanwhileError("Somebody has decided about some of these proposals in the meantime.")
        loaded = load_case(case, change, expected=expected, rights=rights) if case is not None else None
        for each in decided:
            _log(each, change)
        _tie(decided)
        return loaded


def _log(each: Decided, change: Change) -> None:
    said = {"decision": each.decision, "rejected_because": each.because, "changed": " ".join(each.changed)}
    who = {"decided_at": change.at, "decided_by": change.actor}
    ProposedAttribution.objects.filter(pk=each.proposal).update(**said, **who)


def _tie(decided: Sequence[Decided]) -> None:
    named = {row for each in decided for row in each.rows}
    found = Attribution.objects.filter(claim__key__in={claim for claim, _key in named})
    ids = {(claim, key): pk for claim, key, pk in found.values_list("claim__key", "key", "pk")}
    through = ProposedAttribution.attributions.through
    pairs = [(each.proposal, ids[row]) for each in decided for row in dict.fromkeys(each.rows)]
    through.objects.bulk_create([through(proposedattribution_id=one, attribution_id=other) for one, other in pairs])

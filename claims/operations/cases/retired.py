"""Claims that a case file says were merged; and the refusal to record anything in a claim that was merged before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from claims.casefile import CaseFile, CaseFileError, Problem
from claims.models import Claim
from claims.operations.decisions.ledger import append
from claims.operations.merges.retired import refusal
from claims.operations.writing import OperationError
from claims.queries.merges.retired import Retired, surviving_claim
from claims.verification import Change
from claims.vocabulary import MERGED
from factcheck.text.blanks import is_blank


def refuse_recording(case: CaseFile, written: Collection[int], retired: Mapping[int, Retired]) -> None:
    """Refuse a file that changes claims that were retired before; a file that only repeats what is stored is accepted.

    Raises: CaseFileError with the place of each such claim in the file, and what replaced it.
    """
    found = {retired[pk].key: refusal(retired[pk]) for pk in written if pk in retired}
    if found:
        raise CaseFileError(tuple(_places(case, found)))


def _places(case: CaseFile, found: Mapping[str, str]) -> Iterator[Problem]:
    placed = set()
    for number, claim in enumerate(case.claims or ()):
        if claim.key in found:
            placed.add(claim.key)
            yield Problem(f"$.claims[{number}]", found[claim.key])
        for index, relation in enumerate(claim.relations or ()):
            if relation.claim in found and relation.claim not in placed:
                placed.add(relation.claim)
                yield Problem(f"$.claims[{number}].relations[{index}].claim", found[relation.claim])
    yield from (Problem("$.claims", message) for key, message in sorted(found.items()) if key not in placed)


def record_merger(claim: Claim, into: Claim | None, change: Change) -> None:
    """Record that a claim was merged into another, as a file says; nothing is copied, because the file has the records of both.

    Raises: OperationError if the other one is already merged into this one.
    """
    if into is None:  # refused later, when something is written to a merged claim
        return
    # Asked of the record: the checks of the file see only the mergers that it states itself.
    if surviving_claim(into).pk == claim.pk:
        raise OperationError(f"“{into.key}” is already merged into “{claim.key}”: one of the two must stay.")
    why = change._replace(reason="Stated by a case file.") if is_blank(change.reason) else change
    append(claim.pk, MERGED, why, other_claim=into)

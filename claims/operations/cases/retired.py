"""What a case file says of claims that go on as others; it records nothing of one that went on elsewhere before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from claims.casefile import CaseFile, CaseFileError, Problem
from claims.models import Claim
from claims.operations.decisions.ledger import append
from claims.operations.merges.retired import told
from claims.operations.writing import OperationError
from claims.queries.merges.retired import Retired, goes_on_as
from claims.verification import Change
from claims.vocabulary import MERGED


def refuse_recording(case: CaseFile, written: Collection[int], retired: Mapping[int, Retired]) -> None:
    """Refuse a file that has written to claims which were retired before; one that only says again what stands is taken.

    Raises: CaseFileError with the place of each such claim in the file, and where it went.
    """
    found = {retired[pk].key: told(retired[pk]) for pk in written if pk in retired}
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
    """Record that a claim goes on as another, as a file says; nothing is copied, for the file carries what both have.

    Raises: OperationError where the other one goes on as this one already.
    """
    if into is None:  # refused later, for what is written to a merged claim
        return
    if goes_on_as(into).pk == claim.pk:
        raise OperationError(f"“{into.key}” goes on as “{claim.key}” already: one of the two has to remain.")
    why = change if change.reason.strip() else change._replace(reason="Stated by a case file.")
    append(claim.pk, MERGED, why, other_claim=into)

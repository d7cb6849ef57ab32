"""Sources recorded and changed one at a time, held to all that holds of those in a case file.

Unlike a load it leaves the claims that it reaches to whoever applies changes of sources: one source may stand behind thousands.
"""

from __future__ import annotations

from django.db import transaction

from claims.casefile import CaseFile, CaseFileError, problems
from claims.operations.cases import Rights
from claims.operations.cases.named import name_problems
from claims.operations.cases.reserved import reserved_problems
from claims.operations.cases.sources import record_sources
from claims.queries.cases.stored import known_records, stored_of
from claims.verification import Change
from sources.operations import lock_sources


def save_sources(case: CaseFile, change: Change, rights: Rights) -> None:
    """Store the sources of a case file that holds nothing else: new ones, and what it says anew of known ones.

    Raises: CaseFileError with every problem found, one of them where it says what is for others to say; SourceOperationError.
    """
    with transaction.atomic():
        lock_sources()
        known = known_records(case)
        found = [*problems(case, stored_of(known)), *reserved_problems(case, known, rights)]
        found += name_problems([case], known, change.at, reason=change.reason)[0]
        if found:
            raise CaseFileError(tuple(found))
        record_sources(case, known, change, shared_reason=False)

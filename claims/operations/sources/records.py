"""Recording and changing one source at a time, with the same checks as in a case file.

Unlike a load it leaves the affected claims to whoever applies source changes: one source may affect thousands.
"""

from __future__ import annotations

from django.db import transaction

from claims.casefile import CaseFile, CaseFileError, problems
from claims.operations.cases import Rights
from claims.operations.cases.named import name_problems
from claims.operations.cases.reserved import reserved_problems
from claims.operations.cases.sources import record_sources
from claims.queries.cases.stored import stored_of, stored_rows
from claims.verification import Change
from sources.operations import lock_sources


def save_sources(case: CaseFile, change: Change, rights: Rights) -> None:
    """Store the sources of a case file that holds nothing else: new ones, and changes to stored ones.

    Raises: CaseFileError with every problem found, including fields that need another permission; SourceOperationError.
    """
    with transaction.atomic():
        lock_sources()
        known = stored_rows(case)
        found = [*problems(case, stored_of(known)), *reserved_problems(case, known, rights)]
        found += name_problems([case], known, change.at, reason=change.reason)[0]
        if found:
            raise CaseFileError(tuple(found))
        record_sources(case, known, change, shared_reason=False)

"""Keys of stored sources that a case file gives to what seems to be another source."""

from __future__ import annotations

from collections.abc import Iterator

from claims.casefile.checks.case_context import Stored, rows
from claims.casefile.problem import Draft, Problem, listed
from claims.casefile.records import CaseFile


def reused_keys(case: CaseFile, stored: Stored, *, update_sources: bool) -> list[Problem]:
    """Return where a source of the file reuses a stored key for another kind or, unless updates are allowed, another name."""
    return listed(_drafts(case, stored, update_sources))


def _drafts(case: CaseFile, stored: Stored, update_sources: bool) -> Iterator[Draft]:
    for index, source in enumerate(rows(case.sources)):
        before = stored.sources.get(source.key)
        if before is None:
            continue
        called = f"source '{source.key}' is stored as '{before.name}'"
        if source.kind != before.kind:
            message = f"{called}, kind '{before.kind}'; a kind never changes: use another key"
            yield Draft(f"$.sources[{index}].kind", message)
        # Otherwise a file that uses the key for another source would rename the stored one without a word.
        if source.name != before.name and not update_sources:
            message = (
                f"{called}; use another key, or, if the source has a new name, load the file with"
                " --update-sources (API: update_sources=1)"
            )
            yield Draft(f"$.sources[{index}].name", message)

"""Keys of stored sources that a case file gives to what looks like another source."""

from __future__ import annotations

from collections.abc import Iterator

from claims.casefile.checks.known import Stored, rows
from claims.casefile.problem import Draft, Problem, listed
from claims.casefile.records import CaseFile


def reused_keys(case: CaseFile, stored: Stored, *, update_sources: bool) -> list[Problem]:
    """Return where a source of the file has the key of a stored one of another kind or, unless updates are allowed, name."""
    return listed(_drafts(case, stored, update_sources))


def _drafts(case: CaseFile, stored: Stored, update_sources: bool) -> Iterator[Draft]:
    for index, source in enumerate(rows(case.sources)):
        before = stored.sources.get(source.key)
        if before is None:
            continue
        called = f"source '{source.key}' is stored as '{before.name}'"
        if source.kind != before.kind:
            message = f"{called}, kind '{before.kind}', and a kind never changes; give another source another key"
            yield Draft(f"$.sources[{index}].kind", message)
        if source.name != before.name and not update_sources:
            message = (
                f"{called}; give another source another key, or, if this one has a new name, load the file with"
                " --update-sources (API: update_sources=1)"
            )
            yield Draft(f"$.sources[{index}].name", message)

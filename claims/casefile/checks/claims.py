"""Checks of claims: keys, relations, mergers, interests, windows and quantities."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from claims.casefile.checks.attributions import attribution_drafts
from claims.casefile.checks.case_context import CaseContext, rows
from claims.casefile.checks.decisions import decision_drafts
from claims.casefile.checks.references import ONCE, cyclic, dangling, repeated
from claims.casefile.problem import Draft
from claims.casefile.records import ClaimRecord
from factcheck.dates.partial_dates import certainly_after


def claim_drafts(context: CaseContext) -> Iterator[Draft]:
    """Yield the problems of the claims and of all that they hold."""
    claims = rows(context.case.claims)
    yield from repeated(((f"$.claims[{index}].key", claim.key) for index, claim in enumerate(claims)), ONCE)
    yield from _merge_cycles(context)
    for index, claim in enumerate(claims):
        path = f"$.claims[{index}]"
        yield from _merged(claim, path, context)
        yield from _window(claim, path)
        yield from _quantity(claim, path)
        yield from _related(claim, path, context)
        yield from _interested(claim, path, context)
        scope = context.scope_of(claim)
        yield from attribution_drafts(scope, path)
        yield from decision_drafts(scope, path)


def _merged(claim: ClaimRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    if claim.merged_into == claim.key:
        yield Draft(f"{path}.merged_into", "a claim cannot be merged into itself; name another, or leave it out")
    yield from dangling(claim.merged_into, context.claims, f"{path}.merged_into", "claim")


def _merge_cycles(context: CaseContext) -> Iterator[Draft]:
    merged = [(i, claim.key, claim.merged_into) for i, claim in enumerate(rows(context.case.claims)) if claim.merged_into]
    paths = {key: f"$.claims[{index}].merged_into" for index, key, _ in merged}
    yield from cyclic({key: into for _, key, into in merged}, paths, "one of them must stay unmerged")


def _window(claim: ClaimRecord, path: str) -> Iterator[Draft]:
    window = claim.window
    # Only where it is certain: 2024 may be before or after 2024-06.
    if window and window.from_ and window.until and certainly_after(window.from_, window.until):
        yield Draft(f"{path}.window.until", f"{window.until} is before from, {window.from_}")


def _quantity(claim: ClaimRecord, path: str) -> Iterator[Draft]:
    said = claim.quantity
    if not said:
        return
    if not said.low and not said.high:
        yield Draft(f"{path}.quantity", "states no figure; give low, high or both, or null for none")
    elif said.low and said.high and Decimal(said.low) > Decimal(said.high):
        yield Draft(f"{path}.quantity.high", f"{said.high} is less than low, {said.low}")


def _related(claim: ClaimRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    relations = list(enumerate(rows(claim.relations)))
    yield from repeated(((f"{path}.relations[{i}]", (each.kind, each.claim)) for i, each in relations), ONCE)
    for index, relation in relations:
        at = f"{path}.relations[{index}].claim"
        yield from dangling(relation.claim, context.claims, at, "claim")
        if relation.claim == claim.key:
            yield Draft(at, "a claim cannot relate to itself; name another")


def _interested(claim: ClaimRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    sides: dict[str, tuple[int, str]] = {}
    for index, interest in enumerate(rows(claim.interests)):
        at = f"{path}.interests[{index}]"
        yield from dangling(interest.source, context.sources, f"{at}.source", "source")
        side, first = sides.setdefault(interest.source, (interest.side, at))
        if side != interest.side:
            yield Draft(f"{at}.side", f"source '{interest.source}' has the opposite stake at {first}; keep one")
        elif first is not at:
            yield Draft(at, ONCE.format(first=first))

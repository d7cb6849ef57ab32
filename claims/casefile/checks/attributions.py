"""Checks of the attributions of one claim: their keys, links and quotes. A link stays within the claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import UnsetType

from claims.casefile.attribution_records import AttributionRecord, Quote, documents_of
from claims.casefile.checks.case_context import Scope, StoredAttribution, cited, copied, given, rows
from claims.casefile.checks.discrediting import discrediting_drafts
from claims.casefile.checks.references import ONCE, cyclic, dangling, repeated
from claims.casefile.checks.size_limits import too_many
from claims.casefile.problem import Draft
from claims.vocabulary import BY_OUTLET, BY_SOURCE, ON_THE_RECORD, REPORTS

_Check = Callable[[AttributionRecord, str, Scope], Iterator[Draft]]


def attribution_drafts(scope: Scope, claim_path: str) -> Iterator[Draft]:
    """Yield what is wrong with the attributions of the claim at ``claim_path``."""
    placed = [(f"{claim_path}.attributions[{index}]", row) for index, row in enumerate(rows(scope.claim.attributions))]
    yield from too_many(scope, f"{claim_path}.attributions")
    yield from repeated(((f"{path}.key", row.key) for path, row in placed), ONCE)
    for path, row in placed:
        for check in _CHECKS:
            yield from check(row, path, scope)
    for field, mending in _ONE_WAY.items():
        paths = {row.key: f"{path}.{field}" for path, row in placed if getattr(row, field)}
        if paths:
            yield from cyclic(_links(scope, field), paths, mending)


def _records(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    yield from dangling(row.source, scope.context.sources, f"{path}.source", "source")
    yield from dangling(row.document, scope.context.documents, f"{path}.document", "document")
    yield from _documents(row, path, scope)


def _documents(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    placed = [(f"{path}.documents[{index}]", held) for index, held in enumerate(rows(row.documents))]
    first = [(f"{path}.document", row.document)] if row.document else []
    yield from repeated([*first, *((f"{at}.document", held.document) for at, held in placed)], ONCE)
    for at, held in placed:
        yield from dangling(held.document, scope.context.documents, f"{at}.document", "document")
        yield from _span(held.quote, f"{at}.quote")
    if placed and not row.document and row.key not in scope.stored:
        yield Draft(f"{path}.documents", "these are further documents; give the first one as 'document'")


def _targets(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    if isinstance(row.cites, list) and row.cites:
        yield from repeated(((f"{path}.cites[{i}]", key) for i, key in enumerate(row.cites)), "cited twice; keep one")
    for field, key in _named_targets(row):
        if key == row.key:
            yield Draft(f"{path}.{field}", f"attribution '{key}' names itself; name another, or leave it out")
        elif key not in scope:
            yield _lost(key, f"{path}.{field}", scope)


def _named_targets(row: AttributionRecord) -> Iterator[tuple[str, str]]:
    yield from ((f"cites[{index}]", key) for index, key in enumerate(rows(row.cites)))
    yield from ((field, key) for field, key in (("copies", row.copies), ("supersedes", row.supersedes)) if key)
    yield from ((f"struck_links[{index}].to", link.to) for index, link in enumerate(rows(row.struck_links)))


def _lost(key: str, path: str, scope: Scope) -> Draft:
    if home := scope.context.home_of_attribution.get(key):
        return Draft(path, f"attribution '{key}' belongs to claim '{home}'; a citation stays within one claim")
    return Draft(path, f"no attribution '{key}' in this claim", key, scope)


def _upstream(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    stored = scope.stored.get(row.key)
    cites, copies = cited(row, stored), copied(row, stored)
    if copies and cites:
        yield Draft(f"{path}.{'copies' if row.copies else 'cites'}", _both_links(row, copies))
    if copies and row.stance != REPORTS:
        yield Draft(
            f"{path}.stance", f"a copy has no stance of its own: write '{REPORTS}', or cite '{copies}' instead of copying it"
        )
    if row.stance == REPORTS and not (cites or copies or _has_had_a_link(row, stored)):
        yield Draft(path, "'reports' needs a link: give what it cites or copies, or a stance of its own")


def _both_links(row: AttributionRecord, copies: str) -> str:
    if isinstance(row.cites, UnsetType):
        return f"copies '{copies}' while citations are stored; keep one: \"cites\": [] removes the citations"
    if isinstance(row.copies, UnsetType):
        return f"cites while the copy of '{copies}' is stored; keep one: \"copies\": null removes the copy"
    return f"has both 'copies' ('{copies}') and 'cites'; a copy cites nothing of its own, so keep one"


def _has_had_a_link(row: AttributionRecord, stored: StoredAttribution | None) -> bool:
    """Return whether a link was struck out: in the file or, for a relay stored without a link, before."""
    links = (row.cites, row.copies, row.struck_links)
    return bool(rows(row.struck_links)) or (
        stored is not None and stored.stance == REPORTS and all(isinstance(link, UnsetType) for link in links)
    )


def _ground_rule(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    """A person who may not be named is recorded as an unnamed source, so that nothing that is published can name them."""
    if row.ground_rule and row.ground_rule != ON_THE_RECORD and scope.context.sources.get(row.source, False):
        message = (
            f"'{row.source}' is named, but spoke {row.ground_rule.replace('_', ' ')}: record an unnamed source,"
            " vouched for by the outlet that knows it (your desk, if you do)"
        )
        yield Draft(f"{path}.ground_rule", message)


def _stance(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    stored = scope.stored.get(row.key)
    if stored and stored.stance != row.stance:
        message = f"stored as '{stored.stance}'; a stance never changes: add an attribution that supersedes '{row.key}'"
        yield Draft(f"{path}.stance", message)


def _hedge(row: AttributionRecord, path: str, _scope: Scope) -> Iterator[Draft]:
    if row.hedge and row.copies:
        yield Draft(f"{path}.hedge", f"a copy hedges nothing of its own: give the hedge to '{row.copies}', which it copies")


def _quote(row: AttributionRecord, path: str, _scope: Scope) -> Iterator[Draft]:
    yield from _span(row.quote, f"{path}.quote")


def _span(quote: Quote | UnsetType | None, path: str) -> Iterator[Draft]:
    if quote and isinstance(quote.start, int) and isinstance(quote.end, int) and quote.start > quote.end:
        yield Draft(f"{path}.end", f"{quote.end:,} is before start, {quote.start:,}")


def _with_authors(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    if not row.withdrawn or row.withdrawn.with_authors is not True:
        return
    held = documents_of(row)
    if row.withdrawn.by != BY_SOURCE or not held:
        yield Draft(f"{path}.withdrawn.with_authors", '"with_authors" needs a "document" and "by": "source"')
    elif not any((key, row.source) in scope.context.retracted_by_authors for key in held):
        message = f"'{row.source}' retracted no document of it: give it \"authors_withdrawn\", or leave this field out"
        yield Draft(f"{path}.withdrawn.with_authors", message)


def _withdrawal(row: AttributionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    if not row.withdrawn or row.withdrawn.with_document is not True:
        return
    if row.withdrawn.by != BY_OUTLET or not row.document:
        message = '"with_document" needs a "document" and "by": "outlet"'
        yield Draft(f"{path}.withdrawn.with_document", message)
        return
    for key in documents_of(row):
        if key in scope.context.documents and key not in scope.context.retracted:
            message = f"document '{key}' is not retracted: give it \"withdrawn\" in this file, or leave this field out"
            yield Draft(f"{path}.withdrawn.with_document", message)


_CHECKS: Final[tuple[_Check, ...]] = (
    *(_records, _targets, _upstream, _stance, _hedge, _quote, _ground_rule, _withdrawal, _with_authors),
    discrediting_drafts,
)

#: Not citations: outlets do cite each other in circles, which the flag `circular` is about.
#: Links of which an attribution has at most one, and how to break a cycle of them.
_ONE_WAY: Final = {
    "copies": "one of them must be the original",
    "supersedes": "the first of them supersedes nothing",
}


def _links(scope: Scope, field: str) -> dict[str, str]:
    # On top of what is stored, because a cycle may run partly through stored attributions.
    links = {key: getattr(stored, field) for key, stored in scope.stored.items()}
    links |= {key: given(getattr(row, field), links.get(key)) for key, row in scope.in_file.items()}
    return {key: target for key, target in links.items() if target}

"""Checks of the decisions on one claim: the fields of each kind, the records that it names, and which answers which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from claims.casefile.checks.case_context import Scope, rows
from claims.casefile.checks.references import ONCE, dangling, repeated
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.problem import Draft
from claims.vocabulary import (
    ACKNOWLEDGED,
    CHANGE_DECLARED,
    COMMENT_ANSWERED,
    COMMENT_REQUESTED,
    CONTEST_RESOLVED,
    DISCREDITED,
    OUTCOME_LINKED,
    REAFFIRMED,
    RECONFIRMED,
    REVIEWED,
    REWORDED,
    SPLIT,
    RecordKind,
)


class _Says(NamedTuple):
    """The fields of a kind, besides those that every decision has; ``needs`` says what each required field holds."""

    needs: Mapping[str, str] = {}
    may: frozenset[str] = frozenset()


_SETTLED: Final = {"about": "the records that it settles"}
_SAYS: Final[Mapping[str, _Says]] = {
    CONTEST_RESOLVED: _Says(_SETTLED),
    ACKNOWLEDGED: _Says(_SETTLED),
    REVIEWED: _Says(_SETTLED),
    RECONFIRMED: _Says(_SETTLED),
    REAFFIRMED: _Says(may=frozenset({"about"})),
    REWORDED: _Says(may=frozenset({"about"})),
    CHANGE_DECLARED: _Says({"attribution": "the statement that is the last word"}, frozenset({"about"})),
    OUTCOME_LINKED: _Says({"outcome": "what became of it"}, frozenset({"document", "claim", "happened_at"})),
    DISCREDITED: _Says(
        {"about": "the attributions that were shown to be forged or false"},
        frozenset({"attribution", "source", "claim", "document", "happened_at"}),
    ),
    COMMENT_REQUESTED: _Says({"source": "who was asked"}, frozenset({"answer_by"})),
    COMMENT_ANSWERED: _Says({"request": "the request that was answered"}, frozenset({"attribution"})),
    SPLIT: _Says({"about": "the claims that it was split into"}),
}
_OPTIONAL_FIELDS: Final = (
    "about", "attribution", "source", "claim", "document", "request", "outcome", "happened_at", "answer_by"
)  # fmt: skip


def decision_drafts(scope: Scope, claim_path: str) -> Iterator[Draft]:
    """Yield the problems of the decisions on the claim at ``claim_path``."""
    placed = [(f"{claim_path}.decisions[{index}]", row) for index, row in enumerate(rows(scope.claim.decisions))]
    yield from repeated(((f"{path}.key", row.key) for path, row in placed if isinstance(row.key, str)), ONCE)
    for path, row in placed:
        yield from _fields(row, path)
        yield from _references(row, path, scope)
    yield from _answers(placed)


def _fields(row: DecisionRecord, path: str) -> Iterator[Draft]:
    says = _SAYS[row.kind]
    for field, meaning in says.needs.items():
        if not getattr(row, field):
            yield Draft(path, f"'{row.kind}' needs '{field}': {meaning}")
    for field in _OPTIONAL_FIELDS:
        if getattr(row, field) and field not in says.needs and field not in says.may:
            yield Draft(f"{path}.{field}", f"'{row.kind}' has no '{field}'; leave it out")
    if row.kind == OUTCOME_LINKED and not (row.document or row.claim):
        yield Draft(path, f"'{row.kind}' needs evidence of the outcome: a 'document' or a 'claim'")
    if row.kind == DISCREDITED:
        yield from _evidence(row, path)


def _evidence(row: DecisionRecord, path: str) -> Iterator[Draft]:
    if not (row.document or row.claim or row.attribution):
        yield Draft(path, f"'{row.kind}' needs what shows it: a 'document', an 'attribution' of this claim or a 'claim'")
    if row.about and not any(subject.kind == RecordKind.ATTRIBUTION for subject in rows(row.about)):
        yield Draft(f"{path}.about", "only attributions can be discredited; name those of this claim")
    for index, subject in enumerate(rows(row.about)):
        if subject.kind not in (RecordKind.ATTRIBUTION, RecordKind.DOCUMENT):
            yield Draft(f"{path}.about[{index}].kind", "only attributions can be discredited; name one")
        elif subject.kind == RecordKind.DOCUMENT and subject.key == row.document:
            yield Draft(f"{path}.document", f"'{subject.key}' is what is discredited; name the document that shows it")
        elif subject.key == row.attribution:
            yield Draft(f"{path}.attribution", f"'{subject.key}' cannot discredit itself; name what else shows it")


def _references(row: DecisionRecord, path: str, scope: Scope) -> Iterator[Draft]:
    context = scope.context
    yield from dangling(row.source, context.sources, f"{path}.source", "source")
    yield from dangling(row.document, context.documents, f"{path}.document", "document")
    yield from _claim(row.claim, f"{path}.claim", scope)
    yield from _attribution(row.attribution, f"{path}.attribution", scope)
    # Asking an unnamed source for comment, on record, would be a way to it.
    if row.kind == COMMENT_REQUESTED and row.source and not context.sources.get(row.source, True):
        yield Draft(
            f"{path}.source",
            f"source '{row.source}' is unnamed; only a named source can be asked: name the outlet that vouches",
        )
    if row.kind == DISCREDITED and row.source and not context.sources.get(row.source, True):
        yield Draft(f"{path}.source", f"source '{row.source}' is unnamed; leave it out, and name the document that shows it")
    subjects = [(f"{path}.about[{index}]", subject) for index, subject in enumerate(rows(row.about))]
    yield from repeated(((at, (subject.kind, subject.key)) for at, subject in subjects), ONCE)
    for at, subject in subjects:
        if subject.kind == "source":
            yield from dangling(subject.key, context.sources, f"{at}.key", "source")
        elif subject.kind == "document":
            yield from dangling(subject.key, context.documents, f"{at}.key", "document")
            if row.kind != DISCREDITED:
                yield Draft(f"{at}.kind", f"'{row.kind}' is not about documents; leave it out")
        elif subject.kind == "claim":
            yield from _claim(subject.key, f"{at}.key", scope)
        else:
            yield from _attribution(subject.key, f"{at}.key", scope)


def _claim(key: object, path: str, scope: Scope) -> Iterator[Draft]:
    yield from dangling(key, scope.context.claims, path, "claim")
    if key == scope.claim.key:
        yield Draft(path, "names the claim itself; name another")


def _attribution(key: object, path: str, scope: Scope) -> Iterator[Draft]:
    if isinstance(key, str) and key not in scope:
        yield Draft(path, f"no attribution '{key}' in this claim", key, scope)


def _answers(placed: list[tuple[str, DecisionRecord]]) -> Iterator[Draft]:
    """Yield the problems between requests for comment and their answers: an answer comes after its request."""
    # Only those in the file: stored decisions have no keys that a file could name.
    requests = {row.key: row for _, row in placed if row.kind == COMMENT_REQUESTED and isinstance(row.key, str)}
    sooner: set[str] = set()
    for path, row in placed:
        if isinstance(row.key, str):
            sooner.add(row.key)
        if row.kind != COMMENT_ANSWERED or not isinstance(row.request, str):
            continue
        if row.request not in requests:
            message = f"no request for comment '{row.request}' on this claim in the file; add the request to the file"
            yield Draft(f"{path}.request", message, row.request, requests.keys())
        elif row.request not in sooner:
            yield Draft(f"{path}.request", f"request '{row.request}' comes after its answer; move it before")
        elif requests[row.request].struck and not row.struck:
            yield Draft(path, f"answers '{row.request}', which was struck out; strike this out too, or keep the request")

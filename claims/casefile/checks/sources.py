"""Checks of sources, their relations and judgements, and documents. An unnamed source must stay unnamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from claims.casefile.checks.case_context import CaseContext, first_record, given, rows, vouchers
from claims.casefile.checks.references import ONCE, cyclic, dangling, repeated
from claims.casefile.problem import Draft
from claims.casefile.source_records import (
    DocumentRecord,
    JudgementRecord,
    MergerRecord,
    NamingRecord,
    RelationRecord,
    SourceRecord,
)
from sources.person_names import IDENTITY
from sources.vocabulary import DEPENDENT, PERSON, SAME_AS

#: Sorts after every day.
_NEVER: Final = "9999-12-31"
_Lacks = tuple[tuple[str, ...], str]
_UNNAMED_LACKS: Final[_Lacks] = (IDENTITY, "would identify this unnamed source; leave it out")
_NAMED_LACKS: Final[_Lacks] = (("anonymity_reason", "approved_by"), "only for unnamed sources; leave it out")


def source_drafts(context: CaseContext) -> Iterator[Draft]:
    """Yield the problems of the sources."""
    sources = rows(context.case.sources)
    yield from repeated(((f"$.sources[{index}].key", source.key) for index, source in enumerate(sources)), ONCE)
    for index, source in enumerate(sources):
        path = f"$.sources[{index}]"
        yield from _flipped(source, path, context)
        yield from _voucher(source, path, context)
        yield from _betrayed(source, path, context)
        yield from _merged(source, path, context)
        yield from _organisation(source, path, context)
        if source.named_as:
            yield from _named_since(source, source.named_as, f"{path}.named_as", context)
    yield from _circle_of_organisations(context)
    paths = {source.key: f"$.sources[{index}].merged_into" for index, source in enumerate(sources) if source.merged_into}
    links = {source.key: into for source in sources if (into := first_record(source.merged_into))}
    yield from cyclic(links, paths, "one of them must be the first record")


def relation_drafts(context: CaseContext) -> Iterator[Draft]:
    """Yield what is wrong with the relations of sources."""
    relations = list(enumerate(rows(context.case.relations)))
    first: dict[tuple[str, str, str], list[tuple[str, RelationRecord]]] = {}
    for index, relation in relations:
        path = f"$.relations[{index}]"
        others = first.setdefault((relation.from_, relation.to, relation.kind), [])
        overlapping = next((at for at, other in others if _overlap(relation, other)), None)
        if overlapping is not None:
            yield Draft(path, ONCE.format(first=overlapping))
        others.append((path, relation))
    for index, relation in relations:
        path = f"$.relations[{index}]"
        for field, key in (("from", relation.from_), ("to", relation.to)):
            yield from dangling(key, context.sources, f"{path}.{field}", "source")
            if not context.sources.get(key, True):
                yield Draft(f"{path}.{field}", f"source '{key}' is unnamed; a relation would identify it: remove the relation")
        yield from _relation_itself(relation, path)


def judgement_drafts(context: CaseContext) -> Iterator[Draft]:
    """Yield the problems of judgements of independence."""
    judgements = list(enumerate(rows(context.case.judgements)))
    keyed = ((f"$.judgements[{index}]", frozenset((judgement.a, judgement.b))) for index, judgement in judgements)
    yield from repeated(keyed, "these two are already judged at {first}; keep one")
    for index, judgement in judgements:
        path = f"$.judgements[{index}]"
        yield from dangling(judgement.a, context.sources, f"{path}.a", "source")
        yield from dangling(judgement.b, context.sources, f"{path}.b", "source")
        yield from _judgement_itself(judgement, path, context)


def document_drafts(context: CaseContext) -> Iterator[Draft]:
    """Yield the problems of the documents."""
    documents = list(enumerate(rows(context.case.documents)))
    yield from repeated(((f"$.documents[{index}].key", document.key) for index, document in documents), ONCE)
    copies = dict(context.stored.document_copies)
    for index, document in documents:
        path = f"$.documents[{index}]"
        yield from dangling(document.publisher, context.sources, f"{path}.publisher", "source")
        yield from dangling(document.copy_of, context.documents, f"{path}.copy_of", "document")
        if document.copy_of == document.key:
            yield Draft(f"{path}.copy_of", "a document cannot be a copy of itself; name the original, or leave it out")
        corrections = (
            (f"{path}.corrections[{i}]", (each.note, each.at or "")) for i, each in enumerate(rows(document.corrections))
        )
        yield from repeated(corrections, ONCE)
        yield from _authors(document, path, context)
        # On top of what is stored, because a cycle may run partly through stored documents.
        if isinstance(document.copy_of, str):
            copies[document.key] = document.copy_of
        elif document.copy_of is None:
            copies.pop(document.key, None)
    paths = {document.key: f"$.documents[{index}].copy_of" for index, document in documents if document.copy_of}
    yield from cyclic(copies, paths, "one of them must be the original")


def _authors(document: DocumentRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    for number, made in enumerate(rows(document.authors_withdrawn)):
        places = [(f"{path}.authors_withdrawn[{number}].authors[{i}]", key) for i, key in enumerate(made.authors)]
        yield from repeated(places, ONCE)
        for place, key in places:
            yield from dangling(key, context.sources, place, "source")
            if not context.sources.get(key, True):
                yield Draft(place, f"source '{key}' is unnamed, and cannot retract anything in public: leave it out")


def _flipped(source: SourceRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    stored = context.stored.sources.get(source.key)
    if stored and given(source.identified, stored.identified) != stored.identified:
        kind = "named" if stored.identified else "unnamed"
        yield Draft(f"{path}.identified", f"source '{source.key}' is stored as {kind}; this never changes: use another key")


def _voucher(source: SourceRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    stored = context.stored.sources.get(source.key)
    given_here = vouchers(source.vouched_by)
    if context.sources[source.key]:
        if given_here:
            yield Draft(f"{path}.vouched_by", 'a named source needs no voucher; leave it out, or say "identified": false')
        return
    if not given_here and (source.vouched_by is not UNSET or stored is None or not stored.vouched_by):
        yield Draft(path, "an unnamed source needs vouched_by: the outlet that knows who it is")
    several = isinstance(source.vouched_by, list)
    places = [(f"{path}.vouched_by{f'[{number}]' if several else ''}", key) for number, key in enumerate(given_here)]
    yield from repeated(places, ONCE)
    for place, key in places:
        yield from dangling(key, context.sources, place, "source")
        if not context.sources.get(key, True):
            yield Draft(place, f"source '{key}' is unnamed; only a named source can vouch: name the outlet that knows it")


def _betrayed(source: SourceRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    fields, message = _NAMED_LACKS if context.sources[source.key] else _UNNAMED_LACKS
    yield from (Draft(f"{path}.{field}", message) for field in fields if getattr(source, field))


def _merged(source: SourceRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    into, path = first_record(source.merged_into), f"{path}.merged_into"
    if isinstance(source.merged_into, MergerRecord):
        yield from _documents_of(source, source.merged_into, path, context)
        path = f"{path}.into"
    yield from dangling(into, context.sources, path, "source")
    if into == source.key:
        yield Draft(path, "a source cannot be merged into itself; name the first record, or leave it out")
    elif into and context.sources.get(into, context.sources[source.key]) != context.sources[source.key]:
        message = f"one of '{source.key}' and '{into}' is unnamed; a merge would identify it: leave it out"
        yield Draft(path, message)


def _documents_of(source: SourceRecord, merger: MergerRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    places = [(f"{path}.documents[{number}]", key) for number, key in enumerate(rows(merger.documents))]
    yield from repeated(places, ONCE)
    for place, key in places:
        yield from dangling(key, context.documents, place, "document")
    if places and context.sources[source.key]:
        yield Draft(f"{path}.documents", "only a merger of unnamed sources rests on documents; leave them out")


def _named_since(source: SourceRecord, naming: NamingRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    yield from dangling(naming.source, context.sources, f"{path}.source", "source")
    yield from dangling(naming.document, context.documents, f"{path}.document", "document")
    if context.sources[source.key]:
        yield Draft(path, "only an unnamed source can have named itself since; leave it out")
    elif not context.sources.get(naming.source, True):
        yield Draft(f"{path}.source", f"source '{naming.source}' is unnamed; name the one that it has said to be")
    if source.merged_into:
        yield Draft(path, f"give it with the first record, '{first_record(source.merged_into)}', which this one is merged into")
    if naming.proposed_by is not UNSET and naming.proposed_by == naming.confirmed_by:
        yield Draft(f"{path}.confirmed_by", "two senior editors are needed; name the one who confirmed it")


def _organisation(source: SourceRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    """Yield what is wrong with the organisation of a source, which is another named source that is no person."""
    path, key = f"{path}.organisation_key", source.organisation_key
    yield from dangling(key, context.sources, path, "source")
    if key == source.key:
        yield Draft(path, "a source cannot be its own organisation; name another, or leave it out")
    elif key and not context.sources.get(key, True):
        yield Draft(path, f"source '{key}' is unnamed and cannot be an organisation; name another, or leave it out")
    elif key and context.kinds.get(key) == PERSON:
        yield Draft(path, f"source '{key}' is a person and cannot be an organisation; name another, or leave it out")


def _circle_of_organisations(context: CaseContext) -> Iterator[Draft]:
    sources = rows(context.case.sources)
    paths = {source.key: f"$.sources[{index}].organisation_key" for index, source in enumerate(sources)}
    links = {key: of for key, source in context.stored.sources.items() if (of := source.organisation)}
    for source in sources:
        if isinstance(source.organisation_key, str):
            links[source.key] = source.organisation_key
        elif source.organisation_key is None:
            links.pop(source.key, None)
    yield from cyclic(links, paths, "an organisation cannot belong to what belongs to it")


def _overlap(one: RelationRecord, other: RelationRecord) -> bool:
    """Return whether there is a day on which both hold; a second term of office is another relation."""
    # Days are text like 2024-06-10, so they compare as text; a relation without a first day began before every day.
    begins = max(one.from_on or "", other.from_on or "")
    return begins <= min(one.until_on or _NEVER, other.until_on or _NEVER)


def _relation_itself(relation: RelationRecord, path: str) -> Iterator[Draft]:
    dated = next((field for field in ("from_on", "until_on") if getattr(relation, field)), None)
    if relation.kind == SAME_AS and dated:
        yield Draft(f"{path}.{dated}", "two records of one source are the same at all times; leave the dates out")
    if relation.from_ == relation.to:
        yield Draft(f"{path}.to", "a source cannot relate to itself; name another")
    if relation.from_on and relation.until_on and relation.until_on < relation.from_on:
        yield Draft(f"{path}.until_on", f"{relation.until_on} is before from_on, {relation.from_on}")


def _judgement_itself(judgement: JudgementRecord, path: str, context: CaseContext) -> Iterator[Draft]:
    if judgement.a == judgement.b:
        yield Draft(f"{path}.b", "a source cannot be judged against itself; name another")
    unnamed = next((key for key in (judgement.a, judgement.b) if not context.sources.get(key, True)), None)
    if judgement.outcome == DEPENDENT and unnamed:
        message = f"source '{unnamed}' is unnamed: dependence would help identify it; write 'independent' or 'unsure'"
        yield Draft(f"{path}.outcome", message)

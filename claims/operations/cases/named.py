"""Persons named in a case file's texts about unnamed sources, each problem at its path.

A person in the same file counts like a recorded one: whoever wrote both knows both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.checks.case_context import vouchers
from claims.casefile.source_records import JudgementRecord, MergerRecord, SourceRecord
from claims.queries.cases.stored import StoredRows
from sources.models import Source
from sources.operations import refusal
from sources.operations.persons import outlet_keys, public_names
from sources.person_names import person_names
from sources.queries.persons import NAMES, TEXTS, Naming, Person, Text, namings, persons_near, visible
from sources.queries.ties import judgements_in_force
from sources.vocabulary import PERSON


class _CaseText(NamedTuple):
    """A text of a case, and whether the file confirms a name in it."""

    text: Text
    confirmed: bool


def name_problems(
    cases: Sequence[CaseFile], known: StoredRows, now: datetime, *, reason: str = ""
) -> list[tuple[Problem, ...]]:
    """Return the problems of each case whose texts about unnamed sources would name a person; ``known`` rows are unchanged.

    ``reason`` is why the only source of the only case is written; the reason for a load of many records concerns no single one.
    """
    per_case = [list(_case_texts(case, known, reason)) for case in cases]
    stored = persons_near(one.text for each in per_case for one in each)
    found = [_namings(case, texts, stored, known) for case, texts in zip(cases, per_case, strict=True)]
    # All cases at once: one query decides which persons may be mentioned in a refusal.
    shown = set(map(id, visible([naming for each in found for naming, _ in each], now)))
    return [
        tuple(
            Problem(naming.text.place, refusal(naming))
            for naming, confirmed in each
            if id(naming) in shown and (naming.is_direct_name or not confirmed)
        )
        for each in found
    ]


def _namings(
    case: CaseFile, per_case: Sequence[_CaseText], stored: Sequence[Person], known: StoredRows
) -> list[tuple[Naming, bool]]:
    in_file = [
        _person(record, known) for record in case.sources or () if record.kind == PERSON and _is_named(record.key, case, known)
    ]
    # For a person in both, the names of the file count: it may be about to rename them.
    own = {person.key for person in in_file}
    persons = [*in_file, *(person for person in stored if person.key not in own)]
    return [(naming, one.confirmed) for one in per_case for naming in namings([one.text], persons)]


def _case_texts(case: CaseFile, known: StoredRows, reason: str) -> Iterator[_CaseText]:
    for number, record in enumerate(case.sources or ()):
        if _is_named(record.key, case, known):
            continue
        for text in _texts(record, f"$.sources[{number}]", known, reason):
            yield _CaseText(text, record.names_confirmed is True)
    for number, judgement in enumerate(case.judgements or ()):
        unnamed = next((key for key in (judgement.a, judgement.b) if not _is_named(key, case, known)), None)
        if unnamed is not None and not _is_in_force(judgement, known):
            text = Text(unnamed, f"$.judgements[{number}].reason", judgement.reason, _named_by(unnamed, case, known))
            yield _CaseText(text, judgement.names_confirmed is True)


def _texts(record: SourceRecord, path: str, known: StoredRows, reason: str) -> Iterator[Text]:
    """Yield the new texts about an unnamed source."""
    stored, said = known.sources.get(record.key), _said(record)
    outlets = vouchers(record.vouched_by) or _outlet_keys(stored)
    public = (*outlets, *_public_names(stored))
    for name in (*NAMES, *TEXTS):
        value = said.get(name)
        # Only what the file changes: a stored text was checked, and perhaps confirmed, when it was written.
        if value and (stored is None or getattr(stored, name) != value):
            place = "reliability.rationale" if name == "reliability_rationale" else name
            yield Text(record.key, f"{path}.{place}", value, outlets if name in NAMES else public, name in NAMES)
    merger = record.merged_into
    if isinstance(merger, MergerRecord) and (stored is None or stored.merged_into_id is None):
        yield Text(record.key, f"{path}.merged_into.reason", merger.reason, public)
    if reason:
        yield Text(record.key, f"{path}.reason", reason, public)


def _said(record: SourceRecord) -> Mapping[str, Any]:
    said = {name: getattr(record, name) for name in (*NAMES, *TEXTS) if name != "reliability_rationale"}
    grade = record.reliability
    rationale = grade.rationale if grade is not UNSET and grade is not None else UNSET
    return {name: value for name, value in {**said, "reliability_rationale": rationale}.items() if value is not UNSET}


def _person(record: SourceRecord, known: StoredRows) -> Person:
    stored = known.sources.get(record.key)
    short = record.short_name if record.short_name is not UNSET else stored.short_name if stored is not None else ""
    aliases = record.aliases if record.aliases is not UNSET else stored.alias_list if stored is not None else []
    return Person(None, record.key, person_names(record.name, [name for name in (short, *aliases) if name]))


def _is_named(key: str, case: CaseFile, known: StoredRows) -> bool:
    stored = known.sources.get(key)
    if stored is not None:
        return stored.identified
    return not any(record.key == key and record.identified is False for record in case.sources or ())


def _named_by(key: str, case: CaseFile, known: StoredRows) -> Collection[str]:
    """Return the keys of the sources that the record of an unnamed source names."""
    if (stored := known.sources.get(key)) is not None:
        return _public_names(stored)
    return next((vouchers(record.vouched_by) for record in case.sources or () if record.key == key), ())


def _outlet_keys(stored: Source | None) -> Collection[str]:
    return () if stored is None else outlet_keys(stored)


def _public_names(stored: Source | None) -> Collection[str]:
    return () if stored is None else public_names(stored)


def _is_in_force(record: JudgementRecord, known: StoredRows) -> bool:
    pair = [known.sources[key] for key in (record.a, record.b) if key in known.sources]
    judgements = judgements_in_force().filter(a__in=pair, b__in=pair)
    return len(pair) == len((record.a, record.b)) and judgements.filter(outcome=record.outcome, reason=record.reason).exists()

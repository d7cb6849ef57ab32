"""From stored rows to the facts that the policy reads: plain tuples, a fixed number of queries for any number of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from claims.models import Attribution, Citation, Claim, ClaimRelation, Interest
from claims.policy.facts import AttributionFact, ClaimFacts, Contradiction, Directory, Member, SourceFact
from claims.policy.independence import count
from claims.vocabulary import CONTRADICTS, COPIES
from sources.queries import Members, SourceRow, members, members_as_of

Ids = range | Sequence[int]
Rows = Iterable[tuple[Any, ...]]


class Loaded(NamedTuple):
    """Facts of claims in id order, and the directory of the sources that they name."""

    claims: Mapping[int, ClaimFacts]
    directory: Directory


def of(field: str, ids: Ids) -> Q:
    """Return the condition that ``field`` is among ``ids``; a range needs no list of them."""
    if isinstance(ids, range):
        return Q(**{f"{field}__gte": ids.start, f"{field}__lt": ids.stop})
    return Q(**{f"{field}__in": ids})


def load_facts(ids: Ids, said_until: str, *, recorded: datetime | None = None) -> Loaded:
    """Return the facts of the claims ``ids`` as they stand, or as they were recorded by ``recorded``.

    ``said_until`` (a partial date of minute precision) decides which contradicting claims have live support.
    """
    own = _load(ids, recorded)
    opposed = _contradicting(ids, recorded)
    others = sorted({other for pairs in opposed.values() for other in pairs} - own.keys())
    rows = own | _load(others, recorded) if others else own
    directory = _directory(rows, said_until, recorded)
    facts = {claim: _facts(row) for claim, row in rows.items()}
    if not opposed:
        return Loaded({claim: facts[claim] for claim in own}, directory)
    supported = {
        claim: _as_contradiction(facts[claim], directory, said_until) for claim in {c for v in opposed.values() for c in v}
    }
    return Loaded(
        {
            claim: facts[claim]._replace(
                contradictions=tuple(found for other in opposed.get(claim, ()) if (found := supported[other]) is not None)
            )
            for claim in own
        },
        directory,
    )


class _ClaimRows(NamedTuple):
    claim: tuple[Any, ...]
    attributions: list[tuple[Any, ...]]
    cites: Mapping[int, list[int]]
    copies: Mapping[int, int]
    stakes: tuple[tuple[int, int], ...]
    recorded: datetime | None


_ATTRIBUTION = (
    "claim_id", "id", "key", "source_id", "stance", "scope", "basis", "said_at", "withdrawn_at", "withdrawal_recorded_at",
    "supersedes_id", "document_id", "document_recorded_at", "recorded_at", "voided_at",
)  # fmt: skip


def _load(ids: Ids, recorded: datetime | None) -> dict[int, _ClaimRows]:
    claims = Claim.objects.filter(_recorded("recorded_at", recorded), of("id", ids)).order_by("id")
    attributions = _by_claim(
        Attribution.objects.filter(of("claim_id", ids)).order_by("claim_id", "id").values_list(*_ATTRIBUTION)
    )
    cites, copies = _links(ids, recorded)
    stakes = _by_claim(
        _in_force(Interest.objects.filter(of("claim_id", ids)), recorded)
        .order_by("claim_id", "source_id")
        .values_list("claim_id", "source_id", "side")
    )
    return {
        row[0]: _ClaimRows(
            row,
            attributions.get(row[0], []),
            cites,
            copies,
            tuple((s, side) for _, s, side in stakes.get(row[0], ())),
            recorded,
        )
        for row in claims.values_list("id", "key", "window_from", "window_until", "recorded_at")
    }


def _by_claim(rows: Rows) -> dict[int, list[tuple[Any, ...]]]:
    return {claim: list(group) for claim, group in groupby(rows, key=itemgetter(0))}


def _links(ids: Ids, recorded: datetime | None) -> tuple[Mapping[int, list[int]], Mapping[int, int]]:
    cites: dict[int, list[int]] = {}
    copies: dict[int, int] = {}
    found = _in_force(Citation.objects.filter(of("citing__claim_id", ids)), recorded)
    for citing, cited, kind in found.order_by("citing_id", "cited_id").values_list("citing_id", "cited_id", "kind"):
        if kind == COPIES:
            copies[citing] = cited
        else:
            cites.setdefault(citing, []).append(cited)
    return cites, copies


def _in_force(rows: QuerySet[Any], recorded: datetime | None) -> QuerySet[Any]:
    """Return the rows that were not struck out, now or by ``recorded``."""
    if recorded is None:
        return rows.filter(struck_at=None)
    return rows.filter(Q(struck_at=None) | Q(struck_at__gt=recorded), recorded_at__lte=recorded)


def _recorded(field: str, recorded: datetime | None) -> Q:
    return Q() if recorded is None else Q(**{f"{field}__lte": recorded})


def _facts(rows: _ClaimRows) -> ClaimFacts:
    _, key, window_from, window_until, recorded_at = rows.claim
    last = recorded_at
    attributions = []
    for row in rows.attributions:
        (
            _,
            pk,
            name,
            source,
            stance,
            scope,
            basis,
            said_at,
            withdrawn_at,
            withdrawal,
            supersedes,
            document,
            tied,
            at,
            voided,
        ) = row
        until = rows.recorded
        if (voided is not None and (until is None or voided <= until)) or (until is not None and at > until):
            continue
        last = max(last, at)
        taken_back = withdrawal is not None and (until is None or withdrawal <= until)
        if taken_back:
            last = max(last, withdrawal)
        documented = document is not None and (until is None or tied is None or tied <= until)
        attributions.append(
            AttributionFact(
                pk, name, source, stance, scope, basis, said_at, withdrawn_at if taken_back else None, supersedes, documented,
                tuple(rows.cites.get(pk, ())), rows.copies.get(pk),
            )
        )  # fmt: skip
    return ClaimFacts(key, tuple(attributions), rows.stakes, (), window_from, window_until, recorded_at, last)


def _contradicting(ids: Ids, recorded: datetime | None) -> dict[int, list[int]]:
    """Return for each of the claims those that it is recorded to contradict, or that contradict it."""
    relations = _in_force(ClaimRelation.objects.filter(kind=CONTRADICTS), recorded)
    ends = ("from_claim_id", "to_claim_id")
    found: dict[int, set[int]] = {}
    for mine, theirs in (ends, ends[::-1]):
        for claim, other in relations.filter(of(mine, ids)).values_list(mine, theirs):
            found.setdefault(claim, set()).add(other)
    return {claim: sorted(others) for claim, others in found.items()}


def _as_contradiction(facts: ClaimFacts, directory: Directory, said_until: str) -> Contradiction | None:
    side = count(facts, directory, said_until).support
    if not side.at_most:
        return None
    sources = directory.sources
    rows = (*side.origins, *side.dark, *(row for circle in side.closed for row in circle.members))
    gains = {sources[source].voice for source, stake in facts.stakes if stake > 0}
    labels = tuple(dict.fromkeys(sources[row.source].label for row in rows))
    return Contradiction(facts.key, labels, all(sources[row.source].voice in gains for row in rows))


def _directory(rows: Mapping[int, _ClaimRows], said_until: str, recorded: datetime | None) -> Directory:
    ids = {row[3] for claim in rows.values() for row in claim.attributions}
    ids.update(source for claim in rows.values() for source, _ in claim.stakes)
    found = members(ids) if recorded is None else members_as_of(recorded, said_until[: len("2024-06-10")])
    families: dict[int, list[Member]] = {}
    for row in sorted(found.sources.values(), key=lambda row: row.id):
        if row.identified:
            families.setdefault(row.family, []).append(Member(row.voice, row.country, row.organisation))
    facts = {pk: _source_fact(row, found) for pk, row in found.sources.items()}
    return Directory(facts, {family: tuple(rows) for family, rows in families.items()}, found.independent)


def _source_fact(row: SourceRow, found: Members) -> SourceFact:
    voucher = found.sources.get(row.vouched_by_id) if row.vouched_by_id else None
    return SourceFact(
        row.id,
        row.key,
        label(row, voucher),
        row.identified,
        row.voice,
        row.family,
        voucher.voice if voucher else None,
        row.country,
        row.organisation,
        row.plural,
        row.publishes,
        row.lacks,
    )


def label(row: SourceRow, voucher: SourceRow | None) -> str:
    """Return how sentences call a source: by its short name, and an unnamed one by its role and by who vouches for it."""
    name = row.short_name or row.name
    if voucher is None:
        return name
    role = f"{name[0].lower()}{name[1:]}" if name.startswith(("Unnamed ", "Unidentified ", "Anonymous ", "Others")) else name
    return f"{role} known only through {voucher.short_name or voucher.name}"

"""From rows, current or past, to what the policy reads. Nothing here queries the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claims.policy.assess import retired
from claims.policy.facts import ClaimFacts, Contradiction, Directory, Member, NewerClaim, SourceFact, Supporter
from claims.policy.origins.in_time import in_time
from claims.policy.origins.independence import count
from claims.policy.origins.stakes import Stakes
from claims.policy.origins.ties import Component, components, independent_voices
from claims.policy.sentences import listed
from factcheck.text.texts import isolated
from sources.families import Tie, spoken_for, uplines, without_judged
from sources.queries import Members, SourceRow

Organisations = Mapping[int, tuple[int, ...]]  # by id, each followed by everything above it


def directory_of(found: Members) -> Directory:
    """Return the directory of sources that were read with their families and vouchers."""
    organisations = organisations_of(found, leading_up(found))
    spokesmen = who_speaks_for(found)
    facts = {pk: source_fact(row, found.sources, organisations, spokesmen) for pk, row in found.sources.items()}
    ties = tied_families(found)
    members = families(found.sources.values(), organisations)
    return Directory(facts, members, independent_voices(found.independent, ties), ties)


def organisations_of(found: Members, ties: Iterable[Tie]) -> Organisations:
    """Return the organisations of the sources that were read, each with everything above it at any time.

    ``ties`` are those that ``leading_up`` returns for the families of the organisations.
    """
    return uplines((row.organisation_source_id for row in found.sources.values() if row.organisation_source_id), ties)


def leading_up(found: Members) -> list[Tie]:
    """Return the ties within the families that were read, without the direct ones of pairs judged independent."""
    family = {row.id: row.family for row in found.sources.values() if row.known}

    def within(one: int, other: int) -> bool:
        return one in family and family[one] == family.get(other)

    ties = [tie for tie in found.ties.ties if within(tie.lower, tie.upper)]
    return without_judged(ties, [pair for pair in found.ties.independent if within(*pair)])


def tied_families(found: Members) -> dict[int, Component]:
    """Return those of the families that were read whose voices depend on the time."""
    return components({row.id: row.family for row in found.sources.values() if row.known}, found.ties)


def who_speaks_for(found: Members) -> dict[int, str]:
    """Return for each source that speaks for another one the label of that, as far as both were read."""
    tops = spoken_for(found.ties)
    return {pk: label(found.sources[top], (), found.sources) for pk, top in tops.items() if top in found.sources}


def source_fact(
    row: SourceRow, known: Mapping[int, SourceRow], organisations: Organisations, spokesmen: Mapping[int, str]
) -> SourceFact:
    """Return a source as the policy reads it; ``known`` holds the vouchers and the first record of an unnamed source.

    A second record has the traits, the outlets and the approval of the first, so that both compare with other sources in the
    same way; sentences name it by the outlets that vouched for its own words.
    """
    first = row if row.known else known.get(row.voice, row)
    vouchers = [known[pk] for pk in first.vouchers if pk in known]
    return SourceFact(
        row.id,
        row.key,
        label(row, [known[pk] for pk in row.vouchers if pk in known], known),
        row.identified,
        row.voice,
        row.family,
        tuple(dict.fromkeys(voucher.voice for voucher in vouchers)),
        first.country,
        organisations.get(first.organisation_source_id or 0, ()),
        row.plural,
        row.publishes,
        first.lacks,
        speaks_for=spokesmen.get(row.id, ""),
        named_since=row.known and not row.identified,
    )


def label(row: SourceRow, vouchers: Sequence[SourceRow], known: Mapping[int, SourceRow]) -> str:
    """Return a source's name in sentences: its short name, or an unnamed source's role and who vouches for it.

    A name in the opposite text direction is isolated.
    """
    named = known.get(row.named_as_id) if row.named_as_id else None
    if named is not None:
        return f"{isolated(named.short_name or named.name)} (then unnamed)"
    name = row.short_name or row.name
    if not vouchers:
        return isolated(name)
    role = f"{name[0].lower()}{name[1:]}" if name.startswith(("Unnamed ", "Unidentified ", "Anonymous ", "Others")) else name
    through = listed(isolated(voucher.short_name or voucher.name) for voucher in vouchers)
    return f"{isolated(role)} known only through {through}"


def families(rows: Iterable[SourceRow], organisations: Organisations) -> dict[int, tuple[Member, ...]]:
    """Return the members of each family among named sources, by the family's id."""
    found: dict[int, list[Member]] = {}
    for row in sorted(rows, key=lambda row: row.id):
        if row.identified:
            organisation = organisations.get(row.organisation_source_id or 0, ())
            found.setdefault(row.family, []).append(Member(row.id, row.voice, row.country, organisation))
    return {family: tuple(members) for family, members in found.items()}


def with_contradictions(
    own: Mapping[int, ClaimFacts],
    facts: Mapping[int, ClaimFacts],
    opposed: Mapping[int, Iterable[int]],
    directory: Directory,
    said_until: str,
) -> Mapping[int, ClaimFacts]:
    """Return ``own`` with the live support for the claims that contradict each (``opposed``, whose facts are in ``facts``)."""
    if not opposed:
        return own
    supported = {
        claim: _contradiction(facts[claim], directory, said_until)
        for claim in {other for of in opposed.values() for other in of}
    }
    completed = dict(own)
    for claim, others in opposed.items():
        if claim in own:
            against = tuple(found for other in others if (found := supported[other]) is not None)
            completed[claim] = own[claim]._replace(contradictions=against)
    return completed


def with_newer(
    own: Mapping[int, ClaimFacts], facts: Mapping[int, ClaimFacts], newer: Mapping[int, Iterable[int]]
) -> Mapping[int, ClaimFacts]:
    """Return ``own`` with the claims that supersede each (``newer``, whose facts are in ``facts``), except retired ones."""
    if not newer:
        return own
    completed = dict(own)
    for claim, others in newer.items():
        if claim in own:
            known = [facts[other] for other in others if other in facts and not retired(facts[other])]
            completed[claim] = own[claim]._replace(newer=tuple(sorted(NewerClaim(one.key, one.quantity) for one in known)))
    return completed


def _contradiction(facts: ClaimFacts, directory: Directory, said_until: str) -> Contradiction | None:
    if retired(facts):  # the claims that it was merged or split into contradict instead
        return None
    facts, directory = in_time(facts, directory, said_until)
    side = count(facts, directory, said_until).support
    if not side.at_most:
        return None
    sources = directory.sources
    rows = (*side.origins, *side.dark, *(row for circle in side.closed for row in circle.members))
    stakes = Stakes(facts.stakes, directory)
    speakers = dict.fromkeys(sources[row.source] for row in rows)
    return Contradiction(facts.key, tuple([_supporter(source, stakes) for source in speakers]))


def _supporter(source: SourceFact, stakes: Stakes) -> Supporter:
    return Supporter(source.id, source.label, source.voice, bool(stakes.of(source, 1)), source.plural)

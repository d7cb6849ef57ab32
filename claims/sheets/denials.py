"""Denials on record that a story does not carry."""

from __future__ import annotations

from claims.policy.sentences import listed
from claims.published import PublicAttribution, PublicClaim, PublicDocument
from claims.sheets.carried import carried
from claims.sheets.values import Story, StoryClaim
from claims.vocabulary import DENIES, PARTIAL
from factcheck.dates.partial_dates import certainly_after
from factcheck.text.texts import isolated


def denials(of: StoryClaim) -> list[PublicAttribution]:
    """Return the current denials of a claim by those who made them, without those that the story carries.

    Who only passes a denial on is left out: its origin is on record too.
    """
    known = {row.key for row in carried(of)}
    return [row for row in of.claim.attributions if row.key not in known and _is_current(row, of.claim)]


def _is_current(row: PublicAttribution, claim: PublicClaim) -> bool:
    ended = row.superseded_by or row.withdrawn is not None or row.discredited is not None
    # Where the policy counts no denial, those who denied have said otherwise since.
    counts = row.scope == PARTIAL or claim.denial.at_most
    return bool(row.stance == DENIES and counts and not (ended or row.cites or row.copies))


def is_later(denial: PublicAttribution, story: Story) -> bool:
    """Return whether a denial was certainly made after the story was published, so that it could not be in it."""
    return bool(denial.said_at and story.published_at) and certainly_after(denial.said_at, story.published_at)


def described(row: PublicAttribution, claim: PublicClaim) -> str:
    """Return who denied, how far, when and where: "Moscow, 2024-06-11 (“Briefing”; “Putin visits”, The Paper)"."""
    names = {source.key: isolated(source.name) for source in claim.sources}
    said = names.get(row.source, row.source)
    said += " in part" if row.scope == PARTIAL else ""
    said += f", {row.said_at}" if row.said_at else ""
    where = listed([_document(each, names) for each in _documents(row, claim)])
    return f"{said} ({where})" if where else said


def _documents(row: PublicAttribution, claim: PublicClaim) -> list[PublicDocument]:
    """Return the documents that hold a statement; if there are none, those that pass it on."""
    rows, seen = [row], {row.key}
    for each in rows:
        if held := [*([each.document] if each.document else ()), *each.documents]:
            return held
        more = [one for one in claim.attributions if one.key not in seen and each.key in (*one.cites, one.copies)]
        seen.update(one.key for one in more)
        rows += more
    return []


def _document(of: PublicDocument, names: dict[str, str]) -> str:
    publisher = names.get(of.publisher, "")
    return f"“{isolated(of.title)}”{f', {publisher}' if publisher else ''}"

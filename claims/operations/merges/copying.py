"""Copies of a claim's attributions in another claim: new rows, recorded now, so that the history of both stays complete."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from claims.attribution_fields import FIELDS
from claims.casefile.checks.size_limits import MOST_ATTRIBUTIONS, MOST_LINKS
from claims.models import Attribution, AttributionDocument, Citation, ClaimTopic, Decision, Interest, PageProblem, QuoteAnchor
from claims.models.attribution import column_of
from claims.operations.attributions.changes import withdrawal
from claims.operations.merges.discrediting import copy_discreditings
from claims.operations.writing import OperationError
from claims.queries.decisions.discrediting import discredited
from claims.verification import Change
from claims.vocabulary import REPORTS
from factcheck.database.lookups import among
from sources.names import free_key

_BATCH: Final = 500
_KEY_LENGTH: Final = 95
#: The columns that a copy takes from its original; it is recorded now.
_COPIED: Final = tuple(column_of(field) for field in FIELDS if field.copied)
#: Two rows that agree in these, and in what they pass on, are one statement.
_MEANING: Final = tuple(column_of(field) for field in FIELDS if field.tells_apart)

_Link = tuple[str, int]  # kind, id of what is passed on
_Gone = Mapping[tuple[int, str], Decision]  # what is discredited, by claim and key
_Further = Mapping[int, Collection[tuple[int, str]]]  # documents of attributions, with the words in each


class Copied(NamedTuple):
    """The result for the attributions of a claim: for each, by id, its copy, or the row that says the same already."""

    rows: Mapping[int, Attribution]
    new: frozenset[int]  # ids of the originals that were copied


def copy_attributions(
    origin: int, target: int, dated: Change, *, only: Collection[int] | None = None, scopes: Mapping[int, str] | None = None
) -> Copied:
    """Copy the attributions of a claim (all, or those of these ids) to another within a write already started.

    Voided rows are not copied, unless a copied row passes them on: without one a relay would look like an origin. A row that
    the other claim already has, passing on the same, is not copied. ``scopes`` holds other scopes, by id.
    """
    every = list(Attribution.objects.filter(claim=origin).order_by("id"))
    chosen = {row.pk for row in every if row.voided_at is None and (only is None or row.pk in only)}
    links = _links(origin)
    passed_on = {link.cited_id for pk in chosen for link in links.get(pk, ())}
    rows = [row for row in every if row.pk in chosen or (row.voided_at is not None and row.pk in passed_on)]
    gone = discredited([origin, target])
    known = _known(target, gone)
    placed, new = _placed(rows, links, known, target, dated, scopes or {}, gone)
    _refuse_too_many([row for row in rows if row.pk in new], links, target)
    Attribution.objects.bulk_create([placed[row.pk] for row in rows if row.pk in new], batch_size=_BATCH)
    _succeed([row for row in rows if row.pk in new], placed, target)
    _link(rows, links, placed, new, dated)
    by_key = {row.key: placed[row.pk] for row in rows}
    copy_discreditings(origin, target, by_key, {row.key for row in rows if row.pk in new}, dated)
    copy_further({pk: placed[pk] for pk in new}, dated)
    return Copied(placed, frozenset(new))


def _refuse_too_many(copied: Sequence[Attribution], links: Mapping[int, Sequence[Citation]], target: int) -> None:
    """Refuse copies that would take the other claim over the limit of attributions or links.

    Raises: OperationError.
    """
    rows = sum(row.voided_at is None for row in copied)
    size = rows + Attribution.objects.filter(claim=target, voided_at=None).count()
    # Without copies it is let through: a claim over the limit from before keeps what it has.
    if rows and size > MOST_ATTRIBUTIONS:
        raise OperationError(_too_large(size, MOST_ATTRIBUTIONS, "attributions"))
    new_links = sum(link.struck_at is None for row in copied for link in links.get(row.pk, ()))
    size = new_links + Citation.objects.filter(claim=target, struck_at=None, citing__voided_at=None).count()
    if new_links and size > MOST_LINKS:
        raise OperationError(_too_large(size, MOST_LINKS, "links"))


def _too_large(size: int, most: int, what: str) -> str:
    return f"The other claim would have {size:,} {what}; the limit is {most:,}: void those that add nothing."


def _links(claim: int) -> dict[int, list[Citation]]:
    """Return the links in force by what passes on; for a bare report also those struck out, because it must have had one."""
    found: dict[int, list[Citation]] = {}
    struck: dict[int, list[Citation]] = {}
    for link in Citation.objects.filter(claim=claim).select_related("citing").order_by("id"):
        (found if link.struck_at is None else struck).setdefault(link.citing_id, []).append(link)
    bare = {pk: rows for pk, rows in struck.items() if pk not in found and rows[0].citing.stance == REPORTS}
    return found | bare


class _Known(NamedTuple):
    keys: set[str]
    same: dict[Any, Attribution]


def _known(target: int, gone: _Gone) -> _Known:
    """Return the keys of the other claim's attributions, and those not voided by what they mean and pass on."""
    upstream: dict[int, set[_Link]] = {}
    for citing, cited, kind in Citation.objects.filter(claim=target, struck_at=None).values_list(
        "citing_id", "cited_id", "kind"
    ):
        upstream.setdefault(citing, set()).add((kind, cited))
    further = _further(target)
    rows = list(
        Attribution.objects.filter(claim=target).order_by("-id")
    )  # of two equal rows the first recorded represents both
    same = {_meaning(row, upstream.get(row.pk, set()), gone, further): row for row in rows if row.voided_at is None}
    return _Known({row.key for row in rows}, same)


def _further(claim: int) -> _Further:
    """Return the further documents of a claim's attributions, each with the words in it."""
    found: dict[int, set[tuple[int, str]]] = {}
    rows = AttributionDocument.objects.filter(claim=claim, struck_at=None)
    for row, document, quote in rows.values_list("attribution_id", "document_id", "quote_exact"):
        found.setdefault(row, set()).add((document, quote))
    return found


def copy_further(placed: Mapping[int, Attribution], dated: Change) -> None:
    """Copy to copies of attributions, by the id of the original, their further documents and what is known of their pages."""
    of = among("attribution_id", sorted(placed))
    held = AttributionDocument.objects.filter(of, struck_at=None).order_by("id")
    problems = PageProblem.objects.filter(of, ended_at=None).order_by("id")
    for rows in (held, problems, QuoteAnchor.objects.filter(of).order_by("id")):
        copies: list[Any] = list(rows)
        for row in copies:
            row.attribution, row.pk, row.recorded_at = placed[row.attribution_id], None, dated.at
            if not isinstance(row, QuoteAnchor):
                row.claim_id = row.attribution.claim_id
        rows.model._default_manager.bulk_create(copies, batch_size=_BATCH)


def _meaning(row: Attribution, upstream: Collection[_Link], gone: _Gone, further: _Further) -> Any:
    # A withdrawn row differs from a current one: otherwise a withdrawal, or what it ended, would be lost.
    # So does a discredited one: it would not count there, or the other one would not any more.
    # One withdrawn by a retraction, which can be undone, also differs from one withdrawn by itself.
    withdrawn = row.withdrawal_recorded_at is not None
    ended = withdrawn, row.withdrawn_with_document, row.withdrawn_with_authors_id, (row.claim_id, row.key) in gone
    held = frozenset(further.get(row.pk, ()))
    return (*(getattr(row, name) for name in _MEANING), *ended, frozenset(upstream), held)


def _placed(
    rows: Sequence[Attribution],
    links: Mapping[int, Sequence[Citation]],
    known: _Known,
    target: int,
    dated: Change,
    scopes: Mapping[int, str],
    gone: _Gone,
) -> tuple[dict[int, Attribution], set[int]]:
    """Return for each row its new, unsaved copy, or the row that says the same; and which were copied."""
    placed: dict[int, Attribution] = {}
    new: set[int] = set()
    ids = {row.pk for row in rows}
    further = _further(rows[0].claim_id) if rows else {}
    for row, comparable in _upstream_first(rows, links):
        upstream = [link for link in links.get(row.pk, ()) if link.cited_id in ids]
        passed_on = {(link.kind, placed[link.cited_id].pk) for link in upstream} if comparable else set()
        same = known.same.get(_meaning(row, passed_on, gone, further)) if comparable and row.voided_at is None else None
        # With struck links the copy needs its own row: the row there never had those links.
        if same is None or any(link.struck_at is not None for link in upstream):
            same = _copy(row, target, known.keys, dated, scopes.get(row.pk, row.scope))
            new.add(row.pk)
        placed[row.pk] = same
    return placed, new


def _upstream_first(rows: Sequence[Attribution], links: Mapping[int, Sequence[Citation]]) -> Sequence[tuple[Attribution, bool]]:
    """Return each row after all that it passes on, as comparable; rows in cycles, and after these, come last and are not."""
    ids = {row.pk for row in rows}
    waiting = {row.pk: {link.cited_id for link in links.get(row.pk, ()) if link.cited_id in ids} for row in rows}
    ordered: list[tuple[Attribution, bool]] = []
    citing: dict[int, list[Attribution]] = {}
    for row in rows:
        for cited in waiting[row.pk]:
            citing.setdefault(cited, []).append(row)
    ready = [row for row in rows if not waiting[row.pk]]
    while ready:
        ordered += [(row, True) for row in ready]
        following = []
        for row in ready:
            for further in citing.get(row.pk, ()):
                waiting[further.pk].discard(row.pk)
                if not waiting[further.pk]:
                    following.append(further)
        ready = sorted(following, key=attrgetter("pk"))
    return ordered + [(row, False) for row in rows if waiting[row.pk]]


def _copy(row: Attribution, target: int, keys: set[str], dated: Change, scope: str) -> Attribution:
    key = free_key(row.key[:_KEY_LENGTH] if row.key in keys else row.key, keys)
    keys.add(key)
    copy = Attribution(claim_id=target, key=key, recorded_at=dated.at, **{name: getattr(row, name) for name in _COPIED})
    copy.scope = scope
    # All times are now: before the merge the other claim had none of this.
    copy.document_recorded_at = dated.at if row.document_id is not None else None
    copy.withdrawal_recorded_at = dated.at if row.withdrawal_recorded_at is not None else None
    copy.voided_at = dated.at if row.voided_at is not None else None
    return copy


def _succeed(copied: Sequence[Attribution], placed: Mapping[int, Attribution], target: int) -> None:
    """Let copies supersede what their originals did, unless the other claim has another successor of it."""
    successors_there = Attribution.objects.filter(claim=target, supersedes__isnull=False, voided_at=None)
    taken = set(successors_there.values_list("supersedes_id", flat=True))
    successors = []
    for row in copied:
        before = placed.get(row.supersedes_id or 0)
        if before is not None and before.pk not in taken and row.voided_at is None and before.pk != placed[row.pk].pk:
            placed[row.pk].supersedes = before
            taken.add(before.pk)
            successors.append(placed[row.pk])
    Attribution.objects.bulk_update(successors, ["supersedes"], batch_size=_BATCH)


def _link(
    rows: Sequence[Attribution],
    links: Mapping[int, Sequence[Citation]],
    placed: Mapping[int, Attribution],
    new: Collection[int],
    dated: Change,
) -> None:
    found: dict[tuple[int, int], Citation] = {}
    for row in rows:
        for link in links.get(row.pk, ()) if row.pk in new else ():
            if link.cited_id not in placed:
                continue
            citing, cited = placed[row.pk], placed[link.cited_id]
            copy = Citation(claim_id=citing.claim_id, citing=citing, cited=cited, kind=link.kind, recorded_at=dated.at)
            if link.struck_at is not None:
                copy.struck_at, copy.struck_reason = dated.at, link.struck_reason
            found.setdefault((citing.pk, cited.pk), copy)  # two originals may be one row there
    Citation.objects.bulk_create(found.values(), batch_size=_BATCH)


def alike_in(claim_id: int, row: Attribution) -> list[Attribution]:
    """Return the attributions of a claim that say the same as one of another claim, voided ones left out."""
    # By meaning, not by key: a copy may have another key in the other claim.
    same: dict[str, Any] = {name: getattr(row, name) for name in _MEANING}
    return list(Attribution.objects.filter(claim=claim_id, voided_at=None, **same).order_by("id"))


def take_back_alike(claim_id: int, row: Attribution, dated: Change) -> None:
    """Copy the withdrawal of ``row``, of another claim, within a write already started."""
    alike = [one.pk for one in alike_in(claim_id, row)]
    Attribution.objects.filter(pk__in=alike, withdrawal_recorded_at=None).update(**withdrawn_as(row, dated))


def withdrawn_as(row: Attribution, dated: Change) -> dict[str, Any]:
    """Return the columns of a withdrawal like that of ``row``, recorded now."""
    return withdrawal(
        dated.at,
        by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        reason=row.withdrawal_reason,
        with_document=row.withdrawn_with_document,
        with_authors=row.withdrawn_with_authors,
    )


def copy_stakes(origin: int, target: int, dated: Change) -> list[Interest]:
    """Copy the stakes in one claim to another that has none of the same source; return what is new there."""
    there = set(Interest.objects.filter(claim=target, struck_at=None).values_list("source_id", "side"))
    stakes = Interest.objects.filter(claim=origin, struck_at=None).select_related("source").order_by("id")
    new = [
        Interest(claim_id=target, source=row.source, side=row.side, reason=row.reason, recorded_at=dated.at)
        for row in stakes
        if (row.source_id, row.side) not in there
    ]
    return Interest.objects.bulk_create(new, batch_size=_BATCH)


def copy_topics(origin: int, target: int) -> list[str]:
    """Add the topics of another claim to a claim; return the new ones."""
    there = ClaimTopic.objects.filter(claim=target).values("topic")
    topics = ClaimTopic.objects.filter(claim=origin).exclude(topic__in=there).order_by("topic")
    new = list(topics.values_list("topic", flat=True))
    ClaimTopic.objects.bulk_create([ClaimTopic(claim_id=target, topic=topic) for topic in new])
    return new

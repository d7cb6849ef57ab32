"""What a check of a page means for the attributions made from it, and anchoring quotes anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from claims.models import Attribution, PageProblem, QuoteAnchor
from claims.operations.documents.page_states import PageState
from claims.operations.writing import BATCH, OperationError, need_reason, writing
from claims.queries.documents.watched import earlier_texts, problems_with, quotes_in, texts_of_files
from claims.queries.policy.versions import thresholds
from claims.verification import Change
from factcheck.database.lookups import among
from factcheck.text.anchoring.anchors import Anchor, anchor_at
from factcheck.text.anchoring.finding import Result, find
from factcheck.text.blanks import is_blank
from sources.models import Capture, Document, LinkState
from sources.operations.link_checks import GONE, UNREACHABLE
from sources.queries.documents.link_checks import is_archived
from sources.vocabulary import CAPTURED


def note_check(document: Document, state: LinkState, change: Change, *, is_over: Callable[[], bool] | None = None) -> int:
    """Record, begin and end the problems of attributions made from a document after a check of its page.

    ``state`` is what ``record_check`` returned. Claims with a changed problem are assessed; returns how many those are. Quotes
    are looked for until ``is_over``: what is left then stays as it was.
    """
    quotes, open_ones = quotes_in(document), problems_with(document)
    days, archived = thresholds().unreachable_days, is_archived(document)
    copy = state.capture if state.outcome == CAPTURED else None
    earlier, files = (earlier_texts(copy), texts_of_files(copy)) if copy is not None else ([], [])
    wanted: dict[int, PageState] = {}
    for quoted in quotes:
        before = _state_of(open_ones.get(quoted.attribution))
        if state.outcome == CAPTURED:
            after = before.with_page(change.at, look_up(copy, quoted.anchor, earlier, files, is_over))
        else:
            after = _without_page(before, state, change.at, unreachable_days=days, archived=archived)
        if after != before:
            wanted[quoted.attribution] = after
    claims = {quoted.attribution: quoted.claim for quoted in quotes}
    _write(document, wanted, claims, change)
    return len({claims[attribution] for attribution in wanted})


def look_up(
    copy: Capture | None,
    anchor: Anchor,
    earlier: Sequence[str],
    files: Sequence[str],
    is_over: Callable[[], bool] | None,
) -> Result | None:
    """Return where a quote is in a copy of its page; None if nothing is quoted, or only a file of the document had it.

    ``earlier`` holds the page's texts before, and ``files`` those of its files.
    """
    if copy is None or not anchor.exact:
        return None
    before = next((text for text in earlier if anchor.exact in text), "")
    if not before and anchor.exact not in copy.text and any(anchor.exact in text for text in files):
        return None
    return find(copy.text, anchor, before=before, is_over=is_over)


def _without_page(before: PageState, state: LinkState, at: datetime, *, unreachable_days: int, archived: bool) -> PageState:
    if state.outcome not in GONE and state.outcome not in UNREACHABLE:
        return before.with_response(unreachable_days)
    return before.without_page(
        at,
        gone_since=state.gone_since,
        gone_checks=state.gone_checks,
        failing_since=state.failing_since,
        archived=archived,
    )


def _state_of(row: PageProblem | None) -> PageState:
    return PageState() if row is None else PageState(*(getattr(row, name) for name in PageState._fields))


def _write(document: Document, wanted: Mapping[int, PageState], claims: Mapping[int, int], change: Change) -> None:
    """Replace the problems of these attributions, and assess their claims, some at a time."""
    ids = sorted({claims[attribution] for attribution in wanted})
    for start in range(0, len(ids), BATCH):
        batch = set(ids[start : start + BATCH])
        with writing(batch, change) as dated:
            part = {pk: state for pk, state in wanted.items() if claims[pk] in batch}
            # Voided or deleted since it was read: then there is nothing to write it to.
            there = set(Attribution.objects.filter(among("id", sorted(part)), voided_at=None).values_list("id", flat=True))
            mark_problems(document, {pk: state for pk, state in part.items() if pk in there}, claims, dated)


def mark_problems(document: Document, wanted: Mapping[int, PageState], claims: Mapping[int, int], dated: Change) -> None:
    """Write what is wrong with a page for attributions, within a write already started: the rows before end."""
    end_problems(document, wanted, dated)
    PageProblem.objects.bulk_create(
        [
            PageProblem(claim_id=claims[pk], attribution_id=pk, document=document, recorded_at=dated.at, **state._asdict())
            for pk, state in wanted.items()
            if not state.is_fine
        ]
    )


def end_problems(document: Document, attributions: Collection[int], dated: Change) -> None:
    """End what is wrong with a page for attributions, within a write already started."""
    ended = {"ended_at": dated.at, "ended_by": dated.actor, "end_reason": dated.reason}
    rows = PageProblem.objects.filter(among("attribution_id", sorted(attributions)), document=document, ended_at=None)
    rows.update(**ended)


def reanchor_quote(
    attribution: Attribution, copy: Capture, start: int, end: int, change: Change, *, expected: Mapping[int, int] | None = None
) -> QuoteAnchor:
    """Say that a quote is now the passage ``start`` to ``end`` of the last copy of its page: from now on that is searched for.

    The quote itself stays as it was recorded; supersede the attribution if it has another meaning now. ``expected`` holds the
    revision seen of the claim.

    Raises: OperationError without a reason, for an empty passage, or if the attribution is not made from the document of the
        copy; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    document, text = copy.document, copy.text
    exact = text[start:end] if 0 <= start < end <= len(text) else ""
    if document is None or is_blank(exact):
        raise OperationError("Choose the passage of the page that is the quote now.")
    claims = {quoted.attribution: quoted.claim for quoted in quotes_in(document)}
    if attribution.pk not in claims:
        raise OperationError(f"“{attribution.key}” is not made from “{document}”.")
    with writing([attribution.claim_id], change, expected=expected) as dated:
        made = QuoteAnchor.objects.create(
            attribution=attribution,
            document=document,
            capture=copy,
            **anchor_at(text, start, end)._asdict(),
            reason=dated.reason,
            recorded_at=dated.at,
            recorded_by=dated.actor,
        )
        row = problems_with(document).get(attribution.pk)
        if row is not None and row.missing_since is not None:
            mark_problems(document, {attribution.pk: _state_of(row).with_quote()}, claims, dated)
    return made

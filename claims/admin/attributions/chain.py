"""The chain of a claim on its page: a drawing, its legend, and the same content as a nested list.

Nothing here queries the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from claims.chain_drawing import DISCREDITED, SUPERSEDED, VOIDED, WITHDRAWN, Chain, Row, drawn
from claims.chains import Link
from claims.models import Attribution
from claims.queries.claims.admin_lists import ClaimPanel, Step
from claims.queries.decisions.discrediting import in_force
from claims.vocabulary import COPIES
from factcheck.desk.labels import joined
from factcheck.text.texts import isolated
from sources.admin.display import address, record_link, tag, words
from sources.models import Document
from sources.queries import vouchers_of

#: The deepest nested list. Browsers stop nesting at about 500 elements.
_DEEPEST: Final = 60


class TextLine(NamedTuple):
    """A line of the list: whether a nested list begins after it, or how many lists end with it."""

    step: Step
    shown: Mapping[str, Any]
    begins: bool
    ends: range


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the chain's stylesheet."""
    return static("desk/chain.css")


def picture_stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the drawing's stylesheet, which the public drawing includes too."""
    return static("desk/chain-drawing.css")


def chain_of(panel: ClaimPanel) -> dict[str, Any]:
    """Return the template context of a claim's chain."""
    # A voided row counts as never recorded, so what it superseded is current again.
    replaced = {row.supersedes_id for row in panel.rows if row.voided_at is None}
    discredited = in_force(panel.discreditings)
    rows = [_row(row, replaced, discredited) for row in panel.rows]
    links = [Link(link.citing_id, link.cited_id, link.kind == COPIES) for link in panel.links]
    return {**drawn(Chain(rows, links, panel.support, panel.denial)), "lines": list(_lines(panel))}


def _row(row: Attribution, replaced: Collection[int | None], discredited: Collection[str]) -> Row:
    source = row.source
    ended = {
        VOIDED: row.voided_at is not None,
        WITHDRAWN: row.withdrawal_recorded_at is not None,
        DISCREDITED: row.key in discredited,
        SUPERSEDED: row.pk in replaced,
    }
    return Row(
        number=row.pk,
        key=row.key,
        source=source.key,
        name=source.name,
        label=source.short_name or source.name,  # the name that the explanation above the drawing uses
        vouched_by=tuple(voucher.name for voucher in vouchers_of(source)),
        identified=source.identified,
        # A source outside any family is the only one of its own.
        named_as=source.named_as.name if source.named_as else "",
        family=source.family_id or source.pk,
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        said_at=row.said_at,
        held=row.document_id is not None,
        hedge=row.hedge,
        fates=tuple(fate for fate, so in ended.items() if so),
        url=reverse("admin:claims_attribution_change", args=[row.pk]),
    )


def _lines(panel: ClaimPanel) -> Iterator[TextLine]:
    # Deeper steps stay in the last list, so that they are still shown.
    depths = [min(step.depth, _DEEPEST) for step in panel.steps]
    for step, depth, after in zip(panel.steps, depths, [*depths[1:], 0], strict=False):
        yield TextLine(step, _shown(step, panel.further.get(step.row.pk, ())), after > depth, range(depth - after))


def hedge_of(row: Attribution) -> str:
    """Return how certain a source says it is, with its own words."""
    degree = words(row.hedge) if row.hedge else ""
    return f"{degree}: “{row.hedge_words}”" if row.hedge_words else degree


def _shown(step: Step, further: Sequence[Document]) -> dict[str, Any]:
    first = [step.row.document] if step.row.document else []
    return {
        "vouched_by": joined([isolated(voucher.name) for voucher in vouchers_of(step.row.source)]),
        "stance": tag(step.row.stance, step.row.stance),
        "hedge": hedge_of(step.row),
        "ground_rule": words(step.row.ground_rule),
        "documents": [(record_link(each), address(each.url) if each.url else "") for each in (*first, *further)],
    }

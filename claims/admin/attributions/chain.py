"""The drawing of a claim's chain on its page, and its legend.

Nothing here queries the database.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from claims.chain_drawing import DISCREDITED, SUPERSEDED, VOIDED, WITHDRAWN, Chain, Row, drawn, folded, gateways
from claims.chains import Link
from claims.models import Attribution
from claims.queries.claims.admin_lists import ChainPanel
from claims.queries.decisions.discrediting import in_force
from claims.vocabulary import COPIES
from sources.queries import vouchers_of


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the chain's stylesheet."""
    return static("desk/chain.css")


def picture_stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the drawing's stylesheet, which the public drawing includes too."""
    return static("desk/chain-drawing.css")


def chain_of(panel: ChainPanel) -> dict[str, Any]:
    """Return the template context of the drawing of a claim's chain."""
    # A voided row counts as never recorded, so what it superseded is current again.
    replaced = {row.supersedes_id for row in panel.rows if row.voided_at is None}
    discredited = in_force(panel.discreditings)
    rows = [_row(row, replaced, discredited) for row in panel.rows]
    links = [Link(link.citing_id, link.cited_id, link.kind == COPIES) for link in panel.links]
    chain = Chain(rows, links, panel.support, panel.denial)
    shown = folded(chain)
    # Of what is folded, each row is in the list below the drawing.
    linked = [row._replace(url="#attributions") if row.folds > 1 else row for row in shown.rows]
    return {**drawn(shown._replace(rows=linked)), "gateways": gateways(chain)}


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

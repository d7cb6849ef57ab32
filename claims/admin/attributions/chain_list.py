"""The attributions of a claim as a list, in the order of its chain: from what reached us down to the origins, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Attribution, Citation, Decision
from claims.queries.claims.admin_lists import ChainPanel
from claims.queries.decisions.discrediting import in_force
from claims.vocabulary import COPIES
from factcheck.desk.labels import joined
from factcheck.text.texts import isolated
from sources.admin.display import address, record_link, tag, words
from sources.queries import vouchers_of

#: Names of what an attribution passes on (a guess); its own page has all.
_MOST_NAMES: Final = 3
#: The deepest indent. Deeper lines keep it.
_DEEPEST: Final = 10


class Line(NamedTuple):
    """An attribution: its depth below what reached us, what it passes on, and how it ended."""

    row: Attribution
    depth: int
    passes_on: Sequence[Attribution]
    copies: bool
    marks: Sequence[str]


def lines_of(panel: ChainPanel) -> list[Line]:
    """Return all attributions of a chain."""
    by_id = {row.pk: row for row in panel.rows}
    below: dict[int, list[Citation]] = {}
    for link in panel.links:
        below.setdefault(link.citing_id, []).append(link)
    successors = {row.supersedes_id: row.key for row in panel.rows if row.supersedes_id and row.voided_at is None}
    discredited = in_force(panel.discreditings)
    return [
        Line(
            by_id[pk],
            min(depth, _DEEPEST),
            [by_id[link.cited_id] for link in below.get(pk, ())],
            any(link.kind == COPIES for link in below.get(pk, ())),
            list(_marks(by_id[pk], successors.get(pk, ""), discredited.get(by_id[pk].key))),
        )
        for pk, depth in _walk(panel.rows, below, {link.cited_id for link in panel.links})
    ]


def _walk(
    rows: Sequence[Attribution], below: Mapping[int, Sequence[Citation]], passed_on: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield each row once, with its depth: a row that several pass on stands below the first of them."""
    shown: set[int] = set()
    # Those that something passes on come last: only closed circles have not been reached by then.
    starts = [row.pk for row in rows if row.pk not in passed_on] + [row.pk for row in rows if row.pk in passed_on]
    for start in starts:
        # Without recursion: a claim may have more rows than Python allows calls within calls.
        stack = [(start, 0)]
        while stack:
            pk, depth = stack.pop()
            if pk not in shown:
                shown.add(pk)
                yield pk, depth
                stack += [(link.cited_id, depth + 1) for link in reversed(below.get(pk, ()))]


def _marks(row: Attribution, successor: str, discredited: Decision | None) -> Iterator[str]:
    if row.voided_at is not None:
        yield _("voided (our error): %(reason)s") % {"reason": row.void_reason}
    if row.withdrawal_recorded_at is not None:
        by = _("withdrawn by the outlet") if row.withdrawn_by == "outlet" else _("withdrawn by the source")
        yield f"{by}{f', {row.withdrawn_at}' if row.withdrawn_at else ''}: {row.withdrawal_reason}"
    if discredited is not None:
        how = _("discredited by %(name)s: %(reason)s") if discredited.source is not None else _("discredited: %(reason)s")
        yield how % {"name": isolated(str(discredited.source or "")), "reason": discredited.reason}
    if successor:
        yield _("superseded by %(key)s") % {"key": successor}


def hedge_of(row: Attribution) -> str:
    """Return how certain a source says it is, with its own words."""
    degree = words(row.hedge) if row.hedge else ""
    return f"{degree}: “{row.hedge_words}”" if row.hedge_words else degree


def shown_line(line: Line) -> dict[str, Any]:
    """Return the template context of a line."""
    row, document = line.row, line.row.document
    return {
        "line": line,
        "row": row,
        "vouched_by": joined([isolated(voucher.name) for voucher in vouchers_of(row.source)]),
        "stance": tag(row.stance, row.stance),
        "passes_on": _named(line.passes_on),
        "hedge": hedge_of(row),
        "ground_rule": words(row.ground_rule),
        "document": record_link(document) if document else "",
        "address": address(document.url) if document else "",
    }


def _named(rows: Sequence[Attribution]) -> str:
    names = [isolated(row.source.short_name or row.source.name) for row in rows]
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return joined(names)
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": ", ".join(names[:_MOST_NAMES]), "more": more,
    }  # fmt: skip

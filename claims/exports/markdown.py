"""Claims as Markdown (CommonMark 0.31), for a story, a wiki or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from claims.exports import Format
from claims.published import PublicAttribution, PublicClaim, PublicSide
from factcheck.words import gettext_noop as _

#: Characters that CommonMark may interpret as markup. Texts come from outside, and must not add links, images or HTML.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def written(claims: Iterable[PublicClaim]) -> Iterator[bytes]:
    """Yield a section for each claim."""
    for claim in claims:
        yield ("\n".join(_lines(claim)) + "\n\n").encode()


def _lines(claim: PublicClaim) -> Iterator[str]:
    yield f"## {_plain(claim.text)}\n"
    yield f"**{_plain(claim.status)}**: {_plain(claim.explanation)}\n"
    if claim.verdict:
        yield f"**Verdict: {_plain(claim.verdict.word)}**: {_plain(claim.verdict.rationale)}\n"
    yield f"Independent origins: {_counted(claim.support)} in support, {_counted(claim.denial)} in denial.\n"
    yield from (f"- {flag.severity}: {_plain(flag.reason)}" for flag in claim.flags)
    names = {source.key: source.name for source in claim.sources}
    yield "\n### Who says so\n"
    yield from (_attributed(row, names) for row in claim.attributions)


def _counted(side: PublicSide) -> str:
    more = "+" if side.open else ""
    return f"{side.at_least}" if side.at_least == side.at_most and not more else f"{side.at_least} to {side.at_most}{more}"


def _attributed(row: PublicAttribution, names: Mapping[str, str]) -> str:
    said = f"- {_plain(names.get(row.source, row.source))} {_plain(row.stance)}"
    parts = [f"{said} ({_plain(row.said_at)})" if row.said_at else said]
    if row.quote:
        parts.append(f"“{_plain(row.quote.exact)}”")
    if row.document:
        parts.append(", ".join(_plain(document.title) for document in (row.document, *row.documents)))
    if row.withdrawn:
        parts.append(f"withdrawn: {_plain(row.withdrawn.reason)}")
    if row.discredited:
        by = names.get(row.discredited.by, row.discredited.by)
        shown = f"discredited by {_plain(by)}" if by else "discredited"
        parts.append(f"{shown}: {_plain(row.discredited.reason)}")
    return "; ".join(parts)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


FORMAT: Final = Format("md", "text/markdown; charset=utf-8", _("Export for readers (Markdown)"), written)

"""The chain of a claim, as data and as a picture: who says so, and through whose hands it came.

Both are built from the stored body, so that they show exactly what it shows, and share the claim's ETag.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from rest_framework.request import Request

from claims.api.claims.bodies import claim_etag
from claims.api.claims.read import ClaimsView, reads
from claims.chain_drawing import DISCREDITED, SUPERSEDED, WITHDRAWN, Chain, Row, drawn, gateways, hands
from claims.chains import Link, clean, layered
from claims.published import PublicAttribution, PublicClaim, PublicSource
from claims.queries.claims import read as reading
from claims.vocabulary import CITES, COPIES, SUPPORTS, CitationKind
from factcheck.api.describing import JSON, SVG
from factcheck.api.views import answer, encoded, unchanged
from factcheck.desk.page_policy import allow_style_alone
from factcheck.words import OneOf

_STYLE: Final = Path(__file__).resolve().parents[2] / "static" / "desk" / "chain-drawing.css"
#: The colours of the picture: the desk's light theme on its own background, so that it is readable on a page of any colour.
_COLOURS: Final = (
    ".chain-picture{--chain-ground:#fff;--chain-fill:#f3f4f6;--chain-edge:#d1d5db;--chain-line:#9ca3af;--chain-ink:#111827;"
    "--chain-soft:#4b5563;--chain-quiet:#4b5563;--chain-supports:#15803d;--chain-denies:#b91c1c;--chain-questions:#b45309;"
    "--chain-warns:#b45309;--chain-mark:#2563eb;background:#fff;font-family:system-ui,sans-serif}\n"
)


class ChainNode(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution of the chain. ``layer`` counts from 0 (what reached us) to the origin; ``gateway`` lists the sides
    whose every route to us passes through it; ``ended`` says what ended it."""

    key: str
    source: str
    name: str
    identified: bool
    vouched_by: str
    also_vouched_by: tuple[str, ...]
    named_as: str
    stance: str
    scope: str
    basis: str
    hedge: str
    said_at: str
    document: str
    documents: tuple[str, ...]  # further ones
    held: bool
    layer: int
    gateway: tuple[Literal["support", "denial"], ...]
    ended: tuple[str, ...]


class ChainEdge(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A link: one attribution passes on another; ``closes_circle``: the other leads back to it."""

    from_: str
    to: str
    kind: OneOf[CitationKind]
    closes_circle: bool


class ChainBody(msgspec.Struct, frozen=True, kw_only=True):
    """The chain of a claim as nodes and edges, with its number of layers."""

    key: str
    revision: int
    layers: int
    nodes: tuple[ChainNode, ...]
    edges: tuple[ChainEdge, ...]


_claim: Final = msgspec.json.Decoder(PublicClaim).decode


class _ChainView(ClaimsView):
    def made(self, request: Request, key: str, form: str) -> HttpResponse:
        """Return the chain in one form, or 304 if the client has it."""
        head = self.found(key)
        if self.is_known and (same := unchanged(request, claim_etag(head.revision, head.digest, form))) is not None:
            return same
        row = self.body_of(head)
        etag = claim_etag(row.revision, row.digest, form)
        return unchanged(request, etag) or answer(self.drawn(row, _claim(row.body)), etag=etag, content_type=form)

    def drawn(self, row: reading.Stored, claim: PublicClaim) -> bytes:
        """Return the body of the response."""
        raise NotImplementedError


class ChainData(_ChainView):
    """``GET /claims/KEY/chain/``: as data."""

    ops = {
        "GET": reads(
            "read_chain",
            "The chain of a claim as nodes and edges: who says so, and through whose hands it came.",
            open_to_all=True,
            gives=ChainBody,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        return self.made(request, key, JSON)

    def drawn(self, row: reading.Stored, claim: PublicClaim) -> bytes:
        chain = chain_of(claim)
        layer, back = layered(hands(chain), chain.links)
        marks, keys = gateways(chain), [one.key for one in chain.rows]
        nodes = [
            _node(one, each, layer[one.number], marks.get(one.number, ()))
            for one, each in zip(chain.rows, claim.attributions, strict=True)
        ]
        edges = tuple(
            ChainEdge(
                from_=keys[link.citing], to=keys[link.cited], kind=COPIES if link.copies else CITES, closes_circle=link in back
            )
            for link in chain.links
        )
        depth = 1 + max(layer.values(), default=-1)
        return encoded(ChainBody(key=claim.key, revision=row.revision, layers=depth, nodes=tuple(nodes), edges=edges))


class ChainPicture(_ChainView):
    """``GET /claims/KEY/chain.svg``: as the picture that the desk sees, to embed in a page."""

    ops = {
        "GET": reads(
            "draw_chain",
            "The chain of a claim as a picture (SVG) to embed in a page.",
            open_to_all=True,
            gives=str,
            form=SVG,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        response = self.made(request, key, SVG)
        # It may be opened by itself, as one of our pages: it runs no script and fetches nothing.
        allow_style_alone(response, _style())
        return response

    def drawn(self, row: reading.Stored, claim: PublicClaim) -> bytes:  # noqa: ARG002 - the ETag names the revision
        # In the language of the API, whatever the browser asks for: the ETag, and so caches, know of one picture only.
        with translation.override("en"):
            chain = {**drawn(chain_of(claim)), "title": clean(claim.text), "style": _style()}
            return render_to_string("claims/chain_picture.html", {"chain": chain}).encode()


@cache
def _style() -> str:
    return _COLOURS + _STYLE.read_text()


def chain_of(claim: PublicClaim) -> Chain:
    """Return the chain in a body, its rows in the order of their keys."""
    sources = {source.key: source for source in claim.sources}
    numbers = {row.key: number for number, row in enumerate(claim.attributions)}
    rows = [_row(number, row, sources) for number, row in enumerate(claim.attributions)]
    links = [
        Link(numbers[row.key], numbers[cited], copies)
        for row in claim.attributions
        for copies, cited in [*((False, cited) for cited in row.cites), *([(True, row.copies)] if row.copies else [])]
    ]
    return Chain(rows, links, claim.support, claim.denial)


def _row(number: int, row: PublicAttribution, sources: dict[str, PublicSource]) -> Row:
    source = sources[row.source]
    return Row(
        number=number,
        key=row.key,
        source=source.key,
        name=source.name,
        label=source.name,
        vouched_by=tuple(sources[key].name if key in sources else key for key in _vouchers(source)),
        identified=source.identified,
        named_as=sources[source.named_as].name if source.named_as in sources else source.named_as,
        family=source.key,  # bodies hold no families: a gateway is the source named in the counts
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        said_at=row.said_at,
        held=row.document is not None,
        hedge=row.hedge.degree if row.hedge else "",
        fates=tuple(fate for fate, so in _ended(row).items() if so),
    )


def _ended(row: PublicAttribution) -> dict[str, bool]:
    return {
        WITHDRAWN: row.withdrawn is not None,
        DISCREDITED: row.discredited is not None,
        SUPERSEDED: bool(row.superseded_by),
    }


def _vouchers(source: PublicSource) -> tuple[str, ...]:
    return (source.vouched_by, *source.also_vouched_by) if source.vouched_by else ()


def _node(row: Row, attribution: PublicAttribution, layer: int, sides: list[str] | tuple[()]) -> ChainNode:
    return ChainNode(
        key=row.key,
        source=row.source,
        name=row.name,
        identified=row.identified,
        vouched_by=row.vouched_by[0] if row.vouched_by else "",
        also_vouched_by=row.vouched_by[1:],
        named_as=row.named_as,
        stance=row.stance,
        scope=row.scope,
        basis=row.basis,
        hedge=row.hedge,
        said_at=row.said_at,
        document=attribution.document.key if attribution.document else "",
        documents=tuple(document.key for document in attribution.documents),
        held=row.held,
        layer=layer,
        gateway=tuple("support" if side == SUPPORTS else "denial" for side in sides),
        ended=row.fates,
    )

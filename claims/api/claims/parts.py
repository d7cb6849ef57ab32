"""Parts of the body of one claim, each at its own URL, for clients that do not need the whole body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.claims.read import ClaimsView, reads
from claims.published import PublicAttribution, PublicInterest, PublicRelation
from factcheck.api.paging import after_parameters, following, limit_of, links_to
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged
from factcheck.paging import cut


class _Parts(msgspec.Struct):
    """The list parts of a stored body; their entries stay undecoded bytes."""

    attributions: tuple[msgspec.Raw, ...] = ()
    interests: tuple[msgspec.Raw, ...] = ()
    relations: tuple[msgspec.Raw, ...] = ()


class _Keyed(msgspec.Struct):
    key: str


_parts: Final = msgspec.json.Decoder(_Parts).decode
_key: Final = msgspec.json.Decoder(_Keyed).decode


class _PartView(ClaimsView):
    """A part of the stored body of a claim. Its ETag covers the claim's revision, so that an unchanged one is not read."""

    def part(self, request: Request, key: str, name: str) -> HttpResponse:
        """Return the part called ``name``."""
        head = self.found(key)
        # The whole address: each page and each part needs an ETag of its own.
        what = (name, request.get_full_path())
        # Only for the desk: what outsiders see can change without a revision, when a related claim is published.
        if self.is_known and (same := unchanged(request, tagged(*what, head.digest))) is not None:
            return same
        row = self.body_of(head)
        body, links = self.response_body(request, getattr(_parts(row.body), name))
        etag = tagged(*what, row.digest)
        return unchanged(request, etag) or answer(encoded(body), etag=etag, links=links)

    def response_body(self, request: Request, rows: Sequence[msgspec.Raw]) -> tuple[Any, dict[str, str] | None]:
        """Return the response for the entries of the part, and links to further pages."""
        raise NotImplementedError


class AttributionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the attributions of a claim."""

    attributions: tuple[PublicAttribution, ...]
    next: str | None


class AttributionList(_PartView):
    """``GET /claims/KEY/attributions/``: in the order of their keys."""

    ops = {
        "GET": reads(
            "list_attributions",
            "The attributions of a claim, in the order of their keys.",
            open_to_all=True,
            parameters=after_parameters("key of the attribution"),
            gives=AttributionPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        return self.part(request, key, "attributions")

    def response_body(self, request: Request, rows: Sequence[msgspec.Raw]) -> tuple[Any, dict[str, str] | None]:
        limit, after = limit_of(request), request.query_params.get("after", "")
        # By their keys, not by their places: one that was voided meanwhile moves the others.
        beyond = sorted((told, row) for row in rows if (told := _key(row).key) > after)
        shown, more = cut(beyond, limit)
        link = following(request, "after", shown[-1][0]) if more else ""
        return {"attributions": [row for _key, row in shown], "next": link or None}, links_to(link)


class OneAttribution(_PartView):
    """``GET /claims/KEY/attributions/ATTRIBUTION/``: one of them."""

    ops = {
        "GET": reads(
            "read_attribution", "One attribution of a claim.", open_to_all=True, gives=PublicAttribution, problems=("gone",)
        )
    }

    def get(self, request: Request, key: str, attribution: str) -> HttpResponse:  # noqa: ARG002 - part of the URL
        return self.part(request, key, "attributions")

    def response_body(self, request: Request, rows: Sequence[msgspec.Raw]) -> tuple[Any, dict[str, str] | None]:  # noqa: ARG002
        wanted = str(self.kwargs["attribution"])
        for row in rows:
            if _key(row).key == wanted:
                return row, None
        raise ProblemError("not-found", f"This claim has no attribution “{wanted}”, or it was voided.")


class _WholePart(_PartView):
    """A part that is sent as a whole."""

    name: str

    def get(self, request: Request, key: str) -> HttpResponse:
        return self.part(request, key, self.name)

    def response_body(self, request: Request, rows: Sequence[msgspec.Raw]) -> tuple[Any, dict[str, str] | None]:  # noqa: ARG002
        return {self.name: rows}, None


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """The relations of a claim."""

    relations: tuple[PublicRelation, ...]


class RelationList(_WholePart):
    """``GET /claims/KEY/relations/``: its relations to other claims."""

    name = "relations"
    ops = {
        "GET": reads(
            "list_relations", "The relations of a claim to other claims.", open_to_all=True, gives=Relations, problems=("gone",)
        )
    }


class Interests(msgspec.Struct, frozen=True, kw_only=True):
    """The stakes in a claim: side 1 benefits if it is believed, -1 benefits if it is not."""

    interests: tuple[PublicInterest, ...]


class InterestList(_WholePart):
    """``GET /claims/KEY/interests/``: the stakes in it."""

    name = "interests"
    ops = {"GET": reads("list_interests", "The stakes in a claim.", open_to_all=True, gives=Interests, problems=("gone",))}

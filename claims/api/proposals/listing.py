"""The proposals of a reading: in the words of the text, with the sources and claims on record that they may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.read import ClaimsView
from claims.api.documents.captures import unshared
from claims.api.proposals.bodies import ClaimAlike, ProposalBody, ProposalPage, Why, decided_body, proposal_body
from claims.api.proposals.readings import NEEDS, ReadingsView, require_scope
from claims.intake.extraction.suggestions import as_claim
from claims.models import CaptureReading, Claim, ProposedAttribution
from claims.operations.proposals.readings import is_readable
from claims.queries.claims.overlap import similar_to_each
from claims.queries.merges.retired import going_on
from claims.queries.proposals.hands import HandsMeant
from claims.queries.proposals.review import claims_made_of, decided_after, decided_proposals, open_proposals
from claims.queries.proposals.suggested import Suggested, claim_of_same, earlier_same, suggested
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from factcheck.api.describing import YES_NO, Op, Parameter
from factcheck.api.paging import HIGHEST, following, limit_of, limit_parameter, links_to
from factcheck.api.parameters import number, yes_no
from factcheck.api.views import answer, encoded
from factcheck.paging import cut
from sources.models import Document

#: Each is compared with recorded claims.
_PAGE, _LARGEST_PAGE = 20, 50
#: Decided ones that are looked through for the same statement.
_MOST_DECIDED: Final = 50


class Proposals(ReadingsView, ClaimsView):
    """``GET /readings/ID/proposals/``: those without a decision, or those with one."""

    ops = {
        "GET": Op(
            name="list_proposals",
            does="The proposals of a reading: who says what, with the sources and claims on record that may be meant.",
            scope=SOURCES_WRITE,
            needs=NEEDS,
            parameters={
                **limit_parameter(_LARGEST_PAGE, _PAGE),
                "after": Parameter(
                    "The number of the proposal that the page comes after.",
                    {"type": "integer", "minimum": 1, "maximum": HIGHEST},
                ),
                "decided": Parameter("Those on which somebody decided (yes), or the others (no, the default).", YES_NO),
                "low_confidence": Parameter("Also those of low confidence, which are hidden by default.", YES_NO),
            },
            gives=ProposalPage,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:
        # The scope of captures opens their text; the claims require their own.
        require_scope(request, CLAIMS_READ)
        reading, limit = self.reading(number), limit_of(request, _LARGEST_PAGE, _PAGE)
        capture = reading.capture
        assert capture.document is not None  # noqa: S101 - for mypy: a text without a document is not read
        # Of an erased text nothing is shown: parts of a sentence can give away what was taken from it.
        rows, more = cut(_rows(request, reading, limit + 1) if is_readable(capture) else [], limit)
        link = following(request, "after", rows[-1].number) if more else ""
        body = ProposalPage(
            capture=capture.pk,
            document=capture.document.key,
            publisher=capture.document.publisher.key,
            proposals=tuple(self._bodies(request, reading, rows, capture.document)),
            next=link or None,
        )
        return unshared(answer(encoded(body), links=links_to(link)))

    def _bodies(
        self, request: Request, reading: CaptureReading, rows: Sequence[ProposedAttribution], document: Document
    ) -> list[ProposalBody]:
        text, made = reading.capture.text, claims_made_of(reading)
        cards = suggested(text, rows)
        hands = HandsMeant(cards, document.publisher)
        alike = _Alike(self, request, reading, made, [each for each in cards if not each.row.decision])
        ids = {each.number: each.row.pk for each in cards}
        return [
            proposal_body(
                each,
                text,
                hands.of(each),
                decided=decided_body(each.row, made),
                claims=alike.of(each),
                same_as=ids.get(earlier_same(cards, each) or 0),
            )
            for each in cards
        ]


def _rows(request: Request, reading: CaptureReading, limit: int) -> list[ProposedAttribution]:
    sent = request.query_params
    after = number(sent, "after", 0, HIGHEST)
    everything = yes_no(sent, "low_confidence") is True
    if yes_no(sent, "decided"):
        return decided_after(reading, after=after, limit=limit)
    return open_proposals(reading, everything=everything, limit=limit, after=after)


class _Alike:
    """The recorded claims that proposals may be of, looked up together."""

    def __init__(
        self,
        view: ClaimsView,
        request: Request,
        reading: CaptureReading,
        made: Mapping[int, Claim],
        cards: Sequence[Suggested],
    ) -> None:
        self._request, self._made = request, made
        self._decided = decided_proposals(reading, limit=_MOST_DECIDED) if cards else []
        claims = view.readable().order_by().filter(going_on())
        self._alike = similar_to_each(claims, [each.content for each in cards])
        wanted = {pk for ids in self._alike.values() for pk in ids} | {claim.pk for claim in made.values()}
        self._claims = claims.select_related("standing").in_bulk(wanted) if wanted else {}

    def of(self, each: Suggested) -> tuple[ClaimAlike, ...]:
        """Return the claims that a proposal may be of, the likeliest first; none for one that is decided."""
        if each.row.decision:
            return ()
        same = claim_of_same(self._decided, self._made, each)
        first = [same.pk] if same is not None and same.pk in self._claims else []
        ids = dict.fromkeys([*first, *(pk for pk in self._alike.get(each.content, ()) if pk in self._claims)])
        wanted = as_claim(each.content).casefold()
        found = [(self._claims[pk], pk in first) for pk in ids]
        return tuple(self._body(claim, _why(claim, wanted, is_same=is_same)) for claim, is_same in found)

    def _body(self, claim: Claim, why: Why) -> ClaimAlike:
        return ClaimAlike(
            key=claim.key,
            text=claim.text,
            revision=claim.revision,
            why=why,
            url=self._request.build_absolute_uri(f"/api/v1/claims/{claim.key}/"),
            status=claim.standing.status if hasattr(claim, "standing") else "",
        )


def _why(claim: Claim, wanted: str, *, is_same: bool) -> Why:
    if is_same:
        return "same_statement"
    return "same_text" if claim.text.casefold() == wanted else "similar"

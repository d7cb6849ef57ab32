"""Proposals as the API sends them: in the words of the captured text, which are stored nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from claims.models import Claim, ProposedAttribution
from claims.queries.proposals.hands import HandMeant
from claims.queries.proposals.suggested import Suggested, as_recorded
from sources.queries.matching import Match

Why = Literal["same_statement", "same_text", "similar"]


class ProposedPlace(Struct, frozen=True, kw_only=True):
    """Where something is in the text of the capture: ``what`` is content, cue, source, relays, hedge, reason or means."""

    what: str
    start: int
    end: int


class ProposedQuote(Struct, frozen=True, kw_only=True):
    """The passage that is quoted unless another one is chosen."""

    exact: str
    start: int
    end: int


class ProposedHedge(Struct, frozen=True, kw_only=True):
    """How certain the source says that it is, and its words for it."""

    degree: str
    words: str


class MatchingSource(Struct, frozen=True, kw_only=True):
    """A recorded source that a name may mean; ``how``: ``exact``, ``alias``, ``spelling`` or ``part`` of a name."""

    key: str
    name: str
    how: str


class ProposedHand(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source of the chain as the text names it. ``source`` is the recorded one, if that is sure.

    One that is ``unnamed`` is known to the outlet that quotes it, ``known_to``.
    """

    name: str
    source: str = ""
    unnamed: bool = False
    known_to: str = ""
    matches: tuple[MatchingSource, ...] = ()


class ClaimAlike(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A recorded claim that a proposal may be of: an earlier proposal with the same statement led to it, or it has the same or
    similar words."""

    key: str
    text: str
    revision: int
    why: Why
    url: str
    status: str = ""


class ProposalDecided(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was decided about a proposal: ``accepted``, ``edited`` (accepted with another stance, hedge or chain), ``rejected``.

    ``changed`` are the parts that were changed. ``claim`` is the claim that it led to.
    """

    decision: str
    at: datetime
    by: str
    because: str = ""
    changed: tuple[str, ...] = ()
    claim: str = ""


class ProposalBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who says what, as an extractor proposes it. ``chain`` is that of the text, nearest to us first, without the publisher.

    ``obstacle`` says why it cannot be recorded as it is: ``neither``, ``passes_on`` or ``no_source``. ``same_as`` is the first
    proposal on the page that states the same.
    """

    id: int
    number: int
    content: str
    cue: str
    stance: str
    naming: str = ""
    hedge: ProposedHedge | None = None
    chain: tuple[ProposedHand, ...]
    pronoun: str = ""
    reason: str = ""
    ground_rule: str
    claim_text: str
    quote: ProposedQuote
    places: tuple[ProposedPlace, ...]
    rule: str = ""
    confidence: float | None = None
    obstacle: str = ""
    same_as: int | None = None
    claims: tuple[ClaimAlike, ...] = ()
    decided: ProposalDecided | None = None


class ProposalPage(Struct, frozen=True, kw_only=True):
    """A page of proposals of a reading, in the order of the text; ``publisher`` is the key of the first hand of each chain."""

    capture: int
    document: str
    publisher: str
    proposals: tuple[ProposalBody, ...]
    next: str | None


def proposal_body(each: Suggested, text: str, hands: list[HandMeant], **more: object) -> ProposalBody:
    """Return a proposal as it is sent; ``more`` are the members that depend on others."""
    row, values = each.row, as_recorded(each, text)
    start, end = each.quote
    return ProposalBody(
        id=row.pk,
        number=row.number,
        content=each.content,
        cue=each.cue,
        stance=row.stance,
        naming=row.naming,
        hedge=ProposedHedge(degree=row.hedge, words=each.hedge) if row.hedge else None,
        chain=tuple(map(_hand, hands)),
        pronoun=each.pronoun,
        reason=each.reason,
        ground_rule=values["ground_rule"],
        claim_text=values["text"],
        quote=ProposedQuote(exact=text[start:end], start=start, end=end),
        places=tuple(ProposedPlace(what=mark.what, start=mark.start, end=mark.end) for mark in each.marks()),
        rule=row.rule,
        confidence=row.confidence,
        obstacle=each.obstacle or "",
        **more,  # type: ignore[arg-type]
    )


def _hand(hand: HandMeant) -> ProposedHand:
    source = hand.source.key if hand.source is not None else ""
    known_to = hand.voucher if hand.unnamed else ""
    return ProposedHand(
        name=hand.name, source=source, unnamed=hand.unnamed, known_to=known_to, matches=tuple(map(_match, hand.matches))
    )


def _match(match: Match) -> MatchingSource:
    return MatchingSource(key=match.source.key, name=match.source.name, how=match.how)


def decided_body(row: ProposedAttribution, made: Mapping[int, Claim]) -> ProposalDecided | None:
    """Return what was decided about a proposal; None if nothing was. ``made`` are claims by the number of the proposal."""
    if row.decided_at is None:
        return None
    return ProposalDecided(
        decision=row.decision,
        at=row.decided_at,
        by=row.decided_by,
        because=row.rejected_because,
        changed=tuple(row.changed.split()),
        claim=made[row.number].key if row.number in made else "",
    )

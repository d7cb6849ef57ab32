"""What a client decides about proposals, as it sends it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, UnsetType

from claims.api.claims.bulk import ChosenClaim
from claims.casefile.attribution_records import Hedged
from claims.casefile.values import Country, Key, Line, Name, Note, PartialDate, Reason, Record, Text, Topic
from claims.intake.chains import MAX_HANDS
from claims.vocabulary import Basis, GroundRule, RejectionReason, Scope, Stance
from factcheck.words import OneOf
from sources.vocabulary import SourceKind

#: Proposals in one request: as many as on a page of them.
MOST: Final = 50

ProposalId = Annotated[int, Meta(ge=1, le=999_999_999)]
#: Nobody behind whom there is nobody can only report.
OwnStance = Literal[Stance.SUPPORTS, Stance.DENIES, Stance.QUESTIONS, Stance.DECLINED, Stance.COULD_NOT_CONFIRM]


class ProposalAccepted(Record, frozen=True, kw_only=True):
    """A proposal, and what is recorded instead of what it proposes. ``chain`` are keys of sources, nearest to us first, with or
    without the publisher; ``quote`` is a passage of the text."""

    id: ProposalId
    stance: OneOf[OwnStance] | UnsetType = UNSET
    scope: OneOf[Scope] | UnsetType = UNSET
    basis: OneOf[Basis] | UnsetType = UNSET
    hedge: Hedged | UnsetType | None = UNSET
    ground_rule: OneOf[GroundRule] | UnsetType = UNSET
    said_at: PartialDate | UnsetType = UNSET
    chain: Annotated[list[Key], Meta(min_length=1, max_length=MAX_HANDS)] | UnsetType = UNSET
    quote: Text | UnsetType = UNSET


class NewClaimOfProposals(Record, frozen=True, kw_only=True):
    """A new claim: by default its text is the words of the first proposal, and its key is made of the text."""

    text: Text | UnsetType = UNSET
    topics: Annotated[list[Topic], Meta(max_length=100)] | UnsetType = UNSET
    public: bool | UnsetType = UNSET


class AcceptedAsClaim(Record, frozen=True, kw_only=True):
    """Proposals that are one claim: a recorded one (``claim``), or a new one."""

    proposals: Annotated[list[ProposalAccepted], Meta(min_length=1, max_length=MOST)]
    claim: ChosenClaim | UnsetType = UNSET
    new_claim: NewClaimOfProposals | UnsetType = UNSET


class ProposalRejected(Record, frozen=True, kw_only=True):
    """A proposal, and why it is rejected."""

    id: ProposalId
    because: OneOf[RejectionReason]


class SourceOfChain(Record, frozen=True, kw_only=True):
    """A new source of a chain. An unnamed one (``identified``: false) needs ``vouched_by``, the outlet that knows it."""

    key: Key
    name: Name
    kind: OneOf[SourceKind]
    short_name: Line | UnsetType = UNSET
    aliases: list[Name] | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    identified: bool | UnsetType = UNSET
    vouched_by: Key | UnsetType = UNSET
    description: Note | UnsetType = UNSET
    plural: bool | UnsetType = UNSET
    anonymity_reason: Note | UnsetType = UNSET
    approved_by: Line | UnsetType = UNSET


class ProposalDecisions(Record, frozen=True, kw_only=True):
    """What is decided about proposals of a reading: all of it is recorded, or nothing.

    ``reason`` is stored with the revisions, by default the title of the document.
    """

    accept: Annotated[list[AcceptedAsClaim], Meta(max_length=MOST)] | UnsetType = UNSET
    reject: Annotated[list[ProposalRejected], Meta(max_length=MOST)] | UnsetType = UNSET
    sources: Annotated[list[SourceOfChain], Meta(max_length=MOST)] | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET

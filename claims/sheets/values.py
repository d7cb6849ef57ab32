"""What a story sheet is made from, and what it says: the latter is the JSON of the API too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from claims.published import PublicClaim, PublicFlag, PublicSide, PublicVerdict
from factcheck.text.anchoring.anchors import Anchor
from factcheck.words import OneOf, Word
from factcheck.words import gettext_noop as _


class Match(Word):
    """What ties a passage of a text to a claim."""

    QUOTE = "quote", _("quote")
    EDITED_QUOTE = "edited_quote", _("edited quote")
    CLAIM_TEXT = "claim_text", _("claim text")


class StoryFlagCode(Word):
    """What is to be looked at in a story as a whole."""

    ONE_GATEWAY = "one_gateway", _("one gateway")
    DENIAL_LEFT_OUT = "denial_left_out", _("denial left out")
    CLAIM_CHANGED = "claim_changed", _("claim changed")


class StoryClaim(NamedTuple):
    """A claim that a story reports, with what its public body does not say."""

    claim: PublicClaim
    #: Keys of the attributions recorded from the story, or from what it copies.
    made_from: frozenset[str]
    #: Their quotes, as last anchored.
    quotes: tuple[Anchor, ...]
    #: The desk's record until then is what the story is compared with, see ``claims.queries.documents.story``.
    known_until: datetime
    status_then: str  # empty if it had none
    raised_at: Mapping[str, datetime] = {}  # when each open flag was, by its code
    asserted_by: frozenset[str] = frozenset()  # sources that assert it and name no origin, if it has none
    waived: frozenset[str] = frozenset()  # codes of flags
    newer: tuple[tuple[str, datetime], ...] = ()  # claims that supersede it, and since when
    verdict_withdrawn_at: datetime | None = None
    retired: str = ""  # "merged", "split" or "dropped"
    into: tuple[str, ...] = ()  # the claims that replaced it, if it was merged or split
    withheld: bool = False


class Story(NamedTuple):
    """A document with its text and the claims that it reports, in the order of their keys."""

    text: str
    claims: tuple[StoryClaim, ...]
    published_at: str = ""  # a partial date
    earlier: tuple[str, ...] = ()  # texts that the document had before


class _Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of every part of a sheet: empty parts are left out."""


class Place(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A passage of the text that states a claim, by offsets in characters, and what ties it to the claim."""

    start: int
    end: int
    match: OneOf[Match]


class Sentence(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence or heading, with the keys of the claims that it states; ``number`` counts from 1."""

    number: int
    start: int
    end: int
    text: str
    claims: tuple[str, ...] = ()


class SheetFlag(PublicFlag, frozen=True, kw_only=True, omit_defaults=True):
    """An open flag of a claim; a waived one is not counted."""

    waived: bool = False


class SheetClaim(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """A claim of the story. Without ``places`` it was not located in the text; ``searched`` is false if the search stopped.

    ``withheld``: it is not for publication. ``retired``: it was merged, split or dropped.
    """

    number: int
    key: str
    text: str
    status: str
    explanation: str
    support: PublicSide
    denial: PublicSide
    flags: tuple[SheetFlag, ...] = ()
    verdict: PublicVerdict | None = None
    places: tuple[Place, ...] = ()
    searched: bool = True
    withheld: bool = False
    retired: str = ""


class StoryFlag(_Part, frozen=True, kw_only=True, omit_defaults=True):
    """What is to be looked at in the story as a whole, with the keys of the claims concerned."""

    code: OneOf[StoryFlagCode]
    severity: str
    reason: str
    claims: tuple[str, ...]


class Sheet(Struct, frozen=True, kw_only=True):
    """A story sheet. ``open_flags`` counts the open flags of all its claims by severity, without waived and implied ones."""

    sentences: tuple[Sentence, ...]
    claims: tuple[SheetClaim, ...]
    flags: tuple[StoryFlag, ...]
    open_flags: dict[str, int]

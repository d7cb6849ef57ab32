"""The extractor *basic*: it turns what the reader finds into proposals, with what they say of their sources. Pure."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from claims.intake.extraction.basic.answers import refer
from claims.intake.extraction.basic.drafts import SILENT, Draft
from claims.intake.extraction.basic.lexicon import LANGUAGES, Lexicon, lexicon
from claims.intake.extraction.basic.naming import (
    has_name,
    named_elsewhere,
    naming_in,
    naming_of,
    reason_after,
    reason_before,
    same_source,
)
from claims.intake.extraction.basic.pronouns import meant_by
from claims.intake.extraction.basic.reader import Reader
from claims.intake.extraction.proposals import Hedged, Proposal, Span
from claims.intake.sentences import Part, trimmed
from claims.vocabulary import Hedge, Naming

#: The most characters that are read: many times an article. What follows is not read.
MAX_TEXT: Final = 60_000
#: The precision of each rule on the open half of the corpus, written by ``python -m tests.extraction.measure``.
PRECISION: Final = Path(__file__).resolve().parent / "precision.json"
#: How far from its source words on anonymity may be, in characters (a guess: this sentence and the next).
_NEAR: Final = 220


#: Quotation marks around a name.
_OPENED: Final = ("«", "„", "“")
_CLOSED: Final = ("»", "”", "“")
#: Whoever writes.
_AUTHOR: Final = re.compile(r"I|we|я|мы|нам|ми", re.IGNORECASE)


class Basic:
    """Proposals from cue words and patterns."""

    name = "basic"
    languages = LANGUAGES

    def propose(self, text: str, language: str) -> list[Proposal]:
        """Return proposals on a text of one of ``languages``; only its first ``MAX_TEXT`` characters are read."""
        text, words = text[:MAX_TEXT], lexicon(language)
        drafts = Reader(text, words).read()
        refer(text, drafts, words)
        drafts = [draft for draft in drafts if not draft.withdrawn]
        name_sources(text, drafts, words)
        return [proposal_of(text, draft, words) for draft in drafts if draft.content and is_whole(draft.content, *draft.hands)]


def is_whole(*parts: Part) -> bool:
    """Report whether no part is empty: in odd texts a cue may have nothing beside it."""
    return not any(part.empty for part in parts)


def name_sources(text: str, drafts: list[Draft], words: Lexicon) -> None:
    """Fill in naming, whom pronouns mean, and reasons for anonymity."""
    pronoun = words.patterns["pronoun"]
    before: list[Draft] = []  # sources that are no pronouns
    meant: list[tuple[Draft, Draft | None]] = []
    for draft in drafts:
        if draft.source is None:
            continue
        phrase = text[slice(*draft.source)]
        if _AUTHOR.fullmatch(phrase):
            draft.naming = Naming.NAMED
            continue
        if draft.means:  # whom a relative pronoun means is beside it
            draft.naming = naming_of(text[slice(*draft.means)], words)
            continue
        if pronoun.fullmatch(phrase):
            known = meant_by(text, phrase, before, words)
            draft.means = known.source if known else None
            if known and known.relays and known.takes == "passed" and not draft.relays and draft.stance not in SILENT:
                draft.relays = list(known.relays)
            meant.append((draft, known))
            continue
        draft.naming = naming_in(text, phrase, naming_of(phrase, words), words)
        if draft.naming is Naming.ROLE and named_elsewhere(phrase, text, words):
            draft.naming = Naming.NAMED
        quoted = text[draft.source.start - 1 : draft.source.start] in _OPENED and phrase[:1].isupper()
        if quoted and text[draft.source.end : draft.source.end + 1] in _CLOSED:
            draft.naming = Naming.NAMED  # "«Northern Way»"
        before.append(draft)
        if draft.stance not in SILENT:
            _keep_relay(text, draft, drafts)
    for found in words.patterns["anonymity"].finditer(text):
        _withhold(text, Part(*found.span()), drafts, words)
    for draft, known in meant:
        draft.naming = known.naming if known else Naming.NAMED


def _keep_relay(text: str, draft: Draft, drafts: list[Draft]) -> None:
    """Keep a source behind the relay through which alone the text has it."""
    for earlier in drafts[: drafts.index(draft)]:
        alone = earlier.takes == "passed" or (earlier.takes == "told" and earlier.naming not in (Naming.NAMED, Naming.ROLE))
        other = draft.naming is Naming.NAMED and earlier.naming is not Naming.NAMED  # "the bank" is not "two of the bank"
        papers = (draft.naming is Naming.DOCUMENT) != (
            earlier.naming is Naming.DOCUMENT
        )  # "the bank" is not "a note of the bank"
        cited = earlier.source if alone and earlier.relays and not other and not papers else None
        if cited and draft.source and not draft.relays and same_source(text[slice(*cited)], text[slice(*draft.source)]):
            draft.relays = list(earlier.relays)


def _withhold(text: str, found: Part, drafts: list[Draft], words: Lexicon) -> None:
    """Mark the nearest source before words on anonymity, wherever the text speaks of it, and the reason that they give."""
    at = found.end
    near = [
        (each.source, each)
        for each in drafts
        if each.source
        and not each.means
        and each.source.start < at < each.source.end + _NEAR
        and not has_name(text[slice(*each.source)])
    ]
    near = [each for each in near if each[1].naming is not Naming.DOCUMENT] or near
    if not near:
        return
    source, nearest = max(near, key=lambda each: each[0].start)
    ours = text[slice(*source)]
    some = words.patterns["some_of"].match(ours)  # "one of the two diplomats", and not both
    for draft in drafts:
        # "The ministry" is not the official at the ministry who asked not to be named.
        named = draft.naming in (Naming.NAMED, Naming.DOCUMENT) and draft is not nearest
        theirs = text[slice(*draft.source)] if draft.source else ""
        if draft is nearest or (draft.source and not named and not some and same_source(ours, theirs)):
            draft.naming = Naming.EXPLICITLY_UNNAMED
    reason = reason_after(text, at, len(text), words) or reason_before(text, found.start, words)
    nearest.reason = trimmed(text, reason) if reason else None


def proposal_of(text: str, draft: Draft, words: Lexicon) -> Proposal:
    def span(part: Part) -> Span:
        return Span(*part, text[slice(*part)])

    content = draft.content or draft.cue
    reason, means = (span(each) if each and not each.empty else None for each in (draft.reason, draft.means))
    return Proposal(
        stance=draft.stance,
        content=span(content),
        cue=span(draft.cue),
        source=span(draft.source) if draft.source else None,
        naming=draft.naming if draft.source else None,
        relays=tuple(span(each) for each in draft.relays) if draft.source else (),
        hedge=_hedge(text, draft, content, words),
        reason=reason,
        means=means,
        rule=draft.rule,
        confidence=precisions().get(draft.rule),
    )


def _hedge(text: str, draft: Draft, content: Part, words: Lexicon) -> Hedged | None:
    """Return the first hedge in the words of a source's own statement."""
    if draft.stance != "supports":
        return None
    found = [(each, degree) for degree in Hedge for each in words.patterns[degree].finditer(text, *content)]
    first = min(found, key=lambda each: each[0].start(), default=None)
    return Hedged(first[1].value, Span(*first[0].span(), first[0][0])) if first else None


@cache
def precisions() -> dict[str, float]:
    """Return the measured precision of each rule."""
    read: dict[str, float] = json.loads(PRECISION.read_text()) if PRECISION.exists() else {}
    return read

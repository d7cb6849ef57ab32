"""Which earlier statement an answer is about: "denied it", "did not reply to questions about the trucks". Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.intake.extraction.basic.drafts import SILENT, Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source, stems_of
from claims.intake.sentences import Part

#: How many statements back an answer may be about (a guess).
_BACK: Final = 8
#: What counts for an earlier statement, or against it, measured in statements between it and the answer: chosen on the corpus,
#: where it matters little how large they are.
_MEANT: Final = 1.5
_OF_HAND: Final = 2.5
_OF_SOURCE: Final = 0.7
_OWN: Final = 0.3
_QUOTED: Final = 3.0
_NEGATED: Final = 0.7
_HEADLINE: Final = 2.0
_MARKS: Final = ('"', "“", "«", "„")


class Stated(NamedTuple):
    """A statement that an answer may be about."""

    draft: Draft
    content: Part
    stems: set[str]
    negated: bool


def refer(text: str, drafts: list[Draft], words: Lexicon) -> None:
    """Give an answer the statement that it answers: the earlier one that it is about, or else the next."""
    stated: list[Stated] = []
    accusation: Part | None = None
    by_object = words.patterns["verb_last"].search("") is not None
    open_ones: list[Draft] = []
    matter: Part | None = None  # what the answer just before states, so that "he is silent too" is about the same
    for draft in drafts:
        silent = draft.stance in SILENT
        if draft.content is None and silent and matter and not draft.relays:
            draft.content = matter
        elif draft.content is None:
            charged = any(words.patterns["charge"].search(text, *each) for each in (draft.cue, draft.meant) if each)
            accused = draft.stance == "denies" and charged
            draft.content = accusation if accused and accusation else _answered(text, draft, stated[-_BACK:])
            open_ones += [draft] if draft.content is None else []
            matter = None
        elif silent:
            matter = draft.content if draft.takes == "none" and by_object else None
        else:
            content, matter = draft.content, None
            if draft.takes in ("blamed", "agentless"):
                accusation = content
            negated = words.patterns["negation"].search(text, *content) is not None
            stated.append(Stated(draft, content, stems_of(text[slice(*content)]), negated))
            for waiting in open_ones:
                waiting.content = content
            open_ones.clear()


def _answered(text: str, draft: Draft, stated: list[Stated]) -> Part | None:
    """Return the statement that an answer is most likely about: near, of the matter that it names, and of somebody else.

    "The firm denied the Gazette's story" is about what the Gazette said. What is quoted, and what says that something is not
    so, is mostly an answer itself.
    """
    meant = stems_of(text[slice(*draft.meant)]) if draft.meant else set()
    source = text[slice(*draft.source)] if draft.source else ""
    named, titled = stems_of(source), text.find("\n")

    def weight(distance: int) -> float:
        one = stated[-1 - distance]
        hands = [text[slice(*each)] for each in one.draft.hands]
        return (
            _MEANT * min(len(meant & one.stems), 2)
            + _OF_HAND * bool(meant & stems_of(" ".join(hands)))
            + _OF_SOURCE * bool(named & one.stems)
            - _OWN * bool(source and one.draft.source and same_source(source, hands[-1]))
            - _QUOTED * (text[one.content.start - 1 : one.content.start] in _MARKS)
            - _NEGATED * (one.negated and draft.stance != "questions")
            - _HEADLINE * (one.content.end <= titled)
            - distance
        )

    if draft.stance == "denies" and draft.source:
        stated = [each for each in stated if each.draft.source != draft.source]  # "we stay, the firm said, denying the report"
    best = max(range(len(stated)), key=weight, default=None)
    return None if best is None else stated[-1 - best].content

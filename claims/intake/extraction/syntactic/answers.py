"""Which earlier statement an answer is about: "denied it", "did not reply to questions about the trucks". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.sentences import Part, trimmed

#: How much a word in common counts, measured in statements between an answer and what it answers; these four are the best
#: of a small grid on the corpus.
_COMMON: Final = 0.7
_QUOTED: Final = 1.5
_OWN: Final = 1.2
_CHARGE: Final = 3.0
#: Letters by which words are compared, and the least length of a word that is.
_STEM: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d+")
_MEANT: Final = re.compile(r"(?:the|that|this|those|these)(?: [\w-]+){1,3}", re.IGNORECASE)
_SIDES: Final = ("supports", "denies", "questions", "reports")


def refer(text: str, drafts: Sequence[Draft], words: Lexicon) -> None:
    """Give each answer the earlier statement that it is most likely about, or else the next one."""
    stated: list[tuple[Draft, Part]] = []
    open_ones: list[Draft] = []
    for before, draft in zip([None, *drafts], drafts, strict=False):
        if draft.content is None and before and before.content and before.source and before.source == draft.source:
            draft.content = before.content
        elif stated and (known := _known(text, draft, stated)):
            draft.content = known
        elif draft.content is not None:
            if draft.stance in _SIDES:
                stated.append((draft, _charged(text, draft, draft.content, words)))
                for waiting in open_ones:
                    waiting.content = stated[-1][1]
                open_ones.clear()
        elif stated:
            draft.content = _answered(text, draft, stated, words)
        else:
            open_ones.append(draft)


def _known(text: str, draft: Draft, stated: Sequence[tuple[Draft, Part]]) -> Part | None:
    """Return the earlier statement that a few words with "the" mean: "could not verify the photographs"."""
    stated_here = isinstance(draft, Attribution) and draft.clause is not None
    if draft.content is None or draft.takes != "object" or draft.stance == "supports" or stated_here:
        return None
    if not _MEANT.fullmatch(text, *draft.content):
        return None
    stems = _stems(text, draft.content)
    return next((content for _, content in reversed(stated) if stems & _stems(text, content)), None)


def _charged(text: str, draft: Draft, content: Part, words: Lexicon) -> Part:
    """Return what somebody is accused of, without the accused."""
    if draft.takes == "blamed" and (of := words.patterns["of"].search(text, *content)):
        return trimmed(text, Part(of.end(), content.end))
    return content


def _answered(text: str, draft: Draft, stated: Sequence[tuple[Draft, Part]], words: Lexicon) -> Part:
    charged = any(words.patterns["charge"].search(text, *each) for each in (draft.cue, draft.meant) if each)
    around = _stems(text, _sentence(text, draft))

    def weight(distance: int) -> float:
        earlier, content = stated[-1 - distance]
        own = earlier.source and draft.source and same_source(text[slice(*earlier.source)], text[slice(*draft.source)])
        quoted = content.start > 0 and text[content.start - 1] in '"“«„'
        return (
            _COMMON * min(len(around & _stems(text, content)), 2)
            - distance
            - (_QUOTED if quoted else 0)
            - (_OWN if own and draft.stance != "supports" else 0)
            + (_CHARGE if charged and earlier.takes in ("blamed", "agentless") else 0)
        )

    best = max(range(len(stated)), key=weight)
    return stated[-1 - best][1]


def _sentence(text: str, draft: Draft) -> Part:
    """Return the line from a stop before an answer to one after it."""
    start = max(text.rfind(mark, 0, draft.cue.start) for mark in (". ", "\n", "? ", "! ", "” ", "» "))
    ends = [at for mark in (". ", "\n", ".") if (at := text.find(mark, draft.cue.end)) >= 0]
    return Part(max(start, 0), min(ends, default=len(text)))


def _stems(text: str, part: Part) -> set[str]:
    return set(_each_stem(text, part))


def _each_stem(text: str, part: Part) -> Iterator[str]:
    for found in _WORD.finditer(text, *part):
        yield found[0].casefold()[:_STEM]

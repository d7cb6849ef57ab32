"""What a sentence takes from earlier ones: the statement that an answer is about, and who passed on a source. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from claims.intake.extraction.basic import answers
from claims.intake.extraction.basic.drafts import SILENT, Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import same_source
from claims.intake.extraction.syntactic.checks import ODD
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.sentences import Part
from claims.vocabulary import Naming

#: How much counts for or against a statement, measured in statements between it and an answer; of small grids on the corpus.
_COMMON: Final = 0.5  # a word of the sentence
_NAMED: Final = 0.8  # a word of what the answer names
_OF_HAND: Final = 2.5  # it names who said it
_QUOTED: Final = 3.0
_HEADLINE: Final = 2.0
_OWN: Final = 1.2
_CHARGE: Final = 3.0
#: Letters by which words are compared, and the least length of a word that is.
_STEM: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d+")
_MEANT: Final = re.compile(r"(?:the|that|this|those|these)(?: [\w-]+){1,3}", re.IGNORECASE)
#: Nouns of what is done, which state it: "the resignation".
_DEED: Final = re.compile(r"(?:\w{3}(?:[ts]ion|ment|ing|al|ance)|\b(?:move|sale|deal|visit|attack|strike))$", re.IGNORECASE)
#: Sources that a text can have only from whom they spoke to: the others can be asked by anybody.
_HIDDEN: Final = (Naming.EXPLICITLY_UNNAMED, Naming.UNNAMED, Naming.COLLECTIVE)
_OF_THEM: Final = re.compile(r"(?:one|another|both|the other) of them|од(?:ин|на|ного|ной) из них|они оба", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"which|who|котор\w+", re.IGNORECASE)
#: Characters between a relay and a source that are not of one sentence (a guess).
_SENTENCE: Final = 60
#: What ends the rule of an answer that is right least often.
_UNSURE: Final = "_far"
_STOP: Final = re.compile(r"[.!?…]\s|\n")
#: Cues that say of what is denied where it was heard: "rejected reports that".
_HEARD: Final = ("noun", "hearsay")
#: Cues of answers that say nothing of what they are about: "declined to comment".
_ALONE: Final = ("none", "reaction")
_SIDES: Final = ("supports", "denies", "questions", "reports")


def refer(text: str, drafts: Sequence[Draft], words: Lexicon) -> None:
    """Give each answer the earlier statement that it is most likely about, or else the next one."""
    stated: list[tuple[Draft, Part]] = []
    open_ones: list[Draft] = []
    by_words = _by_words(text, drafts, words)
    for before, draft in zip([None, *drafts], drafts, strict=False):
        same = before and before.content and before.source and before.source == draft.source
        if draft.content is None and same and before and not _is_own(before, draft):
            draft.content = before.content
        elif stated and (known := _known(text, draft, stated)):
            draft.content = known
        elif draft.content is not None:
            if draft.stance in _SIDES and draft.rule != ODD:
                stated.append((draft, draft.content))
                for waiting in open_ones:
                    waiting.content = stated[-1][1]
                open_ones.clear()
        elif others := [each for each in stated if not _is_own(each[0], draft)]:
            draft.content = _answered(text, draft, others, words, by_words.get(id(draft)))
        else:
            open_ones.append(draft)


def _by_words(text: str, drafts: Sequence[Draft], words: Lexicon) -> dict[int, Part]:
    """Return what *basic* takes each answer without a pronoun or noun to be about: it is right more often there."""
    copies = {id(each): replace(each) for each in drafts if each.rule != ODD}
    answers.refer(text, list(copies.values()), words)
    return {
        id(each): content
        for each in drafts
        if each.content is None and each.takes in _ALONE and (copy := copies.get(id(each))) and (content := copy.content)
    }


def _is_own(earlier: Draft, draft: Draft) -> bool:
    """Report whether an earlier statement is what the same source says in the sentence in which it denies another's."""
    return (
        draft.stance == "denies"
        and earlier.stance == "supports"
        and draft.source is not None
        and earlier.source == draft.source
    )


def without_denied(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what is within a statement that its sentence denies: "rejected the charge that he denied famine"."""
    denied = [
        each.content
        for each in drafts
        if each.stance in ("denies", "questions") and each.rule != ODD and each.content and each.cue.end <= each.content.start
        if not _STOP.search(text, each.cue.end, each.content.start)
    ]

    def within(cue: Part) -> bool:
        return any(part.start <= cue.start and cue.end <= part.end for part in denied)

    return [each for each in drafts if each.takes in _HEARD or not within(each.cue)]


def _known(text: str, draft: Draft, stated: Sequence[tuple[Draft, Part]]) -> Part | None:
    """Return the earlier statement that a few words with "the" mean: "could not verify the photographs"."""
    stated_here = isinstance(draft, Attribution) and draft.clause is not None
    if draft.content is None or draft.takes != "object" or draft.stance == "supports" or stated_here:
        return None
    if not _MEANT.fullmatch(text, *draft.content) or _DEED.search(text, *draft.content):
        return None
    stems = _stems(text, draft.content)
    return next((content for _, content in reversed(stated) if stems & _stems(text, content)), None)


def _answered(text: str, draft: Draft, stated: Sequence[tuple[Draft, Part]], words: Lexicon, by_words: Part | None) -> Part:
    charged = any(words.patterns["charge"].search(text, *each) for each in (draft.cue, draft.meant) if each)
    around, titled = _stems(text, _sentence(text, draft)), text.find("\n")
    named = _stems(text, draft.meant) if draft.meant else set()

    def is_own(earlier: Draft) -> bool:
        ours = earlier.source and draft.source and _same(text, earlier.source, draft.source)
        return bool(ours) and draft.stance != "supports"

    def weight(distance: int) -> float:
        earlier, content = stated[-1 - distance]
        quoted = content.start > 0 and text[content.start - 1] in '"“«„'
        return (
            _COMMON * min(len(around & _stems(text, content)), 2)
            + _NAMED * min(len(named & _stems(text, content)), 2)
            + _OF_HAND * any(named & _stems(text, hand) for hand in earlier.hands)
            - _HEADLINE * (content.end <= titled)
            - distance
            - (_QUOTED if quoted else 0)
            - (_OWN if is_own(earlier) else 0)
            + (_CHARGE if charged and earlier.takes in ("blamed", "agentless") else 0)
        )

    best = max(range(len(stated)), key=weight)
    others = [content for earlier, content in stated if not is_own(earlier)]
    content = by_words if by_words in others else stated[-1 - best][1]
    far = content != stated[-1][1] and not charged and not around & _stems(text, content)
    # Who says nothing has more often been asked about what is said to be so.
    opposed = (
        not draft.rule.endswith("_back")
        and draft.stance in ("declined", "neither")
        and words.patterns["negation"].search(text, *content)
    )
    # A pronoun means what was said just before more often than a noun does.
    pronoun = draft.rule.endswith("object_back") and draft.meant is not None and " " not in text[slice(*draft.meant)]
    draft.rule += _UNSURE if (far and not pronoun) or opposed else ""
    return content


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


def keep_relays(text: str, drafts: Sequence[Draft]) -> None:
    """Keep a source without a name behind its relay in later sentences, and mark the nearest words for each relay."""
    for number, draft in enumerate(drafts):
        if number and _is_one_of_them(text, draft, drafts[number - 1]):
            draft.relays = draft.relays or list(drafts[number - 1].relays)
        if draft.source is None or draft.means is not None or draft.stance in SILENT:
            continue
        earlier = [each for each in drafts[:number] if each.source and _same(text, each.source, draft.source)]
        alike = draft.source and {_head(text, each.source) for each in earlier if each.source} == {_head(text, draft.source)}
        if not draft.relays and alike and all(each.relays and each.naming in _HIDDEN for each in earlier):
            draft.relays = list(earlier[-1].relays)
        draft.relays = [_nearest(text, each, draft, drafts[:number]) for each in draft.relays]


def _is_one_of_them(text: str, draft: Draft, before: Draft) -> bool:
    """Report whether a pronoun is a source without a name of the statement just before: «по его словам», "one of them"."""
    if draft.source is None or before.source is None or not before.relays or before.naming not in _HIDDEN:
        return False
    theirs = before.means or before.source
    meant = draft.means and draft.means.start < theirs.end and theirs.start < draft.means.end
    meant = meant and not _RELATIVE.fullmatch(text, *draft.source)
    return bool(meant or _OF_THEM.fullmatch(text, *draft.source))


def _nearest(text: str, relay: Part, draft: Draft, earlier: Sequence[Draft]) -> Part:
    """Return the last words for a relay that an earlier sentence named; its own where this sentence names it."""
    if draft.source is None or relay.end > draft.source.start - _SENTENCE or relay.start > draft.cue.end:
        return relay
    named = [hand for each in earlier for hand in each.hands if relay.start < hand.start < draft.cue.start]
    return next((hand for hand in reversed(named) if _same(text, hand, relay)), relay)


def _head(text: str, source: Part) -> str:
    """Return the last word of a source before what is said of it: "clerks" of "two clerks at the port"."""
    phrase = re.split(r",|\s(?:of|at|in|on|from|with|who|familiar|close|briefed|\w+ing|в|на|из|с|от)\s", text[slice(*source)])[
        0
    ]
    return (phrase.split() or [""])[-1].casefold()[:_STEM]


def _same(text: str, one: Part, other: Part) -> bool:
    return same_source(text[slice(*one)], text[slice(*other)])

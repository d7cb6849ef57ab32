"""Silences of things and of other kinds, which answer nobody: a village that no road reaches, a patient and a drug. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claims.intake.extraction.basic.drafts import SILENT, Draft
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.extraction.syntactic.tree import Tree

_REACHED: Final = re.compile(r"\b(?:reached|contacted)\b", re.IGNORECASE)
_RESPONDS: Final = re.compile(r"\b(?:respond|react|repl|answer)\w*$", re.IGNORECASE)
_QUIET: Final = re.compile(r"\b(?:silent|quiet)\b|(?<!\w)молч\w+", re.IGNORECASE)
_DRAWN: Final = re.compile(r"\bbe drawn\b", re.IGNORECASE)
_CHECKS: Final = re.compile(r"\b(?:verify|confirm|establish|authenticate|validate|check)$", re.IGNORECASE)
#: How people get to a place that cannot be reached.
_WAY: Final = re.compile(
    r"(?:road|sea|air|train|rail|boat|helicopter|foot|car|bus|land|rescuer|crew|firefighter|ambulance|ferry|lift)s?"
)
#: To what bodies and machines respond.
_STIMULUS: Final = re.compile(
    r"(?:drug|dose|treatment|therap(?:y|ie)|medicine|medication|vaccine|antibiotic|chemotherapy|stimul\w+|command|control|brake|light"
    r"|sound|touch|pain|heat|cold|insulin|training|whistle|music|market|feed|signal|switch|button|steering|password)s?"
)
_DOOR: Final = re.compile(r"(?:door|bell|doorbell|ad|advert|prayer|summons|riddle|exam|paper|description|purpose)s?")
#: For how long a crowd or a gun is silent.
_WHILE: Final = re.compile(r"(?:minute|second|moment|hour|night)s?|минут\w*|секунд\w*")
#: What is silent and is asked nothing.
_THINGS: Final = re.compile(
    r"(?:crowd|stadium|street|gun|bell|phone|radio|siren|alarm|engine|hall|forest|city|town|organ|choir|orchestra|audience"
    r"|стадион\w*|зал\w*|улиц\w+|сирен\w+|телефон\w*|орудия|пушк\w+|колокол\w*|площадь|толпа|двигател\w+|трибун\w+)s?",
    re.IGNORECASE,
)
#: What is drawn, by lot or with a pen.
_LOTS: Final = re.compile(
    r"(?:number|ball|ticket|name|winner|lot|raffle|lotter(?:y|ie)|line|border|map|curtain|conclusion|fixture|blind|match)s?"
)
#: What checks cards and names, and no statement.
_MACHINES: Final = re.compile(
    r"(?:app|system|machine|software|scanner|terminal|website|site|server|gate|device|programme|program|platform|reader|bank|camera)s?"
)


def is_no_answer(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether a silence is of another kind: "could not be reached by road", "did not respond to the drug"."""
    if draft.stance not in SILENT:
        return False
    cue, subject = text[slice(*draft.cue)], _lemmas(draft, tree, "nsubj", "nsubj:pass")
    if _REACHED.search(cue):
        return _any(_WAY, _lemmas(draft, tree, "obl", "obl:agent"))
    if _RESPONDS.search(cue):
        return _any(_STIMULUS, _lemmas(draft, tree, "obl")) or _any(_DOOR, _lemmas(draft, tree, "obj"))
    if _QUIET.search(cue):
        return _any(_THINGS, subject) or (_any(_WHILE, _lemmas(draft, tree, "obl")) and "for" in text)
    if _DRAWN.search(cue):
        return _any(_LOTS, subject)
    stated = isinstance(draft, Attribution) and draft.clause is not None  # "the bank refuses to confirm it is lending"
    return bool(_CHECKS.search(cue)) and not stated and _any(_MACHINES, subject)


def _any(pattern: re.Pattern[str], lemmas: list[str]) -> bool:
    return any(pattern.fullmatch(each) for each in lemmas)


def _lemmas(draft: Draft, tree: Tree, *relations: str) -> list[str]:
    return list(_each(draft, tree, relations))


def _each(draft: Draft, tree: Tree, relations: tuple[str, ...]) -> Iterator[str]:
    for word in tree.within(draft.cue):
        for child in tree.children(word, *relations):
            yield tree.tokens[child].lemma

"""All that shows that an attribution was read wrongly, so that it is not shown. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, SILENT, Draft
from claims.intake.extraction.syntactic.checks import is_odd
from claims.intake.extraction.syntactic.cuts import says_nothing
from claims.intake.extraction.syntactic.happened import is_verb, is_wrong
from claims.intake.extraction.syntactic.senses import DECIDES, noun_of, of_thing
from claims.intake.extraction.syntactic.silences import is_no_answer
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part

#: Nouns that only one verb denies or confirms in another sense, when they are its subject.
_DECIDED: Final = re.compile(
    r"(?:appeal|application|ballot|bid|bail|claim|goal|lawsuit|motion|offer|petition|plea|proposal|request|reservation|suit|visa|vote)s?",
    re.IGNORECASE,
)
#: What is a preposition or an adverb before a number: "at least sixty voyages".
_ABOUT_AS_MANY: Final = re.compile(
    r"(?:at least|at most|about|around|over|under|nearly|almost|up to|some|only|just|more|less|fewer)\s", re.IGNORECASE
)
#: A source that words read up to the verb of its own clause: "sabotage has not been" before "ruled out".
_AUXILIARY_LAST: Final = re.compile(
    r"(?:\b(?:not|been|be|has|have|had|was|were|is|are|did|does|do)|n['’]t|(?<!\w)не(?: (?!исключ)[а-яё]+л[аио]?)?)$",
    re.IGNORECASE,
)
_NOT_BEFORE: Final = re.compile(r"(?:(?<!\w)(?:не|ни|not|never|no longer)|n['’]t) [\"“«]?$", re.IGNORECASE)
_NO_SUBJECT: Final = re.compile(r"(?:never|not|no longer|did not|didn['’]t|was|is|were|are|had|has|will|would|could)\s")
_THAT: Final = re.compile(r"\b(?:that|he|she|it|they|who|which|this|there)\W*$")
_VERBAL: Final = ("VERB", "AUX")
#: The sentence after one of the text's own, by which it takes it back; and the same before a colon.
_CORRECTED: Final = re.compile(
    r"[.!»\"”]*\s+(?:(?:увы|простите|извините|нет|но|sorry|no|but),? )?(?:это|мы|that|this|it|we) ?"
    r"(?:было |была |were |was |is |are |['’]s )?"
    r"(?:неверно|неправда|не так|ошибк\w+|ошиблись|неточно\w*|wrong|incorrect|not (?:so|true)|a mistake|an error|mistaken)"
    r"|[.!»\"”]*\s+(?:поправ\w+|исправля\w+|приносим извинения|просим прощения|we apologi[sz]e|we regret|correction)\b",
    re.IGNORECASE,
)
_CORRECTION: Final = re.compile(
    r"(?:(?:это|that|this) (?:was |is )?(?:неверно|неправда|не так|ошибка|wrong|incorrect)|поправ\w+|исправля\w+|уточняем)",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"мы|я|we|I", re.IGNORECASE)


def is_faulty(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether an attribution was read wrongly, by words or by a tree."""
    clause = draft.clause if isinstance(draft, Attribution) else None
    if of_thing(text, draft, tree, clause) or any(each(text, draft, tree) for each in _FAULTS):
        return True
    return not isinstance(draft, Attribution) and any(each(text, draft, tree) for each in _OF_WORDS)


def _is_decided(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether the source that words read is what somebody else decided on: "Lawsuit dismissed", "Goal denied"."""
    if draft.source is None:
        return False
    if _AUXILIARY_LAST.search(text[slice(*draft.source)]):
        return True
    cue = text[slice(*draft.cue)]
    at = noun_of(tree, tree.within(draft.source))
    return bool(DECIDES.search(cue) and at is not None and _DECIDED.fullmatch(tree.tokens[at].lemma))


def _begins_oddly(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether an English statement begins with a preposition or a verb, as none does: "denied | in May"."""
    if draft.content is None or draft.takes not in ("object", *CLAUSES) or draft.stance not in ("supports", "denies"):
        return False
    words = tree.within(draft.content)
    if not words or not text[draft.content.start : draft.content.end].isascii() or draft.content.start < draft.cue.end:
        return False
    if text[draft.content.start - 1] in '"“' or _ABOUT_AS_MANY.match(text, *draft.content):
        return False
    first = tree.tokens[words[0]]
    verb = any(tree.tokens[each].pos in _VERBAL for each in words)
    if (first.pos in ("ADP", "ADV") and not verb) or (draft.takes == "object" and first.dep == "case" and first.pos == "ADP"):
        return True
    return first.pos == "VERB" and first.dep == "root" and "VerbForm=Fin" in first.feats


def _is_half_said(text: str, draft: Draft, _tree: Tree) -> bool:
    """Report whether a statement begins after its negation, or is quoted without its subject: bribe "never happened"."""
    if draft.content is None or draft.stance in SILENT or draft.content.start < draft.cue.end:
        return False
    if _NOT_BEFORE.search(text, draft.cue.end, draft.content.start):
        return True
    between = text[draft.cue.end : draft.content.start]
    quoted = between[-1:] in ('"', "“") and any(each.isalpha() for each in between)
    return bool(quoted and draft.takes in CLAUSES and _NO_SUBJECT.match(text, *draft.content) and not _THAT.search(between))


def _is_corrected(text: str, draft: Draft, _tree: Tree) -> bool:
    """Report whether the text takes back its own words, or a heading does so: "we wrote that it had sunk. That was wrong"."""
    if draft.source is None or draft.content is None:
        return False
    if draft.cue == Part(draft.source.end, draft.source.end + 1) and _CORRECTION.fullmatch(text, *draft.source):
        return True
    end = max(draft.content.end, draft.cue.end)
    return draft.stance == "supports" and bool(_OURS.fullmatch(text, *draft.source) and _CORRECTED.match(text, end))


_FAULTS: Final = (is_odd, says_nothing, _begins_oddly, is_no_answer, _is_half_said, _is_corrected)
#: What a tree was asked before it read an attribution.
_OF_WORDS: Final = (_is_decided, is_verb, is_wrong)

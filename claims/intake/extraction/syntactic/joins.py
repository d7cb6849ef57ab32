"""One attribution of what a tree and what words alone show of it, each where it is right more often. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, SILENT, Draft
from claims.intake.extraction.syntactic.cues import SUBJECTS
from claims.intake.extraction.syntactic.statements import ASKED_OF, Attribution
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part, trimmed

#: Who passes on a source, which is no part of its name: "an eyewitness quoted by the Echo".
_QUOTED_BY: Final = re.compile(r",? (?:as )?(?:quoted|cited|interviewed) by ", re.IGNORECASE)

#: What is said beside a statement before it begins: «что, по его информации, порт закрыт».
_ASIDE: Final = re.compile(r"(?!(?:если|когда|пока|хотя|if|when|unless|once|until|although|though) ).{3,80}, ", re.IGNORECASE)
#: Whose report it is, before the report: "(Harbour Press) - The ferry was late".
_DATELINE: Final = re.compile(r"\) [-–—] $")


def joined(text: str, draft: Attribution, words: Draft, tree: Tree) -> Draft:
    """Return the attribution of a tree with what words alone show better."""
    if words.source and _is_shared(draft, words, tree):
        draft.source = words.source
    if not draft.relays and words.relays and words.rule not in ("nested", "passed"):
        draft.relays = list(words.relays)
    draft.content = _stated(text, draft, words)
    if draft.content and draft.cue.end <= draft.content.start:  # "…, the Gazette reported": who passes it on is no part of it
        ends = [each.start for each in draft.relays if draft.content.start < each.start < draft.content.end]
        draft.content = trimmed(text, Part(draft.content.start, min(ends))) if ends else draft.content
    if _is_longer(text, draft, words) and tree.goes_on(draft.source.end if draft.source else 0):
        draft.source = words.source and draft.source and _longer(text, draft.source, words.source)
    if draft.source and (by := _QUOTED_BY.search(text, *draft.source)):
        draft.source = Part(draft.source.start, by.start())
    same = draft.content == words.content and draft.source == words.source
    draft.rule = f"both_{draft.rule}" if same or draft.rule == "agentless" else draft.rule  # too few of a tree alone
    return draft


def _stated(text: str, draft: Attribution, words: Draft) -> Part | None:
    """Return the statement: that of words where it is more, or where a tree shows none for an answer."""
    content, other = draft.content, words.content
    if content is None or other is None:
        return other if content is None and draft.takes == "none" and words.takes == "none" and not draft.meant else content
    if _is_around(text, draft, words) or _is_elsewhere(draft, content, other):
        return other
    later = content.end <= other.end and draft.cue.end <= other.start < content.start and draft.takes in CLAUSES
    if later and not _ASIDE.fullmatch(text, other.start, content.start):
        return Part(other.start, content.end)  # «что если вина подтвердится, лицензию отзовут»
    if draft.takes == "agentless" and content.start == other.start:
        return min(content, other)
    if draft.clause is None and content.start == other.start:
        return _longer(text, content, other)
    return content


def _is_around(text: str, draft: Attribution, words: Draft) -> bool:
    """Report whether words read a statement on both sides of its cue, or before it, of which a tree shows only a part.

    "It is safe, she said, and dry", «про порт, сказала она, придумали», "resumes if the wind drops, the airport promised".
    """
    content, other = draft.content, words.content
    if content is None or other is None or draft.source != words.source:
        return False
    if not other.start <= content.start < content.end <= other.end or _DATELINE.search(text, other.start, content.start):
        return False
    if words.rule == "within":
        return other.start < draft.cue.start < other.end
    return content.end <= draft.cue.start and (words.rule == "first" or content.end == other.end)


def _is_elsewhere(draft: Attribution, content: Part, other: Part) -> bool:
    """Report whether words read what follows an answer, and a tree something before it: «отказался назвать сроки»."""
    return draft.stance in SILENT and content.end <= draft.cue.start and draft.cue.end <= other.start


def _is_longer(text: str, draft: Draft, words: Draft) -> bool:
    """Report whether words read more of a source, without any of its relays."""
    if draft.source is None or words.source is None or draft.source.start != words.source.start:
        return False
    if ASKED_OF.search(text, draft.source.end, words.source.end):
        return False
    return not any(words.source.start <= each.start < words.source.end for each in draft.relays)


def _is_shared(draft: Attribution, words: Draft, tree: Tree) -> bool:
    """Report whether a cue after a conjunction has its source from a clause before it: words know which one."""
    if tree.tokens[draft.verb].dep != "conj" or tree.children(draft.verb, *SUBJECTS) or words.source is None:
        return False
    stated = draft.content or draft.cue
    if any("VerbForm=Fin" in tree.tokens[each].feats for each in tree.within(words.source)):
        return False
    return words.source.end <= stated.start or stated.end <= words.source.start


def _longer(text: str, part: Part, words: Part) -> Part:
    """Return a part with the words that follow it, up to a comma: parsers attach the last words of a phrase elsewhere."""
    comma = text.find(", ", part.end, words.end)
    return Part(part.start, max(part.end, comma if comma >= 0 else words.end))

"""The third hand of a chain, which words after the second one name: "citing the Gazette, which spoke to two miners". Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.phrases import Phrases
from claims.intake.sentences import Part, trimmed

_GAVE: Final = r"(?:рассказа|сообщи|поведа|заяви|призна|подтверди|раскры|подели|пожалова|поясни|уточни)л(?:[аио]|ся|ась|ись)?"
_IT: Final = "(?:об этом|это|эти сведения|сведения|информацию)"
_TURN: Final = r"(?:,? (?:в свою очередь|также|тоже),?)?"
#: What follows a source that only passes on; the rest of the clause begins with whoever it has it from.
_FROM: Final = re.compile(
    rf"[»\"]?,? (?:и )?котор(?:ой|ому|ым|ыми){_TURN} (?:(?:об этом|про это|это|о [^,.;:]{{3,40}}?) )?(?P<gave>{_GAVE})"
    r"(?: (?:об этом|это))? "
    rf"|[»\"]?,? котор(?:ая|ый|ое|ые){_TURN} (?P<learned>(?:узна|услыша|получи)л[аио]? {_IT} от) "
    rf"|[»\"]?,? (?P<participle>(?:узна|услыша|получи)вш\w+ {_IT} от) "
    rf"|[»\"]?,? а (?:тот|та|то|те){_TURN} "
    r"(?P<refers>(?:ссыла[ею]тся|опира[ею]тся|сосла(?:лся|лась|лось|лись)) на|цитиру[ею]т) "
    r"|[”\"]?,? (?:which|who)(?: in turn| itself| themselves)?(?: had| has| have| was| were| been){0,2} "
    r"(?P<which>refer(?:s|red) to|relie[sd] on|cite[sd]?|quote[sd]?|spoke to|spoken to"
    r"|told (?:of (?:it|this) |so |it |this )?by"
    r"|(?:heard|had|has|got|learn(?:ed|t)|obtained) (?:of )?(?:it|this|the (?:story|news|report)) from"
    r"|attribute[sd] (?:it|this|the \w+) to|base[sd] (?:it|this|its \w+) on) ",
    re.IGNORECASE,
)
#: What an outlet that states something has it from.
_BASED: Final = re.compile(r"[”\"]?,? (?P<based>(?:based|drawing|relying) on) ", re.IGNORECASE)
#: Who passes on what somebody is quoted as saying.
_QUOTED_BY: Final = re.compile(r" by (?=the |[A-Z])")
#: Who passes on what somebody said: "the mayor said, according to Radio Sud".
_REPORTED_BY: Final = re.compile(r",? according to |, по (?:данным|информации|сообщению) ", re.IGNORECASE)
#: "…: об этом «Краю» рассказал шахтёр": the statement is before the colon.
ABOUT_THIS: Final = re.compile(
    rf"(?::|;| [—–-]) (?:и )?(?:об|про) эт(?:ом|о) (?P<heard>(?:[а-яё]+ )?«[^»]{{2,40}}» |нам )?(?P<cue>{_GAVE}) (?=\S)"
)
_STOP: Final = re.compile(r"[,;:.\n](?=\s|$)|$| (?:that|and said|и сообщ)(?!\w)")
#: Least and most characters of whoever is named so.
_LEAST: Final = 3
_MOST: Final = 90


def pass_on(phrases: Phrases, draft: Draft) -> None:
    """Make the source of a draft a relay of whoever the words after it name as its source."""
    text, source = phrases.text, draft.source
    if source is None or draft.content is None or draft.stance not in ("supports", "reports"):
        return
    if draft.cue.end <= source.start and source.end and draft.takes in CLAUSES and draft.content.end <= draft.cue.start:
        _take(phrases, draft, _BASED.match(text, source.end))
    if draft.takes in CLAUSES and not draft.relays and draft.content.end <= draft.cue.start:
        by = _REPORTED_BY.match(text, max(draft.cue.end, source.end))
        named = named_after(phrases, by.end()) if by else None
        draft.relays = [named] if named else []
    if draft.takes == "passed" or draft.relays:
        _take(phrases, draft, _FROM.match(text, source.end))
    if (
        draft.source == source
        and not draft.relays
        and text[slice(*draft.cue)].lower().endswith(("quoted as saying", "as saying"))
    ):
        by = _QUOTED_BY.match(text, draft.cue.end)
        named = named_after(phrases, by.end()) if by else None
        draft.relays = [named] if named else []


def named_after(phrases: Phrases, start: int) -> Part | None:
    """Return the words from a place to the end of a phrase, if they can name a source."""
    stop = _STOP.search(phrases.text, start, start + _MOST)
    named = phrases.phrase(Part(start, stop.start())) if stop and stop.start() - start >= _LEAST else None
    return named if named and named.start < start + _LEAST + 1 else None


def _take(phrases: Phrases, draft: Draft, found: re.Match[str] | None) -> None:
    named = named_after(phrases, found.end()) if found else None
    if found and named and found.lastgroup:
        draft.relays, draft.source = draft.hands, named
        draft.cue = Part(*found.span(found.lastgroup))
        if draft.content and draft.content.start < named.end < draft.content.end:
            draft.content = trimmed(phrases.text, Part(named.end, draft.content.end))

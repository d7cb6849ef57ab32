"""How a text names a source, whom a pronoun means, and why a name is withheld. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.sentences import Part
from claims.vocabulary import Naming

_CAPITAL: Final = re.compile(r"(?<![\w’'])[^\W\d_a-zа-яёіїєґ][\w’'-]+")
#: A personal name.
PERSON: Final = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w’-]+ [^\W\d_a-zа-яёіїєґ][\w’-]+")
#: A place or a body that a post belongs to.
_PLACED: Final = re.compile(r"\s(?:of|at|in|on|from|for)\s(?:[a-z'’]+ ){0,4}?[^\W\d_a-z][\w’-]+(?: [^\W\d_a-z][\w’-]+)*")
_WORD: Final = re.compile(r"[\w’'-]+")
#: Letters by which words are compared: endings of Russian and Ukrainian come after them (a guess).
_STEM: Final = 7
#: The same where it matters less that they are taken for one: what an answer is about.
_LOOSE: Final = 6
#: Vowels that end Russian and Ukrainian words.
_ENDINGS: Final = "аеиіїоуыюяьйєё"
#: Letters of a word that says what a phrase is about.
_LONG: Final = 4
#: Characters between words on anonymity and the reason for it (a guess: one short word).
_NEAR: Final = 14
#: The same, for a reason before them (a guess: a clause).
_BEFORE: Final = 140


def head_of(phrase: str) -> str:
    """Return a noun phrase up to its first preposition or comma."""
    return re.split(r",|\s(?:of|at|in|on|from|with|by|for|to|в|во|из|на|с|по|от|у|з|із)\s", phrase)[0]


def has_name(phrase: str) -> bool:
    """Report whether a phrase has the name of a person, and not only that of a place or of whose post it is."""
    return PERSON.search(_PLACED.sub("", phrase)) is not None


def naming_of(phrase: str, lexicon: Lexicon) -> Naming:
    """Return how a noun phrase names its source, by its words alone."""
    patterns = lexicon.patterns
    head = head_of(phrase)
    person = has_name(phrase[1:])
    post = patterns["post"].search(head)
    titled = patterns["determiner"].match(head)  # "The" at the beginning of a sentence is no name
    capital = _CAPITAL.search(head, titled.end() if titled else 0)
    rules = (
        (patterns["document"].search(head), Naming.DOCUMENT),
        (patterns["body_last"].search(head) and not patterns["one"].match(phrase), Naming.NAMED),
        (patterns["people"].search(head) and not (person or patterns["body_last"].search(head)), Naming.COLLECTIVE),
        (patterns["titled_name"].search(head), Naming.NAMED),
        (patterns["one"].match(phrase) and patterns["one_of_many"].search(head) and not person, Naming.UNNAMED),
        (patterns["one"].match(phrase) and post and not person, Naming.ROLE),
        (patterns["one"].match(phrase) and not person, Naming.UNNAMED),
        (patterns["collective"].search(head) and not person, Naming.COLLECTIVE),
        (post and not person and len(head[: post.start()].split()) <= 1, Naming.ROLE),
        (patterns["body"].search(head) and not patterns["whose"].search(phrase), Naming.NAMED),
        (post and not person, Naming.ROLE),
        (patterns["whose"].search(head) and patterns["agent"].search(head) and not person, Naming.ROLE),
        (patterns["body"].search(head), Naming.NAMED),
        (patterns["plural"].match(phrase), Naming.COLLECTIVE),
        (person or capital, Naming.NAMED),
        (titled and not patterns["agent"].search(head), Naming.NAMED),
    )
    return next((naming for holds, naming in rules if holds), Naming.ROLE if patterns["the"].match(phrase) else Naming.UNNAMED)


def naming_in(text: str, phrase: str, naming: Naming, lexicon: Lexicon) -> Naming:
    """Return how a source is named by what the text says of it elsewhere: its name, or that it is one of many."""
    patterns = lexicon.patterns
    if patterns["one"].match(phrase) or has_name(phrase):
        return naming
    head = head_of(phrase)
    if naming is Naming.COLLECTIVE:  # a surname that ends as a plural does: "Spurgas"
        named = rf"[\w,;’'] {phrase}\b" if phrase.istitle() and phrase.isalpha() else r"(?!)"
        return Naming.NAMED if re.search(named, text) else naming
    noun = patterns["title"].search(head) if naming is Naming.ROLE else None
    if noun is None:
        return naming
    title, name = re.escape(noun[0]), r"[A-Z][\w’'-]+ [A-Z][\w’'-]+"
    described = rf"(?:the|its|his|her|their|\w+['’]s) (?:[\w'’-]+ ){{0,4}}{title}\b"
    before, after = (
        rf"(?i:\b{title}),? (?:\w+\. )?{name}",
        rf"{name}, {described}",
    )
    if re.search(f"{before}|{after}", text):
        return Naming.NAMED
    one = rf"\b(?i:an?|one) (?:[\w-]+ ){{0,2}}{title}\b"
    return Naming.UNNAMED if not patterns["post"].search(head) and re.search(one, text) else naming


def same_source(one: str, other: str) -> bool:
    """Report whether two phrases seem to be about one source: the last word of the shorter one is in the other."""
    ours, theirs = _words(one), _words(other)
    short, long = sorted((ours, theirs), key=len)
    return bool(short) and short[-1][:_STEM] in {word[:_STEM] for word in long}


def stems_of(phrase: str) -> set[str]:
    """Return the stems of the longer words of a phrase."""
    return {word.casefold()[:_LOOSE].rstrip(_ENDINGS) for word in _WORD.findall(phrase) if len(word) >= _LONG}


def _words(phrase: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(phrase) if len(word) > 2]


def reason_after(text: str, at: int, end: int, lexicon: Lexicon) -> Part | None:
    """Return the reason given for anonymity, where it follows the words on anonymity that end at ``at``."""
    found = lexicon.patterns["because"].search(text, at, min(end, at + 60))
    if not found or found.start() - at > _NEAR:
        return None
    stop = re.compile(r"[,.;:)\"”»]|$|(?<!\w)(?:said|told|tells|says?)(?!\w)").search(text, found.end() + 2, end)
    return Part(found.end(), stop.start() if stop else end)


def reason_before(text: str, at: int, lexicon: Lexicon) -> Part | None:
    """Return the reason that is given before words on anonymity: "who fears for her job and asked not to be named"."""
    found = lexicon.patterns["because_before"].search(text, max(0, at - _BEFORE), at)
    return Part(*found.span(1)) if found else None

"""How a text names a source, whom a pronoun means, and why a name is withheld. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.sentences import Part
from claims.vocabulary import Naming

_CAPITAL: Final = re.compile(r"(?<![\w’'])[^\W\d_a-zа-яёіїєґ][\w’'-]+")
#: A personal name.
PERSON: Final = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w’-]+(?:'[а-яіїєґ]+)? [^\W\d_a-zа-яёіїєґ][\w’-]+")
#: A place or a body that a post belongs to.
_PLACED: Final = re.compile(r"\s(?:of|at|in|on|from|for)\s(?:[a-z'’]+ ){0,4}?[^\W\d_a-z][\w’-]+(?: [^\W\d_a-z][\w’-]+)*")
_QUOTED: Final = re.compile(r"«[^»]*»")
_WORD: Final = re.compile(r"[\w’'-]+")
#: Letters by which words are compared: endings of Russian and Ukrainian come after them (a guess).
_STEM: Final = 7
#: The same where it matters less that they are taken for one: what an answer is about.
_LOOSE: Final = 6
#: Vowels that end Russian and Ukrainian words.
_ENDINGS: Final = "аеиіїоуыюяьйєё"
#: Letters of a word that says what a phrase is about.
_LONG: Final = 4
#: Fewest letters of a post by which it is found elsewhere.
_SHORT: Final = 3
#: Characters before a post in which another may be.
_BESIDE: Final = 40
#: Characters between words on anonymity and the reason for it (a guess: one short word).
_NEAR: Final = 14
#: The same, for a reason before them (a guess: a clause).
_BEFORE: Final = 140


def head_of(phrase: str) -> str:
    """Return a noun phrase up to its first preposition or comma."""
    return re.split(r",|\s(?:of|at|in|on|from|with|by|for|to|в|во|из|на|с|по|от|у|з|із)\s", phrase)[0]


def has_name(phrase: str) -> bool:
    """Report whether a phrase has the name of a person, and not only that of a place or of whose post it is."""
    return PERSON.search(_PLACED.sub("", _QUOTED.sub("", phrase))) is not None


def naming_of(phrase: str, lexicon: Lexicon) -> Naming:
    """Return how a noun phrase names its source, by its words alone."""
    patterns = lexicon.patterns
    head = head_of(phrase)
    person = has_name(phrase[1:])
    plain = _QUOTED.sub("", head)  # "the paper «Diary»" is no diary
    post = patterns["post"].search(head)
    body = patterns["body"].search(head)
    if body and not patterns["attributes"].fullmatch(head[: body.start()]):
        body = None  # "a surgeon of the clinic"
    first = body is not None and post is not None and body.start() < post.start() and patterns["several"].pattern != "(?!)"
    apposed = any(patterns["body"].match(each) for each in phrase.split(", ")[1:])
    titled = patterns["determiner"].match(head)  # "The" at the beginning of a sentence is no name
    capital = _CAPITAL.search(head, titled.end() if titled else 0) and not patterns["common"].match(phrase)
    rules = (
        (patterns["document"].search(plain or head), Naming.DOCUMENT),
        (apposed and not person, Naming.NAMED),
        (patterns["several"].match(phrase) and not person, Naming.COLLECTIVE),
        (first, Naming.NAMED),
        (patterns["body_last"].search(head) and not patterns["one"].match(phrase), Naming.NAMED),
        (patterns["people"].search(head) and not (person or patterns["body_last"].search(head)), Naming.COLLECTIVE),
        (patterns["titled_name"].search(head), Naming.NAMED),
        (patterns["one"].match(phrase) and patterns["one_of_many"].search(head) and not person, Naming.UNNAMED),
        (patterns["one"].match(phrase) and post and not person, Naming.ROLE),
        (patterns["one"].match(phrase) and not person, Naming.UNNAMED),
        (patterns["collective"].search(head) and not person, Naming.COLLECTIVE),
        (post and not person and len(head[: post.start()].split()) <= 1, Naming.ROLE),
        (body and not patterns["whose"].search(phrase), Naming.NAMED),
        (post and not person, Naming.ROLE),
        (patterns["whose"].search(head) and patterns["agent"].search(head) and not person, Naming.ROLE),
        (body, Naming.NAMED),
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


def named_elsewhere(phrase: str, text: str, lexicon: Lexicon) -> bool:
    """Report whether a text names whoever has a post: "the mayor" of a text with "the mayor of Lindau, Lena Moss"."""
    post = lexicon.patterns["post"].search(phrase)
    stem = post[0][:_LOOSE].rstrip(_ENDINGS) if post else ""
    if len(stem) < _SHORT:
        return False
    others = {each for each in stems_of(phrase) if not each.startswith(stem.casefold())}
    beside = re.compile(rf"(?<!\w)(?i:{re.escape(stem)})\w*((?: [\w«»-]+){{0,3}}?),? ({PERSON.pattern})(?!\w)")
    of_post = lexicon.patterns["post"]  # "the minister's secretary, Lena Moss" names no minister
    held = (
        each
        for each in beside.finditer(text)
        if not of_post.search(each[1])
        and not of_post.fullmatch("".join(text[max(0, each.start() - _BESIDE) : each.start()].split(" ")[-2:-1]))
    )
    return len({each[2].split()[-1][:_LOOSE].rstrip(_ENDINGS) for each in held if others <= stems_of(each[0])}) == 1


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

"""Chains as editors write them: ``Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat``, nearest to us first.

The same chain in the other direction: ``unnamed diplomat > Vedomosti > Bloomberg > Spokesman-Review``. A text is read whole or
not at all: words that are not understood are an error that says where they are. The text written back reads as the same chain.
Quotation marks of any kind keep a name together: ``"Via Rail" < Reuters``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from claims.intake.descriptions import is_unnamed, without_clause
from claims.intake.links import BULLET, LABEL, TOKEN, UNMIRRORED, WHOLE, Link, Way, link_of

#: The most hands in one chain. The longest chain of the sample case has four (a guess that leaves room).
MAX_HANDS: Final = 12
#: The most characters in a chain: several times the length of twelve long names.
MAX_TEXT: Final = 4_000
#: Characters around an error that show where it is (a guess: about half a line).
_AROUND: Final = 40

_EDGES: Final = " ,;:-–—="
#: A full stop that belongs to the name before it: an abbreviation, an initial or "U.S.".
_ABBREVIATED: Final = re.compile(
    r"(?:^|[ .])(?:\w|inc|ltd|co|corp|bros|jr|sr|dr|st|mr|mrs|ms|assn|dept|univ|govt|gov|sen|rep|gen|col|etc)\.$", re.IGNORECASE
)
_SAID: Final = re.compile(r",? (?:said|says|say|reported)$|^(?:said|says) ")
#: Words of a sentence, in lower case, that no name has: a chain holds names only.
_SENTENCE: Final = re.compile(
    r"(?<![\w'’-])(?:said|says|say|saying|reported|reports|reporting|claimed|stated|wrote|writes|announced|attributed|confirmed|"
    r"denied|denies|that|who|which|whose|yesterday|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|anonymously|anonymity)"
    r"(?![\w'’-])"
)
#: "An official told Reuters *on condition of anonymity*": it describes whoever comes before.
_ANONYMOUSLY: Final = re.compile(
    r",? (?:speaking |asking |requesting )?"
    r"(?:(?:on|under) (?:the )?condition of anonymity|not to be (?:named|identified)|anonymously)$"
)


class Unread(StrEnum):
    """Why a text cannot be read as a chain."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NAME_MISSING = "name_missing"  # "A > > B"
    BOTH_WAYS = "both_ways"  # "A > B < C"
    EITHER_WAY = "either_way"  # "A via B"
    LINK_OR_NAME = "link_or_name"  # "La Via Campesina < B"
    LONE_QUOTE = "lone_quote"
    UNCLEAR_ARROW = "unclear_arrow"
    SENTENCE = "sentence"


class Fault(NamedTuple):
    """What was not understood: the words, the text around them, and the names on both sides of a link."""

    why: Unread
    words: str = ""
    around: str = ""
    left: str = ""
    right: str = ""


class Chain(NamedTuple):
    """The hands of a chain, nearest to us first; empty if there is an error."""

    hands: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # words as written that were not read as names
    quoted: frozenset[str] = frozenset()  # hands that were written in quotation marks
    fault: Fault | None = None


class UnreadError(Exception):
    """The text is not a chain."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_chain(text: str) -> Chain:
    """Return the chain in a text, or the part of the text that was not understood."""
    try:
        return _Reading(text).chain()
    except UnreadError as error:
        return Chain(fault=error.fault)


def write_chain(hands: Iterable[str]) -> str:
    """Return a text that reads as these hands; names are quoted where they would be misread."""
    return " < ".join(hand if _reads_as_itself(hand) else quote(hand) for hand in hands)


def quote(name: str) -> str:
    """Return a name in quotation marks that the name itself does not contain."""
    marks = next((pair for pair in ('""', "“”", "«»") if not set(pair) & set(name)), '""')
    return f"{marks[0]}{name}{marks[1]}"


def unquoted(text: str) -> tuple[str, bool]:
    """Return a text without the quotation marks around all of it, and whether it had any."""
    return (text[1:-1].strip(), True) if WHOLE.fullmatch(text) and text[1:-1].strip() else (text, False)


def _reads_as_itself(name: str) -> bool:
    chain = read_chain(name)
    # What is followed by a space may be the bullet of a list.
    return (chain.hands, chain.links, chain.quoted) == ((name,), (), frozenset()) and not BULLET.match(f"{name} ")


class _Reading:
    """The text being read."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_TEXT:
            raise UnreadError(Fault(Unread.TOO_LONG))
        self.text = _tidied(text)
        self.dropped: list[str] = []
        self.quoted: set[str] = set()

    def chain(self) -> Chain:
        start = self._label()
        parts, links = self._parts(start)
        self._refuse_links_that_may_be_names(links)
        leading = links.pop(0) if links and not _trimmed(parts[0]) and links[0].may_lead else None
        if leading is not None:
            del parts[0]
            self.dropped.append(leading.words)
        names: list[str] = []
        for part in parts:
            names.append(self._name(part, behind_unnamed=bool(names) and self._is_unnamed(names[-1])))
        self._refuse_gaps(names, links)
        way = self._way(names, links, leading)
        if len(names) > MAX_HANDS:
            raise UnreadError(Fault(Unread.TOO_MANY, str(len(names) - MAX_HANDS)))
        words = (*self.dropped, *(link.words for link in links if link.is_word))
        return Chain(tuple(names[::-1] if way is Way.RIGHT else names), words, frozenset(self.quoted))

    def _label(self) -> int:
        """Return where the chain starts, after a label: "Source: Reuters"."""
        label = LABEL.match(self.text)
        if label is None:
            return 0
        self.dropped.append(label[0].strip(" :"))
        return label.end()

    def _parts(self, start: int) -> tuple[list[str], list[Link]]:
        """Return the texts between the links, and the links."""
        parts: list[list[str]] = [[]]
        links: list[Link] = []
        turns = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in self.text)
        for token in TOKEN.finditer(self.text, start):
            if token["lone"]:
                raise self._unread(Unread.LONE_QUOTE, token[0], token.span())
            if token["odd"] or (turns and not token["quoted"] and UNMIRRORED.search(token[0])):
                raise self._unread(Unread.UNCLEAR_ARROW, token[0].strip(), token.span())
            if (link := link_of(token)) is None:
                parts[-1].append(token[0])
            else:
                links.append(link)
                parts.append([])
        return ["".join(part) for part in parts], links

    def _refuse_links_that_may_be_names(self, links: Sequence[Link]) -> None:
        """Reject "La Via Campesina"; at the start of a text, where any word is capitalized, "Via Campesina" as well."""
        for link in links:
            first = not _trimmed(self.text[: link.start])
            before_name = self.text[link.end :].lstrip()[:1].isupper()
            capital = link.words.istitle() or (first and link.words.isupper())
            if link.words.isalpha() and capital and (not first or before_name):
                raise self._unread(Unread.LINK_OR_NAME, link.words, (link.start, link.end))

    def _name(self, part: str, *, behind_unnamed: bool) -> str:
        """Return the name in a part of a text; quoted text stays unchanged."""
        name = _trimmed(part)
        bare, is_quoted = unquoted(name.removesuffix("."))
        if is_quoted:
            self.quoted.add(bare)
            return bare
        name = self._without(_SAID, _without_stop(name))
        if behind_unnamed:
            name = self._without(_ANONYMOUSLY, name)
        name = _trimmed(_without_stop(name))
        odd = _SENTENCE.search(without_clause(name) if is_unnamed(name) else name)
        if odd is not None:
            raise UnreadError(Fault(Unread.SENTENCE, odd[0], _around(name, odd.span())))
        return name

    def _without(self, words: re.Pattern[str], name: str) -> str:
        """Return a name without the words around it that do not belong to it."""
        self.dropped.extend(found[0].strip(_EDGES) for found in words.finditer(name))
        return words.sub("", name)

    def _refuse_gaps(self, names: Sequence[str], links: Sequence[Link]) -> None:
        if not any(names):
            raise UnreadError(Fault(Unread.NO_NAME))
        for number, name in enumerate(names):
            if not name:
                link = links[max(number - 1, 0)]
                raise self._unread(Unread.NAME_MISSING, link.words, (link.start, link.end))

    def _way(self, names: Sequence[str], links: Sequence[Link], leading: Link | None) -> Way:
        """Return which end of the chain is nearer to us; all links must agree."""
        ways = [self._way_of(number, names, links, leading) for number in range(len(links))]
        sure = [way for way in ways if way is not Way.EITHER]
        for number, (link, way) in enumerate(zip(links, ways, strict=True)):
            around = (link.start, link.end)
            if sure and way not in (sure[0], Way.EITHER):
                raise self._unread(Unread.BOTH_WAYS, link.words.strip() or "↵", around)
            # "A paper via an agency, citing B" keeps its direction; "the governor, per Reuters, citing B" need not.
            if way is Way.EITHER and not (sure and (sure[0] is Way.RIGHT or link.words.lower().endswith("via"))):
                raise self._unread(Unread.EITHER_WAY, link.words, around, names[number], names[number + 1])
        return sure[0] if sure else Way.LEFT

    def _way_of(self, number: int, names: Sequence[str], links: Sequence[Link], leading: Link | None) -> Way:
        """Return which hand next to a link is nearer to us, as far as the link or hands show: no unnamed source passes on."""
        if links[number].way is not Way.EITHER:
            return links[number].way
        first = leading if number == 0 else None
        speaks = links[number].ends_speech or (first is not None and first.leads_to_speaker)
        if speaks or self._is_unnamed(names[number]):
            return Way.RIGHT
        if self._is_unnamed(names[number + 1]) or first is not None:
            return Way.LEFT
        return Way.EITHER

    def _is_unnamed(self, name: str) -> bool:
        return name not in self.quoted and is_unnamed(name)

    def _unread(self, why: Unread, words: str, span: tuple[int, int], left: str = "", right: str = "") -> UnreadError:
        return UnreadError(Fault(why, words, _around(self.text, span), left, right))


def _around(text: str, span: tuple[int, int]) -> str:
    """Return a part of a text with the text around it."""
    return " ".join(text[max(span[0] - _AROUND, 0) : span[1] + _AROUND].split())


def _tidied(text: str) -> str:
    """Return a text with single spaces and line ends, without control characters, direction marks and bullets."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(" " if letter.isspace() and letter != "\n" else letter for letter in text if _is_shown(letter))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    return BULLET.sub("", "\n".join(line for line in lines if line))


def _is_shown(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _trimmed(part: str) -> str:
    """Return a name without surrounding characters, such as one of the brackets of "(via Reuters)"."""
    name = " ".join(part.split()).strip(_EDGES)
    if name.count("(") < name.count(")"):
        name = name.removesuffix(")")
    elif name.count("(") > name.count(")"):
        name = name.removesuffix("(")
    return name.strip(_EDGES)


def _without_stop(name: str) -> str:
    """Return a name without the full stop of a sentence; "Apple Inc." and "U.S." keep theirs."""
    return name.rstrip(".…") if name.endswith((".", "…")) and not _ABBREVIATED.search(name) else name

"""The claims of a story sheet in words, for its page and for its files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from claims.admin.reports.wording import Statement, by_heading, in_words
from claims.queries.bodies.public_claims import Reported
from claims.queries.documents.story import StorySheet
from claims.runs.report import interval
from claims.sheets.values import Match, Sentence, SheetClaim, SheetFlag
from sources.admin.display import words


class WordedClaim(NamedTuple):
    """A claim of a story in the language of the page; ``notes`` say what makes it special."""

    shown: SheetClaim
    pk: int
    status: str
    support: str
    denial: str
    supporters: tuple[str, ...]
    deniers: tuple[str, ...]
    flags: tuple[SheetFlag, ...]
    sentences: tuple[Sentence, ...]
    notes: tuple[str, ...]

    @property
    def flag_lines(self) -> list[str]:
        """Each open flag as a line of plain text."""
        return [flag_line(flag) for flag in self.flags]


def worded_claims(found: StorySheet, now: datetime) -> list[WordedClaim]:
    """Return the claims of a sheet in words, in its order."""
    stated: dict[str, list[Sentence]] = {}
    for sentence in found.sheet.sentences:
        for key in sentence.claims:
            stated.setdefault(key, []).append(sentence)
    return [_worded(claim, found, tuple(stated.get(claim.key, ())), now) for claim in found.sheet.claims]


def _worded(claim: SheetClaim, found: StorySheet, stated: tuple[Sentence, ...], now: datetime) -> WordedClaim:
    public = found.claims[claim.key].claim
    sides = by_heading(in_words(Reported(public, now, not claim.withheld, None), now)).values()
    supporters, deniers, _others = (tuple(map(_who, statements)) for statements in sides)
    return WordedClaim(
        shown=claim,
        pk=found.ids[claim.key],
        status=words(claim.status),
        support=interval(claim.support),
        denial=interval(claim.denial),
        supporters=supporters,
        deniers=deniers,
        flags=tuple(flag for flag in claim.flags if not flag.implied_by),
        sentences=stated,
        notes=tuple(_notes(claim, has_text=found.capture is not None)),
    )


def _who(said: Statement) -> str:
    """Return who said something, when, and how far it goes; through whom it came is on the claim's page."""
    return ", ".join(filter(None, (said.who, said.when))) + "".join(f" [{note}]" for note in said.notes)


def _notes(claim: SheetClaim, *, has_text: bool) -> Iterator[str]:
    if claim.withheld:
        yield _("not for publication")
    if claim.retired:
        yield words(claim.retired)
    if any(place.match == Match.EDITED_QUOTE for place in claim.places):
        yield words(Match.EDITED_QUOTE)
    if has_text and not claim.searched:
        yield _("not searched to the end")


def flag_line(flag: SheetFlag) -> str:
    """Return an open flag as a line of plain text."""
    waived = _("waived")
    line = f"{capfirst(words(flag.code))} ({words(flag.severity)}): {flag.reason}"
    return f"{line} [{waived}]" if flag.waived else line

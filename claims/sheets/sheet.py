"""From a story to its sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import structs

from claims.intake.sentences import Part, quotations, sentences
from claims.sheets.locating import IsOver, Places, located
from claims.sheets.rules import story_flags
from claims.sheets.values import Sentence, Sheet, SheetClaim, SheetFlag, Story, StoryClaim
from claims.vocabulary import Severity


def sheet_of(story: Story, is_over: IsOver | None = None) -> Sheet:
    """Return the sheet of a story. Claims are looked for in its text until ``is_over``.

    Claims come in the order in which the text states them, those without a place last.
    """
    found = list(zip(story.claims, located(story, is_over), strict=True))
    # Sorting is stable: claims that begin at one place keep the order of their keys.
    found.sort(key=lambda one: one[1].places[0].start if one[1].places else len(story.text))
    claims = tuple(_claim(number, *one) for number, one in enumerate(found, 1))
    counted = Counter(flag.severity for claim in claims for flag in claim.flags if not flag.implied_by and not flag.waived)
    return Sheet(
        sentences=tuple(_sentences(story.text, claims)),
        claims=claims,
        flags=tuple(story_flags(story)),
        open_flags={severity: counted[severity] for severity in Severity.words() if counted[severity]},
    )


def _claim(number: int, of: StoryClaim, where: Places) -> SheetClaim:
    claim = of.claim
    return SheetClaim(
        number=number,
        key=claim.key,
        text=claim.text,
        status=claim.status,
        explanation=claim.explanation,
        support=claim.support,
        denial=claim.denial,
        flags=tuple(SheetFlag(**structs.asdict(flag), waived=flag.code in of.waived) for flag in claim.flags),
        verdict=claim.verdict,
        places=where.places,
        searched=where.searched,
        withheld=of.withheld,
        retired=of.retired,
    )


def _sentences(text: str, claims: Sequence[SheetClaim]) -> Iterator[Sentence]:
    """Yield the sentences of a text, each with the claims that have a passage in it."""
    places = sorted((place.start, place.end, claim.number) for claim in claims for place in claim.places)
    first = 0
    for number, part in enumerate(_parts(text), 1):
        # Those at the front that ended before this sentence are over for all that follow.
        while first < len(places) and places[first][1] <= part.start:
            first += 1
        within = set()
        for at in range(first, len(places)):
            start, end, which = places[at]
            if start >= part.end:
                break
            if end > part.start:
                within.add(which)
        keys = tuple(claims[which - 1].key for which in sorted(within))
        yield Sentence(number=number, start=part.start, end=part.end, text=text[part.start : part.end], claims=keys)


def _parts(text: str) -> Iterator[Part]:
    """Yield sentences and headings without the blanks around them."""
    for part in sentences(text, quotations(text)):
        words = text[part.start : part.end]
        start = part.start + len(words) - len(words.lstrip())
        if words.strip():
            yield Part(start, start + len(words.strip()))

"""Compares two sets of marks: ``python -m tests.extraction.score FIRST SECOND [--half open|held_back] [--language en|ru|uk]``.

``--extractor basic`` in the place of SECOND compares with what an extractor proposes and a desk is shown by default; with
``--all``, also with its proposals of low confidence. *http* is the model of ``EXTRACTOR_URL``, which gets every text.

FIRST and SECOND are folders of marks, of two annotators or of an annotator and an extractor. Precision is that of the second,
recall that of the first; F1, agreement and kappa are the same either way. What only one folder has is counted and left out.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from claims.extractors import ExtractorError, extractors
from claims.intake.extraction.proposals import Proposal, Span
from claims.intake.sentences import quotations, sentences
from claims.vocabulary import Stance
from tests.extraction.agreement import EXACT, OVERLAPS, Tally, kappa, overlap, pair_proposals, pair_spans, share
from tests.extraction.extracted import extracted
from tests.extraction.gold import TEXTS, Marks, Text, Trap, read_marks, read_texts
from tests.extraction.held_back import held_back

#: Least overlap of contents with which two proposals are about the same statement, when their other fields are compared.
SAME: Final = 0.3
FIELDS: Final = ("content", "cue", "source", "relays", "hedge", "reason", "means")
#: The stances of whoever states something; the others may answer an earlier statement.
_STATING: Final = {Stance.SUPPORTS, Stance.REPORTS}
_EMPTY: Final = "-"

Both: TypeAlias = Sequence[tuple[Marks, Marks]]
Pairs: TypeAlias = Sequence[tuple[Proposal, Proposal]]


def span_tally(both: Both, field: str, least: float) -> Tally:
    """Return how many spans of one field match, regardless of the proposals in which they are."""
    total = Tally()
    for first, second in both:
        ours, theirs = (
            [span for each in marks.spans for name, span in each.spans() if name == field] for marks in (first, second)
        )
        total = total.plus(Tally(len(pair_spans(ours, theirs, least)), len(ours), len(theirs)))
    return total


def proposal_tally(both: Both, least: float, right: Callable[[Proposal, Proposal], bool], rule: str | None = None) -> Tally:
    """Return how many proposals match in their content and are ``right``; if given, only those that one rule made."""
    total = Tally()
    for first, second in both:
        pairs = pair_proposals(first.spans, second.spans, least)
        found = [other for one, other in pairs if right(one, other) and rule in {None, other.rule}]
        made = [each for each in second.spans if rule in {None, each.rule}]
        total = total.plus(Tally(len(found), len(first.spans), len(made)))
    return total


def same_stance(one: Proposal, other: Proposal) -> bool:
    """Report whether two proposals have the same stance."""
    return one.stance == other.stance


def same_naming(one: Proposal, other: Proposal) -> bool:
    """Report whether two proposals name their source in the same way."""
    return one.naming == other.naming


def same_hedge(one: Proposal, other: Proposal) -> bool:
    """Report whether two proposals are equally certain."""
    return labels(one)["hedge"] == labels(other)["hedge"]


def same_chain(one: Proposal, other: Proposal) -> bool:
    """Report whether two chains have the same hands in the same order."""
    return len(one.hands) == len(other.hands) and all(
        overlap(ours, theirs) >= SAME for ours, theirs in zip(one.hands, other.hands, strict=True)
    )


def same_attribution(one: Proposal, other: Proposal) -> bool:
    """Report whether two proposals of one statement give it to the same hands with the same stance: the proposal is right."""
    return same_stance(one, other) and same_chain(one, other)


def pairs_of(both: Both) -> list[tuple[Proposal, Proposal]]:
    """Return the proposals of both sets that are about the same statement."""
    return [pair for first, second in both for pair in pair_proposals(first.spans, second.spans, SAME)]


def labels(proposal: Proposal) -> dict[str, str]:
    """Return the fields of a proposal that are words, not spans."""
    return {
        "stance": proposal.stance,
        "naming": proposal.naming or _EMPTY,
        "hedge": proposal.hedge.degree if proposal.hedge else _EMPTY,
    }


class Trapped(StrEnum):
    """What the second set makes of the words of a trap."""

    PASSED = "passed"  # it marks the stances that the first marks
    SILENT = "silent"  # it leaves some out, and marks no other
    MISLED = "misled"


def trapped(trap: Trap, text: str, first: Marks, second: Marks) -> Trapped:
    """Return what the second set makes of a trap.

    If the first has no mark on its words, the second may not have one. Where the words are content, the contents of the second
    must have what those of the first have of them: a negation that is left out misleads, and a "whether" too many does not.
    """
    ours, theirs = (_on(trap.words, text, marks.spans) for marks in (first, second))
    theirs = {next((each for each in ours if made.covers(each)), made) for made in theirs}
    return Trapped.PASSED if ours == theirs else Trapped.SILENT if theirs < ours else Trapped.MISLED


class _Taken(NamedTuple):
    """A stance on the words of a trap, and the part of them that it is about; none if they are its cue."""

    stance: str
    part: tuple[int, int] | None = None

    def covers(self, other: _Taken) -> bool:
        same = self.stance == other.stance
        return same and bool(self.part and other.part and self.part[0] <= other.part[0] and other.part[1] <= self.part[1])


def _on(words: Span, text: str, proposals: Iterable[Proposal]) -> set[_Taken]:
    """Return the stance of each proposal with its cue in these words, or else of each that states them.

    An answer in another sentence is left out: which earlier statement it is about is not a question of the words of that
    statement.
    """
    if cued := {_Taken(each.stance) for each in proposals if _meet(words, each.cue)}:
        return cued
    ends = [each.end for each in sentences(text, quotations(text))]
    return {
        _Taken(each.stance, (max(words.start, each.content.start), min(words.end, each.content.end)))
        for each in proposals
        if _meet(words, each.content)
        and (each.stance in _STATING or bisect_left(ends, each.content.end) == bisect_left(ends, each.cue.end))
    }


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def report(texts: Mapping[str, Text], first: Mapping[str, Marks], second: Mapping[str, Marks]) -> Iterator[str]:
    """Yield the lines of the comparison."""
    both = [(first[each], second[each]) for each in sorted(first.keys() & second.keys())]
    yield f"{len(both)} texts of both, {len(first.keys() ^ second.keys())} of one only"
    yield f"{'spans':<28}{'first':>7}{'second':>8}" + "".join(f"{_least(least):>24}" for least in OVERLAPS)
    yield " " * 43 + f"{'P':>8}{'R':>8}{'F1':>8}" * len(OVERLAPS)
    for field in FIELDS:
        yield _row(field, [span_tally(both, field, least) for least in OVERLAPS])
    yield "statements whose content matches, and"
    for name, right in _RIGHT.items():
        yield _row(name, [proposal_tally(both, least, right) for least in OVERLAPS])
    for rule in sorted({each.rule for _, marks in both for each in marks.spans} - {""}):
        yield _row(f"rule {rule}", [proposal_tally(both, least, same_attribution, rule) for least in OVERLAPS])
    yield from _agreement(pairs_of(both))
    traps = Counter(trapped(trap, texts[one.id].text, one, other) for one, other in both for trap in one.traps)
    yield f"{traps.total()} traps: " + ", ".join(f"{each} {traps[each]}" for each in Trapped)


#: What else must be the same for a statement to count.
_RIGHT: Final[Mapping[str, Callable[[Proposal, Proposal], bool]]] = {
    "its stance": same_stance,
    "its naming": same_naming,
    "its hedge": same_hedge,
    "its chain": same_chain,
    "its stance and chain": same_attribution,
}


def _least(least: float) -> str:
    return "exact" if least == EXACT else f"overlap {least}"


def _row(name: str, tallies: Sequence[Tally]) -> str:
    figures = "".join(f"{tally.precision:8.3f}{tally.recall:8.3f}{tally.f1:8.3f}" for tally in tallies)
    return f"{name:<28}{tallies[0].first:>7}{tallies[0].second:>8}{figures}"


def _agreement(pairs: Pairs) -> Iterator[str]:
    yield f"{len(pairs)} statements of both (contents overlap by {SAME})"
    for field in ("stance", "naming", "hedge"):
        words = [(labels(one)[field], labels(other)[field]) for one, other in pairs]
        yield f"  {field:<26}same {share(one == other for one, other in words):.3f}  kappa {kappa(words):.3f}"
    nested = [each for each in pairs if any(one.relays for one in each)]
    for name, some in (("chain", pairs), (f"chain of {len(nested)} with relays", nested)):
        yield f"  {name:<26}same {share(same_chain(one, other) for one, other in some):.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(prog="python -m tests.extraction.score", description="Compare two folders of marks.")
    parser.add_argument("first", type=Path)
    second_set = parser.add_mutually_exclusive_group(required=True)
    second_set.add_argument("second", type=Path, nargs="?")
    second_set.add_argument("--extractor", choices=extractors(), help="what this extractor proposes is the second set")
    parser.add_argument("--all", action="store_true", dest="everything", help="also an extractor's proposals of low confidence")
    parser.add_argument("--totals", action="store_true", help="leave out the rules")
    parser.add_argument("--half", choices=("open", "held_back"))
    parser.add_argument("--texts", type=Path, default=TEXTS, help="the texts that are marked: by default those of the corpus")
    parser.add_argument("--language", choices=("en", "ru", "uk"), default="")
    given = parser.parse_args(arguments)
    texts, first = read_texts(given.texts), _of_half(read_marks(given.first), given.language, given.half)
    try:
        second = (
            extracted(given.extractor, first, everything=given.everything, texts=texts)
            if given.extractor
            else _of_half(read_marks(given.second), given.language, given.half)
        )
    except ExtractorError as error:
        parser.exit(1, f"{error}\n")
    print("\n".join(line for line in report(texts, first, second) if not (given.totals and line.startswith("rule "))))


def _of_half(marks: Mapping[str, Marks], language: str, half: str | None) -> dict[str, Marks]:
    """Return the marks of texts of one language and half."""
    kept_back = set(held_back())
    return {
        each: found
        for each, found in marks.items()
        if each.startswith(language) and (not half or (each in kept_back) == (half == "held_back"))
    }


if __name__ == "__main__":
    main()

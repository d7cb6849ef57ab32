"""From an annotator's notes to marks with offsets: ``python -m tests.extraction.anchor TEXTS NOTES GOLD``.

TEXTS is a folder of texts, NOTES one of files such as ``en-001.txt`` in the form of docs/extraction-guideline.md, GOLD the
folder to write. Annotators copy words; offsets are computed here, so they are right. Nothing is written if a line is wrong.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import msgspec

from claims.intake.extraction.proposals import Hedged, Proposal, Span
from tests.extraction.gold import Marks, Text, Trap, as_json, read_texts

_EMPTY: Final = "-"
_NUMBER: Final = re.compile(r" #(\d+)$")
_GAP: Final = " … "
_KEYS: Final = {"via", "hedge", "reason", "means"}


class NotesError(Exception):
    """A line of notes cannot be placed in its text; the message says why."""


def marks_of(text: Text, notes: str) -> Marks:
    """Return the marks that notes describe.

    Raises: NotesError, with every line that is wrong.
    """
    spans, traps, problems = [], [], []
    for line in filter(None, map(str.strip, notes.splitlines())):
        try:
            if line.startswith("trap:"):
                traps.append(_trap(text.text, line.removeprefix("trap:")))
            else:
                spans.append(_proposal(text.text, line))
        except (NotesError, ValueError, msgspec.ValidationError) as problem:
            problems.append(f"{text.id}: {problem}: {line}")
    if problems:
        raise NotesError("\n".join(problems))
    return Marks(text.id, tuple(spans), tuple(traps))


def _proposal(text: str, line: str) -> Proposal:
    stance, naming, cue_words, source, content_words, *rest = _fields(line)
    more = dict(_pair(each) for each in rest)
    if unknown := more.keys() - _KEYS:
        raise NotesError(f"unknown key {sorted(unknown)}")
    content = find(text, content_words)
    cue = find(text, cue_words, near=content)
    hedge = more.get("hedge")
    degree, _, words = (hedge or "").partition(":")
    proposal = Proposal(
        stance=stance,
        content=content,
        cue=cue,
        source=_maybe(text, source, cue),
        naming=None if naming == _EMPTY else naming,  # validated below
        relays=tuple(find(text, each.strip(), near=cue) for each in more["via"].split(";")) if "via" in more else (),
        hedge=Hedged(degree, find(text, words.strip(), near=content)) if hedge else None,
        reason=_maybe(text, more.get("reason", _EMPTY), cue),
        means=_maybe(text, more.get("means", _EMPTY), cue),
    )
    return msgspec.convert(msgspec.to_builtins(proposal), Proposal)


def _fields(line: str) -> list[str]:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) < 5:
        raise NotesError("five fields are required")
    return fields


def _pair(field: str) -> tuple[str, str]:
    key, _, value = field.partition("=")
    return key.strip(), value.strip()


def _trap(text: str, line: str) -> Trap:
    kind, words = _pair(line)
    return Trap(kind, find(text, words))


def _maybe(text: str, words: str, near: Span) -> Span | None:
    return None if words == _EMPTY else find(text, words, near=near)


def find(text: str, words: str, near: Span | None = None) -> Span:
    """Return where words occur: the occurrence that ``#2`` names, else the only one, else the one nearest to ``near``.

    Raises: NotesError if there is none, or several and neither a number nor ``near``.
    """
    numbered = _NUMBER.search(words)
    start, _, end = _NUMBER.sub("", words).partition(_GAP)
    places = [_from_to(text, place, end) for place in _places(text, start)]
    if numbered:
        places = places[int(numbered[1]) - 1 :][:1]
    if not places:
        raise NotesError(f"“{words}” is not in the text")
    if len(places) > 1 and near is None:
        raise NotesError(f"“{words}” occurs {len(places)} times: add its number, as in “{words} #1”")
    found = min(places, key=lambda place: _distance(place, near) if near else 0)
    if any(found.quote.count(opens) != found.quote.count(shuts) for opens, shuts in ("«»", "“”")) or found.quote.count('"') % 2:
        raise NotesError(f"“{words}” has half of a pair of quotation marks")
    return found


def _places(text: str, words: str) -> list[Span]:
    """Return the occurrences of whole words; punctuation, such as a colon that attributes, occurs anywhere."""
    before, after = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    pattern = before + re.escape(words) + after
    return [Span(found.start(), found.end(), found[0]) for found in re.finditer(pattern, text)]


def _from_to(text: str, start: Span, end: str) -> Span:
    if not end:
        return start
    ends = [place.end for place in _places(text, end) if place.start >= start.end]
    if not ends:
        raise NotesError(f"“{end}” does not follow “{start.quote}”")
    return Span(start.start, ends[0], text[start.start : ends[0]])


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def main(texts: Path, notes: Path, gold: Path) -> None:
    """Write the marks of all notes."""
    known = read_texts(texts)
    found, problems = [], []
    for path in sorted(notes.glob("*.txt")):
        try:
            found.append(marks_of(known[path.stem], path.read_text()))
        except NotesError as problem:
            problems.append(str(problem))
    if problems:
        raise SystemExit("\n".join(problems))
    gold.mkdir(parents=True, exist_ok=True)
    for marks in found:
        (gold / f"{marks.id}.json").write_bytes(as_json(marks))
    print(f"{len(found)} texts, {sum(len(marks.spans) for marks in found)} marks")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))

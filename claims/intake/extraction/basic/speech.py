"""What is said without a cue beside it: in and between quotations, and in headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.frames import Frames
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.sentences import Part, trimmed

#: Fewest words of a quotation that states something by itself: "Never." does not.
_STATES: Final = 3
#: Where a quotation goes on after the words that attribute it.
_RESUMES: Final = re.compile(r"[.,!?…;:] ?[-–—] ?")


class Speech(Frames):
    """Reads quotations and headings of one text."""

    def interrupted(self, quote: Part, inside: list[Match]) -> Iterator[Draft]:
        """Yield what "«We are on strike, — said Holt. — We are not paid»" attributes, in languages that quote so."""
        for match in inside:
            said = match.cue.takes in CLAUSES and quote.start < match.start < quote.end
            if not said or not self.patterns["interrupts"].search(self.text[quote.start : match.start]):
                continue
            resumes = _RESUMES.search(self.text, match.end, quote.end)
            draft = Draft("first", match.cue.stance, match.cue.takes, Part(match.start, match.end))
            named = Part(match.end, resumes.start() if resumes else quote.end - 1)
            draft.source = self.phrase(self.without_listener(draft, named))
            one_sentence = resumes is not None and resumes[0][0] in ",;:"
            draft.content = trimmed(self.text, quote if one_sentence else Part(quote.start, match.start))
            yield draft
            rest = trimmed(self.text, Part(resumes.end(), quote.end)) if resumes and not one_sentence else draft.cue
            if len(self.words(rest).split()) >= _STATES:
                yield replace(draft, content=rest, relays=list(draft.relays))
            return

    def reactions(self, draft: Draft, inside: list[Match]) -> Iterator[Draft]:
        """Yield what a quotation says about an earlier statement, "that is a lie", and what else it states."""
        reaction = next((each for each in inside if each.cue.takes == "reaction"), None)
        content = draft.content
        if content and self.is_a("yes_no", content):
            yield from self._answers(draft, content)
            return
        if reaction is None or content is None or not content.start <= reaction.start < content.end:
            yield draft
            return
        cue = Part(reaction.start, reaction.end)
        if self.patterns["that_clause"].match(self.text, cue.end, content.end):  # "we cannot confirm that it rained"
            yield replace(draft, stance=reaction.cue.stance, cue=cue, content=self.statement(Part(cue.end, content.end)))
            return
        stated = reaction.cue.pattern.match(self.text, *cue)
        named = stated.span("object") if stated and "object" in stated.groupdict() and stated["object"] else None
        matter = Part(*named) if named else None  # "the sale we can neither confirm nor deny"
        yield replace(draft, stance=reaction.cue.stance, cue=cue, content=matter, takes="none", rule="reaction")
        after = trimmed(self.text, Part(reaction.end, content.end))
        if not self.says(Part(content.start, reaction.start)) and len(self.words(after).split()) >= _STATES:
            yield replace(draft, content=after, relays=list(draft.relays))

    def _answers(self, draft: Draft, content: Part) -> Iterator[Draft]:
        """Yield the answer to the question before: "Was it sold? «No», said the mayor"; alone it states nothing."""
        if self.question:
            stance = "denies" if self.is_a("no", content) else "supports"
            yield replace(draft, stance=stance, cue=content, content=self.question, takes="none", rule="reaction")

    def speaker(self, at: int) -> Part | None:
        """Return who speaks in a line of an interview: the label before it, which is before other lines too."""
        start = self.text.rfind("\n", 0, at) + 1
        label = self.patterns["label"].match(self.text, start, at + 3)
        if label is None or label.end(1) > at:
            return None
        name = label[1]
        return Part(*label.span(1)) if len(name) > 1 and self.text.count(f"\n{name}: ") > 1 else None

    def bare(self, part: Part, quotes: list[Part]) -> Iterator[Draft]:
        """Yield what a sentence without a cue attributes: a quotation alone, or a heading with a colon or dash."""
        whole = trimmed(self.text, part)
        if quotes and not self.says(Part(whole.start, quotes[0].start)) and not self.says(Part(quotes[-1].end, whole.end)):
            last = next(
                (each for each in reversed(self.drafts) if (each.takes in CLAUSES or each.rule == "reaction") and each.source),
                None,
            )
            if last and len(self.words(whole).split()) >= _STATES:
                yield Draft("quotation_alone", "supports", "clause", last.cue, last.source, whole, list(last.relays))
            return
        words = self.words(part).rstrip()
        label, credit = self.patterns["label"].match(words), self.patterns["credit"].search(words)
        if label or credit:
            mark = part.start + (label.end(1) if label else credit.start(1) if credit else 0)
            sides = Part(part.start + (label.start(1) if label else 0), mark), Part(mark + 1, part.end)
            source, content = (trimmed(self.text, each) for each in (sides if label else sides[::-1]))
            spoken = self.speaker(mark + 1) if label else None
            line = self.text.find("\n", mark)
            content = trimmed(self.text, Part(content.start, line if line > 0 else len(self.text))) if spoken else content
            heading = Draft("heading", "supports", "clause", Part(mark, mark + 1), source, content)
            verbal = label is not None and self.patterns["label_verb"].search(f" {self.words(source)}")
            opened = next((each for each in quotes if each.start in (content.start - 1, content.start)), None)
            if verbal and (opened is None or self.says(Part(opened.end, content.end))):
                return  # "both asked not to be named: they may lose their jobs"
            if credit and not label and words.isupper():
                return  # a line in capitals with a dash
            if self.patterns["nobody"].match(self.text, *source):
                heading.stance = "reports"
            if spoken:
                yield heading
                return
            found = self.lexicon.find(self.text, *content, [content])
            yield from self.reactions(heading, [each for each in found if each.cue.takes == "reaction"])

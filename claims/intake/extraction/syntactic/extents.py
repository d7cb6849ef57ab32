"""How far a statement goes in a parsed sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.syntactic.cues import SUBJECTS, Cues
from claims.intake.extraction.syntactic.tree import NOMINAL
from claims.intake.sentences import Part

#: Conjunctions after which whoever spoke before speaks again.
BUT: Final = frozenset(("but", "а", "но", "однако"))
#: Relations of what follows a statement and is not part of it.
_BESIDE: Final = ("conj", "cc", "parataxis", "nsubj", "nsubj:pass", "root", "aux")


class Extents(Cues):
    """The extents of statements of one sentence."""

    def statement(self, clause: int, cue: Sequence[int], stops: Sequence[int] = (), *, extended: bool = True) -> Part:
        """Return the extent of a statement: all that its verb governs, without the cue at its edges, to the next cue.

        ``stops``: the governing words of other cues, where a statement ends that "and" or "but" joins to them.
        """
        mine = set(self.tree.subtree(self.top(cue))) if self.top(cue) in self.tree.subtree(clause) else set()
        beside = {each for stop in stops for each in self._joined(stop, clause)}
        words = [
            each
            for each in self.tree.subtree(clause)
            if each not in mine
            and each not in beside
            and self.tokens[each].dep not in ("punct", "mark", "cc")
            and (self.tokens[each].dep, self.tokens[each].head) != ("case", clause)
            and (mine or (each > cue[-1]) == (clause > cue[-1]))
        ] or [clause]
        first, last = words[0], words[-1]
        for mark in (
            each for each in self.tree.subtree(clause) if self.tokens[each].dep in ("mark", "cc") and each not in mine
        ):
            if self.tokens[mark].text.lower() not in ("that", "whether", "what", "что", "ли", "будто") and mark == first - 1:
                first = mark
        first = self._begun(first, cue)
        if beside:
            last = max([each for each in words if each < min(beside)], default=first)
        elif extended and self.tokens[first].start > self.tokens[cue[-1]].start:
            last = self._extended(last, cue, stops) if self.tokens[clause].pos not in NOMINAL else last
        return self._whole(self.tree.part(first, self._unrooted(last, cue)), self.tokens[cue[0]].start)

    def _begun(self, first: int, cue: Sequence[int]) -> int:
        """Return the word after «что» where a parser hangs the first words of a statement elsewhere."""
        at = first
        while (
            self.drops and at - 1 > cue[-1] and self.tokens[at - 1].dep != "punct" and self.tokens[at - 1].text.lower() != "что"
        ):
            at -= 1
        return at if at - 1 > cue[-1] and self.tokens[at - 1].text.lower() == "что" else first

    def _unrooted(self, last: int, cue: Sequence[int]) -> int:
        """Return the last of the words after a statement that a tree hangs on nothing, or across the cue."""
        while last + 1 < len(self.tokens) and self.tokens[last + 1].dep not in ("punct", "cc") and self._strays(last + 1, cue):
            last += 1
        return last

    def _strays(self, word: int, cue: Sequence[int]) -> bool:
        if self.tree.is_cycle(word):
            return True
        outside = next((each for each in self.tree.up(word) if each in cue or each < cue[0]), word)
        return outside not in cue and outside < cue[0] < word

    def _joined(self, stop: int, clause: int) -> list[int]:
        """Return the words of another cue that a conjunction joins to a statement, with the conjunction."""
        if self.is_apposed(stop):
            return self.tree.subtree(self.tokens[stop].head)
        at = stop
        for each in self.tree.up(stop):
            if each == clause:
                break
            at = each
            if self.tokens[each].head == each:
                return []
        if at == clause or not (self.is_participle(at) or self._parted(stop, at)):
            return []
        words = self.tree.subtree(at)
        before = words[0] - 1
        return [*([before] if before >= 0 and self.tokens[before].dep in ("cc", "punct") else []), *words]

    def _parted(self, stop: int, branch: int) -> bool:
        """Report whether a conjoined cue is another one, and not a deed that is stated: it has a statement or a subject."""
        if self.tokens[branch].dep not in ("conj", "parataxis"):
            return False
        if any(each.dep == "cc" and each.text.lower() in BUT for each in self.tokens[self.tokens[branch].head : branch]):
            return True
        own = self.tree.children(stop, "ccomp", *SUBJECTS) or (self.drops and self._body(stop) is not None)
        return stop != branch or bool(own) or not self.tree.children(stop, "obj")

    def _extended(self, last: int, cue: Sequence[int], stops: Sequence[int]) -> int:
        """Return the last word of a statement to which adverbial clauses belong that were attached to the cue."""
        top = self.top(cue)
        for at in range(last + 1, len(self.tokens)):
            branch = next((each for each in self.tree.up(at) if self.tokens[each].head == top), None)
            token = self.tokens[at]
            if branch is None or branch in stops or self.tokens[branch].dep in _BESIDE:
                break
            if self.tokens[branch].dep == "advcl" and not self.tree.children(branch, "mark"):
                break
            last = at if token.dep != "punct" else last
        return last

    def _whole(self, part: Part, cue: int) -> Part:
        """Return a part with the whole of each quotation that it cuts, unless the cue is in that too."""
        for quote in (each for each in self.quotes if not each.start < cue < each.end):
            if part.start < quote.start and self.text[part.start : quote.start].rstrip().endswith(":"):
                part = Part(part.start, min(part.end, quote.start))
            elif part.start < quote.end and quote.start < part.end:
                part = Part(min(part.start, quote.start), max(part.end, quote.end))
        return part

"""Where the statement of a cue is in a parsed sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.syntactic.cues import SUBJECTS
from claims.intake.extraction.syntactic.extents import BUT, Extents
from claims.intake.extraction.syntactic.tree import NOMINAL
from claims.intake.sentences import Part

_CLAUSES: Final = ("ccomp", "csubj")
#: Words that ask.
_ASKS: Final = frozenset(("whether", "why", "how", "who", "when", "where", "which", "ли", "почему", "зачем", "когда", "где"))


class Clauses(Extents):
    """The clauses of one sentence."""

    def before(self, cue: Sequence[int]) -> Part | None:
        """Return the words before an inverted clause: "the bridge is safe, said the mayor"."""
        top = self.top(cue)
        subject = next(iter(self.tree.children(top, *SUBJECTS)), None)
        start = self.tokens[cue[0]].start
        before = self.text[self.tokens[0].start : start].rstrip()
        if subject is None or subject < top or not before.endswith(",") or before.endswith((" что,", " that,")):
            return None
        part = Part(self.tokens[0].start, start)
        return part if len(self.text[slice(*part)].split()) > 2 else None

    def begun_before(self, clause: int, cue: Sequence[int]) -> int | None:
        """Return where a statement begins that is around its cue: "if it is banned, the union says, it will appeal"."""
        subject = next(iter(self.tree.children(self.top(cue), *SUBJECTS)), None)
        if subject is None or not subject < cue[0] <= cue[-1] < clause or self.tree.children(clause, "mark"):
            return None
        first = self.tree.subtree(subject)[0]
        after = cue[-1] + 1
        inserted = first > 1 and self.tokens[first - 1].text == "," and self.tokens[after].text == ","
        return self.tokens[0].start if inserted else None

    def after_condition(self, verb: int) -> Part | None:
        """Return the statement around who says it after its condition: "if it rains, says the mayor, the town will close"."""
        outer = self.tokens[verb].head
        if self.tokens[verb].dep not in ("parataxis", "ccomp") or outer < verb or not self.tree.children(verb, *SUBJECTS):
            return None
        before = [each for each in self.tree.children(verb, "advcl") if each < verb and self.tree.children(each, "mark")]
        first = self.tree.subtree(before[0])[0] if before else 0
        last = [each for each in self.tree.subtree(outer) if self.tokens[each].dep != "punct"][-1]
        inserted = self.tokens[verb - 1].text == "," and before and last > verb
        return self.tree.part(first, last) if inserted and all(each.dep == "punct" for each in self.tokens[:first]) else None

    def around(self, clause: int, cue: Sequence[int]) -> Part | None:
        """Return a statement that is on both sides of its cue: «министр, сообщает газета, болен»."""
        inserted = self.tree.subtree(self.top(cue))
        words = [each for each in self.tree.subtree(clause) if each not in inserted]
        words = [each for each in words if self.tokens[each].dep not in ("punct", "cc", "mark")]
        if not words or not words[0] < inserted[0] or not inserted[-1] < words[-1] or not self._inserted(self.top(cue)):
            return None
        return self._whole(self.tree.part(words[0], words[-1]), self.tokens[cue[0]].start)

    def clause_of(self, cue: Sequence[int], others: Sequence[int]) -> int | None:
        """Return the verb of the clause that a cue takes as its statement."""
        for each in reversed(cue):
            found = [child for child in self.tree.children(each, *_CLAUSES) if child not in cue and self._states(child)]
            found = [self._own(child, each, others) for child in found if not self._apart(child, each)]
            if found:
                return next((child for child in found if child > each), found[-1])
        for each in (each for word in cue for each in self.tree.children(word, "conj")):
            between = [child for child in self.tree.children(each, *_CLAUSES) if cue[-1] < child < each and self._states(child)]
            if between:
                return between[-1]  # «признал, что деньги были, но настаивал»: of the second verb, by its tree
        if (outer := self._around_cue(self.top(cue), cue, others)) is not None:
            return outer
        for each in reversed(cue):
            for child in self.tree.children(each, "advcl", "acl", "acl:relcl", "xcomp", "parataxis"):
                marks = [self.tokens[mark].text.lower() for mark in self.tree.children(child, "mark")]
                if (
                    child not in cue
                    and not self._apart(child, each)
                    and any(mark in ("that", "что", "будто") for mark in marks)
                ):
                    return child
        return None

    def _own(self, clause: int, cue: int, others: Sequence[int]) -> int:
        """Return the clause after a cue that a parser joins to that of another: «не отрицает, что X, но заявляет, что Y»."""
        marks = [self.tokens[each].text.lower() for each in self.tree.children(clause, "mark")]
        if not clause < cue or not {"что", "будто", "that"} & set(marks) or not any(each < clause for each in others):
            return clause
        return next((each for each in self.tree.children(clause, "conj") if each > cue), clause)

    def _around_cue(self, top: int, cue: Sequence[int], others: Sequence[int]) -> int | None:
        """Return the verb of the clause in which or after which a cue is."""
        token = self.tokens[top]
        if token.dep in ("parataxis", "ccomp") and token.head not in (*cue, *others) and self._inserted(top):
            return token.head
        if token.dep == "csubj":  # "what I doubt is that the dam leaks"
            return next((each for each in self.tree.children(token.head, "ccomp") if each > top), None)
        if token.dep == "root" and self._inserted(top):
            return self._around(top)
        return token.head if token.dep == "conj" and token.head not in cue and self._appended(top) else None

    def promise(self, cue: Sequence[int]) -> int | None:
        """Return what is promised, where the language has an infinitive for it: «обещает сдать мост»."""
        found = (child for each in cue for child in self.tree.children(each, "xcomp") if child not in cue)
        return next((each for each in found if self.drops and "VerbForm=Inf" in self.tokens[each].feats), None)

    def _inserted(self, verb: int) -> bool:
        """Report whether a clause is between commas or dashes, or after one at the end: ", the envoy said,"."""
        marks = self.drops or self._is_within(verb)
        words = [each for each in self.tree.subtree(verb) if each == verb or not (marks and self.tokens[each].dep == "punct")]
        before = self.tokens[words[0] - 1].text[-1:] if words[0] else ""
        after = next((each.text[:1] for each in self.tokens[words[-1] + 1 :] if each.text not in ("»", "”")), "")
        return before in (",", "—", "–", "-", '"', "»", "”") and after in (",", ".", "", "—", "–", ";", ":")

    def _is_within(self, verb: int) -> bool:
        """Report whether a clause is between the subject and the verb of the one around it: "the farms, he said, are safe"."""
        outer = self.tokens[verb].head
        own, subject = self.tree.children(verb, *SUBJECTS), self.tree.children(outer, *SUBJECTS)
        return self.tokens[verb].dep == "parataxis" and bool(own) and bool(subject) and subject[0] < own[0] < verb < outer

    def _around(self, verb: int) -> int | None:
        """Return the other root of a sentence, whose words are on both sides of a clause."""
        words = self.tree.subtree(verb)
        roots = [each for each, token in enumerate(self.tokens) if token.dep == "root" and each != verb]
        return next((each for each in roots if each > words[-1] and self.tree.subtree(each)[0] < words[0]), None)

    def _appended(self, verb: int) -> bool:
        """Report whether a clause ends a sentence after a comma alone: "the bridge is safe, the mayor told a meeting"."""
        words, subject = self.tree.subtree(verb), self.tree.children(verb, "nsubj")
        joined = self.tree.children(self.tokens[verb].head, "cc") or self.tree.children(verb, "cc", *_CLAUSES)
        ends = all(each.dep == "punct" for each in self.tokens[words[-1] + 1 :])
        return bool(subject) and subject[0] < verb and ends and not joined and self.tokens[words[0] - 1].text == ","

    def open_question(self, cue: Sequence[int]) -> int | None:
        """Return the verb of a clause that asks or is opposed: "whether the ship had docked", «не согласен с тем, что»."""
        below = [child for each in cue for child in self.tree.children(each, *_CLAUSES, "obl") if child > each]
        below += [inner for child in below for inner in self.tree.children(child, "acl", "ccomp")]
        for child in (each for each in below if each not in cue and self.tokens[each].pos != "PRON"):
            marks = {self.tokens[mark].text.lower() for mark in self.tree.below[child] if mark not in cue}
            if not marks.isdisjoint((*_ASKS, "что")):
                return child
        return None

    def _apart(self, clause: int, verb: int) -> bool:
        """Report whether a colon parts a clause from a cue after it, or "but" from one before: it is not its statement."""
        if clause > verb:
            own = self.tree.children(verb, "obj")  # «продажу не отрицала: она заявила, что»
            if own and any(each.text == ":" for each in self.tokens[max(verb, *own) : clause]):
                return True
            return any(
                each.dep == "cc" and each.text.lower() in BUT for each in self.tokens[verb + 1 : self.tree.subtree(clause)[0]]
            )
        return any(each.text in (":", ";") for each in self.tokens[clause + 1 : verb])

    def _states(self, clause: int) -> bool:
        return len(self.tree.subtree(clause)) > 1 or self.tokens[clause].pos in ("VERB", "AUX")

    def matter(self, cue: Sequence[int]) -> int | None:
        """Return the noun that an answer is about: «слияние не комментируют», «говорить о диверсии отказались»."""
        near = [child for each in cue for child in self.tree.children(each, "obj", "obl") if self.tokens[child].pos == "NOUN"]
        for noun in near if self.drops else []:
            case = {self.tokens[each].text.lower() for each in self.tree.children(noun, "case")}
            if case & {"о", "об", "про"} or (self.tokens[noun].dep == "obj" and not case):
                return noun
        return None

    def about(self, cue: Sequence[int]) -> int | None:
        """Return the noun of what somebody speaks of: «говорят о взрывах»."""
        below = (child for each in cue for child in self.tree.children(each, "obl", "nmod") if child not in cue)
        cases = ((child, {self.tokens[each].text.lower() for each in self.tree.children(child, "case")}) for child in below)
        return next((child for child, case in cases if case & {"о", "об", "про"}), None)

    def _is_whose(self, word: int, cue: int) -> bool:
        """Report whether a pronoun is of the noun after it, and no object: «её глава отвергла обвинения»."""
        whose = self.drops and word < cue and self.tokens[word].text.lower() in ("его", "её", "ее", "их")
        return whose and self.tokens[word + 1].pos in NOMINAL

    def object_of(self, cue: Sequence[int]) -> int | None:
        """Return the noun or participle that a cue takes: "confirmed the sale", "denied selling", "doubt was cast on it"."""
        for each in reversed(cue):
            for child in self.tree.children(each, "obj", "xcomp", "nmod", "obl", "advcl"):
                case = [mark for mark in self.tree.children(child, "case") if mark in cue]
                dep = self.tokens[child].dep
                taken = dep == "obj" or case or (dep == "xcomp" and self.tokens[child].pos != "ADJ")
                if taken and child not in cue and not self._is_whose(child, each):
                    return child
        return None

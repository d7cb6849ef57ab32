"""Where the subject and the statement of a cue are in a parsed sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.syntactic.tree import NOMINAL, Tree
from claims.intake.sentences import Part

SUBJECTS: Final = ("nsubj", "nsubj:pass")
_CLAUSES: Final = ("ccomp", "csubj")
#: Marks that make a clause one in which nothing is said yet.
_OPEN: Final = frozenset(("if", "unless", "whether", "если", "ли"))
_COMING: Final = frozenset(("will", "would", "should", "must", "may", "might", "can", "could", "shall", "'ll"))
_NOBODY: Final = frozenset(("nobody", "no", "none", "what", "never", "никто", "ничто", "кто"))
#: Relations of what follows a statement and is not part of it.
_BESIDE: Final = ("conj", "cc", "parataxis", "nsubj", "nsubj:pass", "root", "aux")


class Clauses:
    """The clauses of one sentence."""

    def __init__(self, text: str, tree: Tree, quotes: Sequence[Part], *, drops: bool) -> None:
        self.drops = drops  # whether the language leaves out the subject of a clause that is that of the clause around it
        self.text, self.tree, self.tokens, self.quotes = text, tree, tree.tokens, quotes

    def top(self, cue: Sequence[int]) -> int:
        """Return the word of a cue that governs the others."""
        outside = [each for each in cue if self.tokens[each].head not in cue or self.tokens[each].head == each]
        verbs = [each for each in outside if self.tokens[each].pos in ("VERB", "AUX", "NOUN")]
        return (verbs or outside or list(cue))[0]

    def subject(self, verb: int) -> int | None:
        """Return the noun that a verb is about: its own subject, or the one that it shares with what governs it."""
        for at in self.tree.up(verb):
            token = self.tokens[at]
            if token.pos in ("VERB", "AUX", "ADJ", "NOUN") and (found := self.tree.children(at, *SUBJECTS)):
                return found[0]
            if self.drops and (place := self._body(at)) is not None:
                return place
            if token.dep == "acl":
                return token.head
            if token.dep not in ("xcomp", "conj", "advcl", "aux", "aux:pass", *(("ccomp",) if self.drops else ())):
                return None
        return None

    def _body(self, verb: int) -> int | None:
        """Return the body in which people are said to speak who are not named: «в мэрии говорят»."""
        feats = self.tokens[verb].feats
        if "Number=Plur" not in feats or "VerbForm=Fin" not in feats or feats & {"Person=1", "Person=2"}:
            return None
        for noun in self.tree.children(verb, "obl"):
            case = [self.tokens[each].text.lower() for each in self.tree.children(noun, "case")]
            if case in (["в"], ["во"]) and "Case=Loc" in self.tokens[noun].feats and self.tokens[noun].pos in ("NOUN", "PROPN"):
                return noun
        return None

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

    def is_negated(self, cue: Sequence[int]) -> bool:
        """Report whether a negation that is no part of the cue belongs to it."""
        below = (child for each in cue for child in self.tree.children(each, "advmod") if child not in cue)
        return any(
            "Polarity=Neg" in self.tokens[each].feats and self.tokens[each].end < self.tokens[cue[-1]].start for each in below
        )

    def is_participle(self, verb: int) -> bool:
        """Report whether a verb is one of ", alleging that": a participle after a comma, without a subject of its own."""
        token = self.tokens[verb]
        joined = token.dep in ("advcl", "acl") and not self.tree.children(verb, *SUBJECTS, "mark")
        return joined and verb > 0 and self.tokens[self.tree.subtree(verb)[0] - 1].text == ","

    def coordinated(self, noun: int) -> list[int]:
        """Return a noun and those that "and" joins to it."""
        joined = [each for each in self.tree.children(noun, "conj") if self.tokens[each].pos in NOMINAL]
        return [noun, *(more for each in joined for more in self.coordinated(each))]

    def is_nobody(self, noun: int) -> bool:
        """Report whether a subject names nobody: "nobody said", "what she said"."""
        words = [self.tokens[noun].text.lower(), *(self.tokens[each].text.lower() for each in self.tree.children(noun, "det"))]
        return not _NOBODY.isdisjoint(words)

    def is_open(self, verb: int, cue: Sequence[int]) -> bool:
        """Report whether a cue has not happened: in a condition, a plan, an order, or a question."""
        for at in self.tree.up(verb):
            token = self.tokens[at]
            below = [self.tokens[each] for each in self.tree.below[at] if each not in cue]
            if any(each.dep == "mark" and each.text.lower() in _OPEN for each in below):
                return True
            if at == verb and any(each.dep == "aux" and each.text.lower() in _COMING for each in below):
                return True
            if at == verb and any(each.dep == "mark" and each.text.lower() in ("to", "чтобы") for each in below):
                return True
            if at == verb and "VerbForm=Inf" in token.feats and any(each.text.lower() == "to" for each in below):
                return True
            if token.dep not in ("conj", "xcomp", "advcl", "ccomp", "acl"):
                return False
        return False

    def clause_of(self, cue: Sequence[int], others: Sequence[int]) -> int | None:
        """Return the verb of the clause that a cue takes as its statement."""
        for each in reversed(cue):
            found = [child for child in self.tree.children(each, *_CLAUSES) if child not in cue and self._states(child)]
            if found := [child for child in found if child > each or not self._apart(child, each)]:
                return next((child for child in found if child > each), found[-1])
        top = self.top(cue)
        token = self.tokens[top]
        if token.dep in ("parataxis", "ccomp") and token.head not in (*cue, *others) and self._inserted(top):
            return token.head
        for each in reversed(cue):
            for child in self.tree.children(each, "advcl", "acl", "acl:relcl", "xcomp", "parataxis"):
                marks = [self.tokens[mark].text.lower() for mark in self.tree.children(child, "mark")]
                if child not in cue and any(mark in ("that", "что", "будто") for mark in marks):
                    return child
        return None

    def first_person(self, verb: int) -> bool:
        """Report whether the form of a verb alone says that "I" or "we" speak: «сомневаюсь»."""
        return self.drops and "Person=1" in self.tokens[verb].feats and not self.tree.children(verb, *SUBJECTS)

    def promise(self, cue: Sequence[int]) -> int | None:
        """Return what is promised, where the language has an infinitive for it: «обещает сдать мост»."""
        found = (child for each in cue for child in self.tree.children(each, "xcomp") if child not in cue)
        return next((each for each in found if self.drops and "VerbForm=Inf" in self.tokens[each].feats), None)

    def pronoun_in(self, cue: Sequence[int]) -> int | None:
        """Return the pronoun within a cue that means an earlier statement: «это опроверг»."""
        return next(
            (each for each in cue if self.tokens[each].pos == "PRON" and self.tokens[each].dep in ("obj", "obl", "iobj")), None
        )

    def _inserted(self, verb: int) -> bool:
        """Report whether a clause is between commas or dashes, or after one at the end: ", the envoy said,"."""
        words = self.tree.subtree(verb)
        before = self.text[: self.tokens[words[0]].start].rstrip()[-1:]
        after = self.text[self.tokens[words[-1]].end :].lstrip()[:1]
        return before in (",", "—", "–", "-", '"', "»", "”") and after in (",", ".", "", "—", "–", ";", ":")

    def _apart(self, clause: int, verb: int) -> bool:
        """Report whether a colon or semicolon parts a clause from a cue after it, so that it is not its statement."""
        between = self.tokens[clause + 1 : verb]
        return any(each.text in (":", ";") for each in between)

    def agrees(self, subject: int, verb: int) -> bool:
        """Report whether a noun has the number of its verb: parsers take other nouns for a subject."""
        noun, forms = self.tokens[subject].feats, self.tokens[verb].feats
        many = self.tree.children(subject, "conj", "nummod", "nummod:gov") or "Case=Loc" in noun
        return bool(many) or not (self.drops and "Number=Sing" in noun and forms >= {"Number=Plur", "VerbForm=Fin"})

    def _states(self, clause: int) -> bool:
        return len(self.tree.subtree(clause)) > 1 or self.tokens[clause].pos in ("VERB", "AUX")

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
        if beside:
            last = max([each for each in words if each < min(beside)], default=first)
        elif extended and self.tokens[first].start > self.tokens[cue[-1]].start:
            last = self._extended(last, cue) if self.tokens[clause].pos not in NOMINAL else last
        return self._whole(self.tree.part(first, last), self.tokens[cue[0]].start)

    def _joined(self, stop: int, clause: int) -> list[int]:
        """Return the words of another cue that a conjunction joins to a statement, with the conjunction."""
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
        return stop != branch or bool(self.tree.children(stop, "ccomp", *SUBJECTS)) or not self.tree.children(stop, "obj")

    def _extended(self, last: int, cue: Sequence[int]) -> int:
        """Return the last word of a statement to which adverbial clauses belong that were attached to the cue."""
        top = self.top(cue)
        for at in range(last + 1, len(self.tokens)):
            branch = next((each for each in self.tree.up(at) if self.tokens[each].head == top), None)
            token = self.tokens[at]
            if branch is None or self.tokens[branch].dep in _BESIDE:
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

    def object_of(self, cue: Sequence[int]) -> int | None:
        """Return the noun or participle that a cue takes: "confirmed the sale", "denied selling", "doubt was cast on it"."""
        for each in reversed(cue):
            for child in self.tree.children(each, "obj", "xcomp", "nmod", "obl", "advcl"):
                case = [mark for mark in self.tree.children(child, "case") if mark in cue]
                dep = self.tokens[child].dep
                if child not in cue and (dep == "obj" or case or (dep == "xcomp" and self.tokens[child].pos != "ADJ")):
                    return child
        return None

    def noun_after(self, cue: Sequence[int]) -> int | None:
        """Return the noun that follows a cue: "citing *a diplomat*", "по словам *главы*"."""
        first = cue[-1] + 1
        while first < len(self.tokens) and self.tokens[first].dep == "punct":
            first += 1
        found = None
        for at in self.tree.up(first) if first < len(self.tokens) else ():
            if at < first:
                break
            if self.tokens[at].pos in NOMINAL or self.tokens[at].dep in ("obj", "obl", "nmod"):
                found = at
            elif self.tokens[at].pos in ("VERB", "AUX"):
                break
        return found

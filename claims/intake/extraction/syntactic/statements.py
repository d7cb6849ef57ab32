"""What an attribution states: the clause, quotation or noun that its cue takes, or an earlier statement. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.basic.frames import Frames
from claims.intake.extraction.basic.lexicon import Match
from claims.intake.extraction.basic.reader import MAX_SOURCE
from claims.intake.extraction.syntactic.clauses import Clauses
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part, trimmed

#: "a finding by the Panel that": what is denied is what it says.
_SAID_TO_BE: Final = re.compile(
    r"(?:an?|the|all|any|its|his|her|their|these|those|earlier)\s[^,.;]{3,60}?\sthat\s(?=\w)"
    r"|(?:сообщени|обвинени|утверждени|публикаци|информаци|слух|верси|вывод)\w*(?:\s[^,.;]{2,60}?)?,?"
    r" (?:о том|в том)?,? ?(?:что|будто(?: бы)?) (?=\w)",
    re.IGNORECASE,
)
#: "Asked whether X, he would not answer".
_ASKED: Final = re.compile(
    r"(?:when )?asked (?:whether|if) (?P<matter>[^,;]{5,200}),|(?:на вопрос о том, |на вопрос, )(?P<russian>[^;]{5,200}),",
    re.IGNORECASE,
)
#: The same between who would not answer and that he would not: «мэр на вопрос, закрыт ли порт, не ответил».
_ASKED_WITHIN: Final = re.compile(r" на вопрос(?: о том)?, (?P<matter>[^;,]{5,200}), $", re.IGNORECASE)
#: What somebody was asked, and "neither" with the first of two verbs, which parsers take for a part of their name:
#: «глава клуба на вопросы газеты».
ASKED_OF: Final = re.compile(r"\sneither\s|\sна (?:вопрос|запрос|звон|письм|просьб|обвинени)\w*", re.IGNORECASE)
#: Answers whose object states what they are about: «слияние не комментируют», «о диверсии говорить отказались».
_COMMENTS: Final = re.compile(r"коммент|обсужд|говорить|рассказывать|рассуждать", re.IGNORECASE)
#: Objects that mean an earlier statement, or nothing that is stated.
MEANS_EARLIER: Final = re.compile(
    r"(?:(?:эт|так|сво)\w+|данн\w+|вс[её]|ничего|\w*тем[ыуе]|ситуаци\w+|происходящ\w+|случивш\w+|произошедш\w+|вопрос\w*|ход"
    r"|сообщени\w*|слух\w*|новост\w*|публикаци\w*|информаци\w*|заявлени\w*|обвинени\w*|верси[яюией]+|сведени\w*|данны\w*"
    r"|слов\w*|утверждени\w*|предположени\w*|стать[юяией]+|доклад\w*|отч[её]т\w*|запис\w*|письм\w*|документ\w*|материал\w*"
    r"|видео\w*|цифр\w*|разговор\w*|расследовани\w*|дел[оае]|подробност\w*|детал\w*"
    r"|\w+ (?:сообщени|слух|обвинени|публикаци)\w*)"
    r"(?!\w)",
    re.IGNORECASE,
)
#: A number that somebody gave, which is no statement by itself: "could not verify the sum", "disputes the council's figure".
_NUMBER: Final = re.compile(
    r"(?:(?:the|this|that|these|those|his|her|its|their|such)|(?:[\w-]+ ){0,3}[\w-]+['’]s?) (?:\w+ )?"
    r"(?:sum|figure|number|total|tally|toll|estimate|amount|count|date|timeline)s?",
    re.IGNORECASE,
)
#: Words on where the whole sentence is from.
_ACCORDING: Final = re.compile(
    r", (?:according to|по данным|по словам|по информации|как сообщает) "
    r"|,? (?:after|amid|following|despite) (?:an? |the )?(?:\w+ )?(?:reports?|claims|rumou?rs|allegations|speculation) that ",
    re.IGNORECASE,
)
#: Fewest words of a quotation that states something by itself.
_STATES: Final = 3


@dataclass
class Attribution(Draft):
    """A draft with the words that govern its cue and its statement in the tree."""

    verb: int = 0
    clause: int | None = None


class Aside(NamedTuple):
    """Words about where a statement is from: ", citing a diplomat,"."""

    cue: Match
    part: Part
    source: Part


class Statements:
    """Finds the statements of one sentence."""

    def __init__(self, phrases: Frames, tree: Tree, quotes: Sequence[Part]) -> None:
        self.phrases, self.tree, self.text, self.quotes = phrases, tree, phrases.text, quotes
        drops = any("Animacy" in feat for token in tree.tokens for feat in token.feats)
        self.clauses = Clauses(phrases.text, tree, quotes, drops=drops)

    def phrase(self, noun: int) -> Part | None:
        """Return the words that name a source, with the closing mark of a quotation in which they end."""
        part = self.tree.noun_phrase(noun)
        opened = next((each for each in self.quotes if part.start <= each.start < part.end < each.end), None)
        asked = ASKED_OF.search(self.text, *part)
        part = Part(part.start, asked.start()) if asked else part
        found = self.phrases.phrase(Part(part.start, opened.end) if opened and not asked else part)
        return found if found and len(self.phrases.words(found).split()) <= MAX_SOURCE else None

    def aside(self, cue: Match) -> Aside | None:
        """Return what a noun or participle without commas cites: «со ссылкой на дипломата»."""
        words = self.tree.within(Part(cue.start, cue.end))
        if not words or any("VerbForm=Fin" in self.tree.tokens[each].feats for each in words):
            return None
        noun = self.clauses.noun_after(words)
        source = self.phrase(noun) if noun is not None else None
        return Aside(cue, Part(cue.start, source.end), source) if source and source.start >= cue.end else None

    def is_function_word(self, part: Part) -> bool:
        """Report whether a statement is one word that states nothing: "which", "so"."""
        words = self.tree.within(part)
        return len(words) == 1 and self.tree.tokens[words[0]].pos in ("PRON", "DET", "SCONJ", "ADV", "PART")

    def state(self, draft: Attribution, words: list[int], others: Sequence[int]) -> None:
        """Fill in the statement: a clause, a quotation, or what is confirmed or denied; else it is an earlier one."""
        asked = _ASKED.match(self.text, self.tree.tokens[0].start, draft.cue.start)
        asked = asked or _ASKED_WITHIN.search(self.text, self.tree.tokens[0].start, draft.cue.start)
        if asked and draft.takes in ("none", "object"):
            draft.content = trimmed(self.text, Part(*asked.span(asked.lastgroup or 0)))
            return
        if draft.takes == "none":
            self._open_question(draft, words)
            return
        if draft.takes in CLAUSES and (whole := self.clauses.after_condition(draft.verb)):
            draft.content = trimmed(self.text, whole)
            return
        clause = self.clauses.clause_of(words, others)
        if clause is None and draft.takes in CLAUSES:
            clause = self.clauses.promise(words)
        before = self.clauses.before(words) if draft.takes in CLAUSES else None
        if before and self.phrases.patterns["back"].search(self.phrases.words(before).rstrip()):  # «так говорит мэр»
            return
        if resumed := self._resumed(draft):
            draft.content = resumed
        elif clause is not None:
            draft.clause = clause
            draft.content = self._of_clause(clause, words, others)
        else:
            self._without_clause(draft, before, words, others)
        if draft.content and (told := _ACCORDING.search(self.text, max(draft.cue.end, draft.content.start), draft.content.end)):
            draft.content = trimmed(self.text, Part(draft.content.start, told.start()))
        if draft.content and (self._is_number(draft, draft.content) or self.phrases.is_a("anaphor", draft.content)):
            draft.meant = draft.content
            draft.content, draft.takes, draft.rule = None, "none", f"{draft.rule}_back"

    def _is_number(self, draft: Attribution, content: Part) -> bool:
        """Report whether what is denied or not confirmed is a number that somebody gave."""
        answers = draft.takes == "object" and draft.stance != "supports" and draft.clause is None
        return answers and bool(_NUMBER.fullmatch(self.text, *content))

    def accuse(self, draft: Attribution, words: Sequence[int]) -> bool:
        """Read "who was accused of selling engines": nobody is named."""
        for child in self.tree.children(words[-1], "advcl", "obl", "nmod"):
            case = [self.tree.tokens[each].text.lower() for each in self.tree.children(child, "case", "mark")]
            if "of" in case or "в" in case:
                draft.content = trimmed(self.text, self.clauses.statement(child, words, extended=False))
                return self.tree.tokens[child].start > draft.cue.start
        return False

    def _of_clause(self, clause: int, words: list[int], others: Sequence[int]) -> Part | None:
        if self.clauses.drops and (around := self.clauses.around(clause, words)):
            cue, verb = self.tree.tokens[words[0]].start, self.tree.tokens[clause].start
            quoted = next((each for each in self.quotes if each.start < verb < each.end <= cue), None)
            return trimmed(self.text, quoted or around)
        stated = self.clauses.statement(clause, words, others)
        begun = self.clauses.begun_before(clause, words)
        if begun is not None:
            return trimmed(self.text, Part(begun, stated.end))
        content = self.phrases.statement(stated)
        skipped = [self.tree.tokens[each] for each in self.tree.within(Part(stated.start, content.start))] if content else []
        named = any(each.dep in ("iobj", "obj", "nsubj") and each.text.lower() != "that" for each in skipped)
        return Part(stated.start, content.end) if content and named else content

    def _without_clause(self, draft: Attribution, before: Part | None, words: list[int], others: Sequence[int]) -> None:
        """Read a statement that is quoted, before the cue, or a noun or pronoun that means it."""
        quote = self._quoted()
        if quote and (draft.takes in CLAUSES or self._follows(quote, draft)):
            draft.content = trimmed(self.text, quote)
        elif before:
            draft.content = self.phrases.statement(before)
        elif draft.takes == "object" and (pronoun := self.clauses.pronoun_in(words)) is not None:
            draft.content = self.tree.part(pronoun, pronoun)
        elif (noun := self.clauses.object_of(words)) is not None and draft.takes != "told":
            self._of_noun(draft, noun, words, others)
        elif draft.takes == "told" and (about := self.clauses.about(words)) is not None:
            draft.content = self.phrases.statement(self.clauses.statement(about, words, others))

    def _open_question(self, draft: Attribution, words: list[int]) -> None:
        """Read "refused to say whether the ship had docked": what nobody answers is stated."""
        clause = self.clauses.open_question(words)
        if clause is not None:
            draft.content = self.phrases.statement(self.clauses.statement(clause, words))
        elif draft.stance == "denies" and (nouns := [noun for each in words for noun in self.tree.children(each, "obj")]):
            part = trimmed(self.text, self.clauses.statement(nouns[-1], words, ()))
            said = _SAID_TO_BE.match(self.text, *part)  # «назвал ложью сообщение о том, что порт закрыт»
            draft.content = Part(said.end(), part.end) if said else None
        elif _COMMENTS.search(self.phrases.words(draft.cue)) and (noun := self.clauses.matter(words)) is not None:
            part = self.tree.noun_phrase(noun)
            draft.content = None if MEANS_EARLIER.match(self.text, *part) else part

    def _resumed(self, draft: Attribution) -> Part | None:
        """Return the two parts of one quoted sentence: "Ships came," he said, "and left"."""
        if draft.takes not in CLAUSES:
            return None
        before = [each for each in self.quotes if each.end <= draft.cue.start]
        after = [each for each in self.quotes if each.start >= draft.cue.end]
        if not before or not after or not self.text[after[0].start + 1].islower():
            return None
        goes_on = self.text[before[-1].end - 2] == ","
        return trimmed(self.text, Part(before[-1].start, after[0].end)) if goes_on else None

    def _follows(self, quote: Part, draft: Attribution) -> bool:
        """Report whether a cue that takes an object follows a quotation instead: «Ключ потеряли», – призналась она."""
        between = self.text[quote.end : draft.cue.start]
        return draft.stance == "supports" and quote.end <= draft.cue.start and not any(each.isalpha() for each in between)

    def _of_noun(self, draft: Attribution, noun: int, words: list[int], others: Sequence[int]) -> None:
        """Read "denied selling engines", "rejected a finding that", and "denied the report"."""
        part = trimmed(self.text, self.clauses.statement(noun, words, others))
        if said := _SAID_TO_BE.match(self.text, part.start, part.end):
            part = Part(said.end(), part.end)
            draft.clause = next(iter(self.tree.children(noun, "acl", "ccomp")), None)
        elif (inner := next(iter(self.tree.children(noun, "acl", "ccomp")), None)) is not None and any(
            self.tree.tokens[each].text.lower() in ("that", "что") for each in self.tree.children(inner, "mark")
        ):
            draft.clause = inner
            part = self.clauses.statement(inner, words, others)
        draft.content = part if self.phrases.is_a("anaphor", part) else self.phrases.statement(part)

    def _quoted(self) -> Part | None:
        """Return the quotations of the sentence, from the first to the last that states something."""
        around = [each for each in self.quotes if len(self.phrases.words(each).split()) >= _STATES]
        around = [each for each in around if self.text[each.start + 1].isupper() and not self._is_name(each)]
        return Part(around[0].start, around[-1].end) if around else None

    def _is_name(self, quote: Part) -> bool:
        """Report whether a quotation after a word is the name of what the word means: «в газете «Край и город»»."""
        named = quote.start > 1 and self.text[quote.start - 1] == " " and self.text[quote.start - 2].isalpha()
        kinds = {self.tree.tokens[each].pos for each in self.tree.within(quote)}
        return named and self.text[quote.start] == "«" and kinds <= {"NOUN", "PROPN", "ADJ", "CCONJ", "PUNCT"}

"""What shows that an attribution was read wrongly: some are mended, others kept as a rule that is seldom right. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, SILENT, Draft
from claims.intake.extraction.syntactic.statements import Attribution
from claims.intake.extraction.syntactic.tree import NOMINAL, Tree
from claims.intake.sentences import Part, trimmed

#: The rule of what was read wrongly.
ODD: Final = "odd"
#: What a statement cannot begin with: it is then about the words before it, or of another clause.
_OF_ANOTHER: Final = re.compile(
    r"(?:who|whom|whose|which|because|citing|quoting|котор\w+|где|потому|поскольку|со ссылкой|ссылаясь|сославшись)(?!\w)",
    re.IGNORECASE,
)
#: What a source cannot begin with: it is then what is spoken of, or a clause.
_ABOUT: Final = re.compile(r"(?:об?|про|about|of|котор\w+|which)\s", re.IGNORECASE)
#: Whom a source cites that words took for a part of its name: «газета со ссылкой на врача».
_CITES: Final = re.compile(r",? (со ссылкой на|со слов) ", re.IGNORECASE)
#: The second verb of "would not confirm or deny" that words took for the beginning of a statement.
_OR: Final = re.compile(
    r"((?:или|либо|or|nor) (?:опроверг|подтвер|отриц|den|confirm|disput)\w+) (?:that |что )?(?=\w)", re.IGNORECASE
)
#: An outlet between a statement and who said so to it: «о том, что порт закрыт, «Югу» рассказал докер».
_TOLD: Final = re.compile(r", ((?:[а-яё]+ )?«[^»]{2,40}»)$")
_TALK: Final = re.compile(r"(?:интервью|эфире|беседе с|разговоре с|комментари[ий] для|комментарии) (?=[«\w])")
_PARTICLES: Final = ("якобы", "будто бы")
#: What is before the noun that words took for a statement.
_OF: Final = re.compile(r"(?<!\w)(?:об?|про) $", re.IGNORECASE)
#: When or how a source spoke, which words took for the end of its name: «подрядчик осенью утверждал».
_WHEN: Final = re.compile(
    r",? (?:(?:ещё|уже|тогда|прошл\w+|минувш\w+|ранн\w+|поздн\w+|этой|этим|в тот|тем) )*"
    r"(?:осенью|зимой|весной|летом|утром|днём|днем|вечером|ночью|накануне|позавчера|вчера|сегодня"
    r"|по (?:рации|телефону|радио|видеосвязи|громкой связи)|в (?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
    r"|at dawn|at noon|overnight|by (?:phone|radio|telephone|text|email|e-mail|video link)|over the radio)$",
    re.IGNORECASE,
)
#: To whom a statement after a colon is said, which words took for its beginning: «успокоил родных: все живы».
_LISTENER: Final = re.compile(r"(?:\w+ )?\w+(?:ых|их|ов|ей|ам|ям|ему|ому|у|ю): (?=\w)")
_COURT: Final = re.compile(r"\b(?:court|jury|inquest|inquiry|tribunal|trial|magistrates|hearing|panel)$", re.IGNORECASE)
#: What begins a condition, from which words took a source: "if it rains, said the mayor, the match is off".
_CONDITION: Final = re.compile(
    r"(?:^|[.!?:\n\"“]\s*)((?:even |only )?(?:if|when|unless|once|until|as long as|should|had|were) )$", re.IGNORECASE
)
_NAMED: Final = re.compile(r"(?:(?:the|an?|his|her|its|their|one) [^,;:]{2,60}|[A-Z][^,;:]{1,60}|he|she|they), ")
_NAMING: Final = (*NOMINAL, "ADJ", "DET", "X")
_CLAUSES: Final = ("acl:relcl", "acl", "advcl", "ccomp", "parataxis")


def mend(text: str, draft: Draft, tree: Tree | None) -> None:
    """Correct what words alone read of a source and a statement that are plainly more or less than that."""
    source, content = draft.source, draft.content
    if source and content and draft.takes == "prefix" and content.start == draft.cue.start:
        begun = source.end if source.end > draft.cue.end else content.start  # "according to the mayor, …"
        draft.content = trimmed(text, Part(begun, content.end))
    _condition(text, draft)
    if source and (cites := _CITES.search(text, *source)) and cites.start() > source.start:
        draft.relays = [*draft.relays, trimmed(text, Part(source.start, cites.start()))]
        draft.source, draft.cue = Part(cites.end(), source.end), Part(*cites.span(1))
    if content and draft.stance in SILENT and (other := _OR.match(text, *content)):
        draft.cue, draft.content = Part(draft.cue.start, other.end(1)), Part(other.end(), content.end)
    if content and draft.takes == "told" and content.end <= draft.cue.start and (told := _TOLD.search(text, *content)):
        draft.content = Part(content.start, told.start())
        draft.relays = [*draft.relays, trimmed(text, Part(*told.span(1)))]
    if tree:
        _bounds(text, draft, tree)
    draft.relays = [_outlet(text, each) for each in draft.relays]
    if tree and draft.takes == "hearsay" and source is None and (named := _speaker(text, draft.cue, tree)):
        draft.source, draft.stance, draft.takes, draft.rule = named, "supports", "told", "told"
    particle = draft.takes == "hearsay" and text[slice(*draft.cue)].lower() in _PARTICLES
    if tree and content and draft.takes == "hearsay" and source is None and (clause := _adverbial(draft.cue, content, tree)):
        draft.content = trimmed(text, clause)
    elif (
        tree and content and particle and tree.within(draft.cue) and _OF.search(text, max(content.start - 4, 0), content.start)
    ):
        draft.content = trimmed(text, _whole_clause(draft.cue, tree))  # «он якобы передавал сведения о кораблях»


def _bounds(text: str, draft: Draft, tree: Tree) -> None:
    """Leave out of a source when or how it spoke, and of a statement after a colon to whom."""
    source, content = draft.source, draft.content
    if source and source.end <= draft.cue.start and (when := _WHEN.search(text, *source)) and when.start() > source.start:
        draft.source = Part(source.start, when.start())
    heard = _LISTENER.match(text, *content) if content and draft.takes == "told" and draft.cue.end < content.start else None
    if content and heard and text[draft.cue.end : content.start] == " ":
        words = [tree.tokens[each] for each in tree.within(Part(content.start, heard.end()))]
        if words and not any(each.pos in ("VERB", "AUX") for each in words) and any(each.pos in NOMINAL for each in words):
            draft.content = Part(heard.end(), content.end)


def _condition(text: str, draft: Draft) -> None:
    """Read who says a statement between its condition and the rest of it: "if it rains, said the mayor, the match is off"."""
    source, content = draft.source, draft.content
    if source is None or content is None or draft.takes not in CLAUSES or text[source.end : draft.cue.start] != ", ":
        return
    begun = _CONDITION.search(text, max(source.start - 16, 0), source.start)
    named = _NAMED.match(text, *content) if begun and content.start <= draft.cue.end + 1 else None
    if begun and named:
        draft.source = trimmed(text, Part(content.start, named.end() - 2))
        draft.content = trimmed(text, Part(begun.start(1), content.end))


def _adverbial(cue: Part, content: Part, tree: Tree) -> Part | None:
    """Return the clause in which only an adverb says that it is hearsay, with its subject: "boxes have reportedly vanished"."""
    words = tree.within(cue)
    if content.start < cue.end or not words or tree.tokens[words[-1]].pos != "ADV":
        return None
    verb = tree.tokens[words[-1]].head
    subject = next(iter(tree.children(verb, "nsubj", "nsubj:pass")), None)
    if subject is None or subject > words[0] or tree.tokens[verb].dep not in ("root", "conj", "parataxis"):
        return None
    return Part(tree.tokens[tree.subtree(subject)[0]].start, content.end)


def _outlet(text: str, relay: Part) -> Part:
    """Return a relay without the talk in which it heard a source: «интервью «Краю»»."""
    talk = _TALK.match(text, *relay)
    return trimmed(text, Part(talk.end(), relay.end)) if talk else relay


def _speaker(text: str, cue: Part, tree: Tree) -> Part | None:
    """Return who speaks where a clause is between, so that words found nobody: «те, с кем говорил «Край», говорят»."""
    for word in tree.within(cue):
        for noun in tree.children(word, "nsubj"):
            part = tree.noun_phrase(noun)
            if tree.tokens[noun].pos in ("NOUN", "PROPN") and part.end < cue.start and text[part.end : part.end + 1] == ",":
                return part
    return None


def is_heard(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether a source is only where something was said: "the court heard that", "no charges, court told"."""
    if draft.source is None:
        return False
    cue, source = (text[slice(*each)] for each in (draft.cue, draft.source))
    last = all(each.dep == "punct" or each.start < draft.cue.end for each in tree.tokens)
    return bool(_COURT.search(source)) and (cue.endswith("heard") or (last and cue == "told"))


def is_odd(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether a statement begins as no statement does, or a source is none: without a noun, or with a verb.

    Of a heading such as "The mayor had this to say: …", the source is cut to who had it to say.
    """
    if draft.content and draft.stance not in SILENT and _OF_ANOTHER.match(text, *draft.content):
        return True
    if draft.source and _ABOUT.match(text, *draft.source):
        return True
    if draft.source is None or draft.takes == "none" or isinstance(draft, Attribution):
        return False  # of a tree, a source is a noun phrase
    words = tree.within(draft.source)
    verb = next((each for each in words if _governs(tree, each)), None)
    subject = next(iter(tree.children(verb, "nsubj")), None) if verb is not None else None
    states = verb is not None and (tree.tokens[verb].pos == "ADJ" or tree.tokens[verb].text in ("has", "have", "had"))
    if states and draft.cue == Part(draft.source.end, draft.source.end + 1) and subject in words and subject is not None:
        draft.source = tree.noun_phrase(subject)
        return False
    return bool(words) and (verb is not None or not any(tree.tokens[each].pos in _NAMING for each in words))


def _governs(tree: Tree, word: int) -> bool:
    token = tree.tokens[word]
    verb = "VerbForm=Fin" in token.feats or (token.pos == "ADJ" and tree.children(word, "nsubj"))
    return bool(verb) and token.pos != "NOUN" and token.dep not in _CLAUSES


def _whole_clause(cue: Part, tree: Tree) -> Part:
    """Return the clause in which a cue is: all that its verb governs, with the cue."""
    verb = next((each for each in tree.up(tree.within(cue)[0]) if tree.tokens[each].pos in ("VERB", "AUX", "ADJ")), None)
    words = tree.subtree(verb if verb is not None else tree.within(cue)[0])
    return tree.part(words[0], words[-1])

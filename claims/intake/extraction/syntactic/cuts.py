"""Where a statement read by words goes too far, or means no statement at all, as the tree of its sentence shows. Pure."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, SILENT, Draft
from claims.intake.extraction.syntactic.statements import MEANS_EARLIER, Attribution
from claims.intake.extraction.syntactic.tree import Token, Tree
from claims.intake.sentences import Part, trimmed

#: What only leads to a statement: «А вот что ливень не помешает, обещает бюро».
_LEADS: Final = re.compile(r"(?:(?:[аи]|но) )?вот что (?=\w)|(?:[аи]|но) что (?=\w)|of (?=\w)", re.IGNORECASE)
#: What only says that a statement follows: «говорит иначе: бумаги готовы».
_FOLLOWS: Final = re.compile(
    r"(?:иначе|друго[ей]|иное|обратное|противоположное|следующее|одно(?: и то же)?|так|вот что|прямо|кратко|коротко"
    r"|otherwise|differently|the (?:following|same|opposite)|this): (?=\S)",
    re.IGNORECASE,
)
#: The same where words took it for a denial: «рассказывают другое: моста нет».
_OTHERWISE: Final = re.compile(
    r" (?:другое|иное|иначе|обратное|противоположное|otherwise|differently|the opposite)$", re.IGNORECASE
)
#: A clause after a statement, in which it is not said any more: «обещала, что мест хватит, теперь этого не повторяет».
_NO_LONGER: Final = re.compile(
    r",? (?:(?:а|но|и) )?(?:теперь|сейчас|сегодня) (?:уже )?(?:об? )?эт(?:ого|ом|о) (?:уже )?(?:не |молч)"
)
#: A clause after a statement that is about the statement itself: «…, и эту новость подхватили все».
_RESUMED: Final = re.compile(
    r",? (?:и|а|но|and|but) (?:эт[уоа]|эти|эт[оаи][тй]|the|that|this) "
    r"(?:новост|сообщени|слов|заявлени|утверждени|верси|слух|публикаци|claim|report|story|statement|rumour|news)\w*\b"
)
#: What goes on after a dash about who speaks: «…, — и на том умолк».
_GOES_ON: Final = re.compile(r",? [—–] (?:и|а|но|and|but) ")
#: The end of a remark in brackets about a source, from which a statement was read.
_BRACKET: Final = re.compile(r"\),? ?(?:что |that )?(?=\w)")
#: A place or an agency in brackets before a text: "(Ledger Wire) - ".
_DATELINE: Final = re.compile(r"\) [-–—] ")
#: A statement that is a clause of its own after a colon: «Она ходила сама: порт, по её сведениям, открыт».
_COLON: Final = re.compile(r": ")
#: Why somebody doubts or denies a statement: «сомневается, что сделку одобрят: прошлую отклонили».
_WHY: Final = re.compile(r"(?<=\w): (?=\w)")
#: A quotation in which somebody says nothing.
_NO_ANSWER: Final = re.compile(r"no comment|(?:никаких |без )комментари\w+", re.IGNORECASE)
#: A quotation that says what it denies only by "this", and goes on with a statement.
_DENIES: Final = re.compile(r"(?:это|всё это) (?:неправда|ложь|выдумка|не так|чушь|вымысел)[,;:] (?=\w)", re.IGNORECASE)
_NEITHER: Final = re.compile(r"(?<!\w)(?:ни (?:подтвер|опровер)|neither (?:confirm|den))", re.IGNORECASE)
#: A quotation in which somebody takes no side: «Не опровергаем и не подтверждаем».
_SHRUG: Final = re.compile(
    r"(?P<matter>(?:[^,.;:!?]{3,60} )?)(?P<cue>(?:мы |я )?(?:"
    r"не (?:подтвер|опровер)\w+(?:,? (?:но )?и не|, не) (?:подтвер|опровер)\w+"
    r"|ни (?:подтвердить|опровергнуть),? ни (?:подтвердить|опровергнуть)(?: этого?)?(?: мы| я)? (?P<unable>не (?:можем|могу))"
    r"))(?: (?:этого?|эти \w+))?",
    re.IGNORECASE,
)
_WHAT: Final = re.compile(r"(?<!\w)(?:что|о ч[её]м|what)(?: \w+)? $", re.IGNORECASE)
#: How Russian adjectives end: parsers take names for them.
_ADJECTIVES: Final = ("й", "я", "е", "ю", "х", "и", "м", "о")
_RELATIVE: Final = re.compile(r"which|who|whom|whose|where|котор\w+|где", re.IGNORECASE)
_OPENING: Final = ('"', "“", "«", "„")
_VERBAL: Final = ("VERB", "AUX")
#: Cues before which a statement may be one clause of several.
_BEFORE: Final = (*CLAUSES, "prefix")
#: Cues of which a source is the subject.
_SPEAKS: Final = (*CLAUSES, "object", "none", "first")


def cut(text: str, draft: Draft, tree: Tree) -> None:
    """End or begin a statement where another clause does."""
    if draft.content is None:
        draft.content = between(text, draft, tree)
        _other(text, draft, tree)
        return
    if draft.stance == "supports" and _NO_ANSWER.fullmatch(text, *draft.content):
        draft.cue, draft.stance, draft.takes, draft.content = draft.content, "declined", "none", None
        return
    if draft.stance == "supports" and draft.takes in CLAUSES and (shrug := _SHRUG.fullmatch(text, *draft.content)):
        draft.stance, draft.takes = ("could_not_confirm" if shrug["unable"] else "neither"), "none"
        draft.cue = trimmed(text, Part(shrug.start("cue"), shrug.end()))
        matter = trimmed(text, Part(*shrug.span("matter")))
        draft.content = None if matter.empty else matter
        return
    content = _without_lead(text, draft.content, draft)
    if content.start >= draft.cue.end:
        ended = _GOES_ON.search(text, *content) or _NO_LONGER.search(text, *content) or _RESUMED.search(text, *content)
        why = _WHY.search(text, *content) if draft.stance not in ("supports", "reports") else None
        if ended or (why and _is_closed(text[content.start : why.start()])):
            content = trimmed(text, Part(content.start, min(each.start() for each in (ended, why) if each)))
        if not isinstance(draft, Attribution):
            content = _up_to_verb(text, draft, content, tree)
    elif content.start == draft.cue.start > draft.content.start and draft.source and draft.source.end < content.end:
        content = trimmed(text, Part(max(draft.source.end, draft.cue.end), content.end))  # «двое больны: по словам врача, …»
    elif draft.takes == "hearsay" and text[content.start : draft.cue.start].endswith(": "):
        content = Part(draft.cue.end + 1, content.end)  # «слышала одно: якобы видели колонну»
    elif draft.takes == "prefix" and (clause := _relative(draft.cue, tree)):
        content = trimmed(text, clause)
    draft.content = content


def _other(text: str, draft: Draft, tree: Tree) -> None:
    """Read what somebody states instead of what is said before: «рассказывают другое: моста нет»."""
    said = _OTHERWISE.search(text, *draft.cue) if draft.stance == "denies" and draft.takes == "none" else None
    if said and draft.content is None and text[draft.cue.end : draft.cue.end + 2] == ": ":
        draft.content = trimmed(text, Part(draft.cue.end + 2, tree.tokens[-1].end))
        draft.cue, draft.stance, draft.takes = Part(draft.cue.start, said.start()), "supports", "told"
        draft.rule = f"{draft.rule.split('_')[0]}_told" if "_" in draft.rule else "told"


def _without_lead(text: str, content: Part, draft: Draft) -> Part:
    """Return a statement without what is before it: a word that leads to it, a bracket, a clause that ends in a colon."""
    lead = _LEADS.match(text, *content) or _DENIES.match(text, *content)
    lead = lead or (_FOLLOWS.match(text, *content) if content.start >= draft.cue.end else None)
    opened = text[slice(*content)]
    if not lead and opened.count(")") > opened.count("("):
        lead = _BRACKET.search(text, *content)
    end = content.end
    if not lead and text[content.start - 1 : content.start] == "(" and (line := _DATELINE.match(text, content.end)):
        limit = min(each.start for each in (draft.source, draft.cue) if each)
        lead, end = line, limit if limit > line.end() else end
    quoted = text[content.start - 1 : content.start] in _OPENING if content.start else False
    if not lead and draft.takes in _BEFORE and draft.cue.start > content.start and not quoted:
        colon = _COLON.search(text, content.start, min(draft.cue.start, content.end))
        lead = colon if colon and text[colon.end()].isalpha() and _is_closed(text[content.start : colon.start()]) else None
    return trimmed(text, Part(lead.end(), end)) if lead and lead.end() < end else content


def _is_closed(words: str) -> bool:
    return words.count('"') % 2 == 0 and words.count("“") == words.count("”") and words.count("«") == words.count("»")


def _up_to_verb(text: str, draft: Draft, content: Part, tree: Tree) -> Part:
    """End a statement before a verb that governs its noun, or is joined to its cue: "the rumour that she left spread"."""
    cue, inside = tree.within(draft.cue), tree.within(content)
    for at in inside:
        token = tree.tokens[at]
        if token.dep == "conj" and token.head in cue and token.pos == "VERB" and "VerbForm=Fin" in token.feats:
            first = next((each for each in tree.children(at, "cc") if each in inside), None)
            before = [each for each in inside if first is not None and each < first]
        elif draft.takes == "noun" and token.pos in _VERBAL:
            own = {word for each in cue if tree.tokens[each].head == at for word in tree.subtree(each)}
            before = list(takewhile(own.__contains__, inside))
        else:
            continue
        if before:
            return trimmed(text, Part(content.start, tree.tokens[before[-1]].end))
    return content


def _relative(cue: Part, tree: Tree) -> Part | None:
    """Return the relative clause in which a source is named: "which, according to the mayor, sank"."""
    before = [at for at, each in enumerate(tree.tokens) if each.end <= cue.start and each.dep != "punct"]
    if not before or not _RELATIVE.fullmatch(tree.tokens[before[-1]].text):
        return None
    verb = next((each for each in tree.up(before[-1]) if tree.tokens[each].dep == "acl:relcl"), None)
    words = [each for each in tree.subtree(verb) if tree.tokens[each].dep != "punct"] if verb is not None else []
    return tree.part(words[0], words[-1]) if words else None


def says_nothing(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether a statement is a name, an adverb or a state, or its source is what its cue takes: there is none."""
    if draft.source and _is_no_source(draft, draft.source, tree):
        return True
    content = draft.content
    if content is None or draft.stance in SILENT:
        return False
    rumour = (
        draft.takes == "hearsay" and draft.source is None and _WHAT.search(text, 0, draft.cue.start)
    )  # «Что пишут о поездке»
    answer = draft.takes == "noun" and _NEITHER.search(text, *content)  # «данные о взрыве ни подтвердить, ни опровергнуть»
    return bool(rumour or answer) or _is_word(text, draft, content, tree)


def _is_word(text: str, draft: Draft, content: Part, tree: Tree) -> bool:
    words = [each for each in tree.within(content) if tree.tokens[each].dep != "punct"]
    kinds = {tree.tokens[each].pos for each in words}
    if len(words) == 1 and kinds <= {"ADV", "SCONJ", "PART", "DET"}:
        return True  # "Earlier, the channel said"
    first = tree.tokens[words[0]] if words else None
    if first and first.pos == "ADJ" and first.dep == "xcomp" and draft.takes == "clause" and content.start > draft.cue.start:
        return first.head in tree.within(draft.cue)  # "has reported sick"
    quoted = text[content.start - 1 : content.start] == "«" and text[content.end : content.end + 1] == "»"
    named = kinds <= {"NOUN", "PROPN", "ADJ", "CCONJ"} and text[content.start - 3 : content.start - 2].isalpha()
    return bool(quoted and kinds and named)  # «рассказали «Южным вестям»»


def _is_no_source(draft: Draft, source: Part, tree: Tree) -> bool:
    """Report whether what is before a cue is, or ends in, what it takes: «мэр эти слова сам и отверг»."""
    if source.end > draft.cue.start or draft.takes not in _SPEAKS:
        return False
    words, cue = tree.within(source), tree.within(draft.cue)
    outside = [each for each in (tree.tokens[each] for each in words) if each.head not in words]
    taken = [each for each in outside if each.dep == "obj" and _case(each) == "Case=Acc"]
    if any(len(outside) > 1 or each.text.endswith(("у", "ю")) for each in taken):  # other forms may be those of a subject
        return True
    subject = any(each.dep == "nsubj" and any("Animacy" in feat for feat in each.feats) for each in outside)
    if subject and any(each.dep == "obl" and each.head in cue for each in outside):
        return True  # «газета в поездку не верит»
    half = draft.content and source.end + 1 == draft.content.start and draft.content.end < draft.cue.start
    inside = tree.within(draft.content) if draft.content and half else []
    halves = [each for each in outside if each.dep == "amod" and each.head in inside and each.text.endswith(_ADJECTIVES)]
    return any(_case(each) == _case(tree.tokens[each.head]) for each in halves)  # «Второй тур мэр не исключил»


def _case(token: Token) -> str | None:
    return next((each for each in token.feats if each.startswith("Case=")), None)


def between(text: str, draft: Draft, tree: Tree) -> Part | None:
    """Return the noun between a source and a cue that means no earlier statement: «мэр растрату не отрицает»."""
    if draft.source is None or draft.content or draft.takes not in ("object", "none") or draft.source.end >= draft.cue.start:
        return None
    part = trimmed(text, Part(draft.source.end, draft.cue.start))
    words = tree.within(part)
    taken = [each for each in words if tree.tokens[each].pos == "NOUN" and "Case=Acc" in tree.tokens[each].feats]
    nominal = {tree.tokens[each].pos for each in words} <= {"NOUN", "PROPN", "ADJ"}
    return part if taken and nominal and not MEANS_EARLIER.match(text, *part) else None

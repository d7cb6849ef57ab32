"""Whether a cue in a parsed sentence has happened, and is meant: not "had he denied it", not "wrongly wrote". Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part

#: Auxiliaries before their subject in a condition: "had he denied it".
_INVERTED: Final = ("had", "should", "were")
#: What begins a sentence in which it turns the auxiliary before the subject, and negates: "never once did he deny".
_NEVER: Final = re.compile(
    r"(?:never|not once|nowhere|neither|nor|not (?:a|one) \w+|not until [^,]{2,40}|at no (?:point|time|stage)"
    r"|under no circumstances|in no way|no \w+ (?=did|does|do|has|have|had)|on no account)(?!\w)",
    re.IGNORECASE,
)
#: What says that the clause after it is not so, so that its cue attributes nothing.
_UNTRUE: Final = re.compile(
    r"(?:\b(?:not|never|n['’]t) (?:\w+ly )?(?:true|correct|right|accurate|so|the case)"
    r"|\b(?:false|untrue|wrong|incorrect|inaccurate|mistaken|nonsense|a lie|a myth)(?: to (?:say|claim|write|suggest))?) that\s"
    r"|(?<!\w)(?:неправд\w*|не ?правда|ложь\w*|неверно|не соответствует (?:действительности|истине)|выдумк\w|миф|нет, не)"
    r"(?:,? то)?, (?:что|будто(?: бы)?)\s"
    r"|\b(?:wrongly|mistakenly|erroneously|incorrectly)\s[^.;:]{2,40}? that\s"
    r"|(?<!\w)(?:ошибочно|неверно|по ошибке)\s[^.;:]{2,40}?,? (?:о том, )?(?:что|будто(?: бы)?)\s",
    re.IGNORECASE,
)
_WRONGLY: Final = frozenset(
    (
        "wrongly",
        "mistakenly",
        "erroneously",
        "incorrectly",
        "ошибочно",
        "hardly",
        "scarcely",
        "barely",
        "nearly",
        "almost",
        "едва",
    )
)
#: Adverbs of hearsay, by which nobody knows whether it was said: «якобы отрицал».
_HEARSAY: Final = frozenset(("якобы", "supposedly", "allegedly"))
_BY_MISTAKE: Final = re.compile(r"(?:по ошибке|in error|by mistake) $", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[.;:]\s|\b(?:but|but then)\b|(?<!\w)(?:но|однако)(?!\w)")
_VERBAL: Final = ("VERB", "AUX")


def is_turned(tree: Tree, verb: int) -> bool:
    """Report whether an auxiliary before the subject makes a condition: "had the chemist admitted", "should they deny"."""
    first = tree.tokens[0].text.lower() if tree.tokens else ""
    asks = any(each.text == "?" for each in tree.tokens)
    if first in _INVERTED and not asks and not any(each.text == "," for each in tree.tokens[:verb]):
        return True
    subjects = tree.children(verb, "nsubj", "nsubj:pass")
    turned = (each for each in tree.children(verb, "aux") if tree.tokens[each].text.lower() in _INVERTED)
    return bool(subjects) and not asks and any(each < subjects[0] for each in turned)


def is_spoken_of(tree: Tree, verb: int) -> bool:
    """Report whether a cue is only named beside another verb: "regretted denying it", "was said to have denied it"."""
    token, auxiliaries = tree.tokens[verb], tree.children(verb, "aux")
    if any(tree.tokens[each].text.lower() == "to" for each in auxiliaries):
        return True
    joined = token.dep in ("xcomp", "advcl", "pcomp") and token.text.lower().endswith("ing") and token.head < verb
    return joined and not auxiliaries and tree.tokens[verb - 1].dep != "punct" and tree.tokens[verb - 1].pos != "CCONJ"


def is_never(text: str, tree: Tree, verb: int) -> bool:
    """Report whether the first words of a sentence negate a verb whose auxiliary they turned: "never did he deny it"."""
    auxiliaries, subjects = tree.children(verb, "aux"), tree.children(verb, "nsubj")
    turned = bool(auxiliaries) and bool(subjects) and auxiliaries[0] < subjects[0]
    return turned and bool(_NEVER.match(text, tree.tokens[0].start, tree.tokens[auxiliaries[0]].start + 1))


def is_untrue(text: str, cue: Part, tree: Tree) -> bool:
    """Report whether a cue is in what is said to be untrue: "it is not true that the mayor denied the fire"."""
    start = tree.tokens[0].start
    said = list(_UNTRUE.finditer(text, start, cue.start))
    return bool(said) and not _CLAUSE.search(text, said[-1].end(), cue.start)


def is_wrong(text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether the text itself says that a cue or its statement is wrong: «агентство ошибочно написало»."""
    words = tree.within(draft.cue)
    adverbs = {tree.tokens[child].text.lower() for each in words for child in tree.children(each, "advmod", "discourse")}
    if adverbs & _WRONGLY or (adverbs & _HEARSAY and draft.takes != "hearsay"):
        return True
    return bool(_BY_MISTAKE.search(text, 0, draft.cue.start)) or (bool(words) and is_untrue(text, draft.cue, tree))


def is_verb(_text: str, draft: Draft, tree: Tree) -> bool:
    """Report whether words took a verb for a noun: "should anyone claim that"."""
    if draft.takes != "noun":
        return False
    words = [tree.tokens[each] for each in tree.within(draft.cue)]
    turned = [each for each in tree.within(draft.cue) if tree.children(each, "nsubj") and tree.children(each, "aux")]
    return bool(turned) and all(each.pos in _VERBAL for each in words)

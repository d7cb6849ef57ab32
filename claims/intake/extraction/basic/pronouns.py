"""Whom a pronoun means: the nearest source before it that it can stand for. Pure."""

from __future__ import annotations

import re
from typing import Final

from claims.intake.extraction.basic.drafts import Draft
from claims.intake.extraction.basic.lexicon import Lexicon
from claims.intake.extraction.basic.naming import has_name, head_of
from claims.vocabulary import Naming

#: How many sources back a pronoun may stand for (a guess).
_BACK: Final = 5


def meant_by(text: str, pronoun: str, before: list[Draft], words: Lexicon) -> Draft | None:
    """Return the nearest of the sources before that a pronoun can stand for."""
    return next((each for each in reversed(before[-_BACK:]) if _fits(pronoun, text, each, words)), None)


def _fits(pronoun: str, text: str, draft: Draft, words: Lexicon) -> bool:
    """Report whether a pronoun can stand for a source: "he" for no company, "it" for no man, "they" for no one person."""
    patterns, phrase = words.patterns, text[slice(*draft.source)] if draft.source else ""
    head, person = head_of(phrase), has_name(phrase)
    # "The operator, Saal Lines" is no person, and "agency spokesman Jan Oster" no body
    thing = (patterns["body"].search(head) and not patterns["post"].search(head) and not has_name(head)) or (
        patterns["body_last"].search(head)
    )
    body = bool(thing) or draft.naming is Naming.DOCUMENT
    single = (person and not body) or draft.naming in (Naming.ROLE, Naming.UNNAMED, Naming.EXPLICITLY_UNNAMED)
    if patterns["means_person"].fullmatch(pronoun):
        other = patterns["female" if patterns["means_man"].fullmatch(pronoun) else "male"].search(phrase)
        outlet = patterns["article_name"].match(phrase) and not patterns["post"].search(phrase)  # "the Gazette"
        alone = person or single or re.search(rf"(?:\bMrs?\.?|\bMs\.?|[A-Z][\w’'-]+) {re.escape(phrase)}\b", text)
        return not body and not other and not outlet and draft.naming is not Naming.COLLECTIVE and bool(alone)
    if patterns["means_thing"].fullmatch(pronoun):
        return draft.naming is not Naming.COLLECTIVE and not (single and not body)
    if patterns["means_several"].fullmatch(pronoun):
        return draft.naming is Naming.COLLECTIVE or (body and draft.naming is not Naming.DOCUMENT)
    return True

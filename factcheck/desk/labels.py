"""How recorded words are called on the desk. What is stored is the word itself, in English; what people read is its label.

The vocabularies and rules are pure: each word has its English label where it is defined (``factcheck.words``), and is
translated here. What was done is a text of its own, and reads as it is stored: those texts are listed here.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy

from factcheck.words import LABELS, name_word
from factcheck.words import gettext_noop as _

#: What was done, as revisions, changes of sources and notes of verdicts record it.
_ACTIONS: Final = (
    _("recorded"),
    _("changed"),
    _("assigned"),
    _("attribution recorded"),
    _("withdrawn"),
    _("voided"),
    _("document attached"),
    _("link struck"),
    _("link redirected"),
    _("stake struck"),
    _("decision struck"),
    _("relation struck"),
    _("contradiction recorded"),
    _("merge undone"),
    _("split undone"),
    _("no answer"),
    _("removed"),
    _("erased"),
    _("stakes recorded"),
    _("waived"),
    _("waiver ended"),
    _("document corrected"),
    _("document withdrawn"),
    _("retraction undone"),
    _("document recorded"),
    _("document changed"),
    _("load case"),
    _("policy drafted"),
    _("policy set"),
    _("source change"),
    _("verify"),
    _("verdict submitted"),
    _("verdict returned"),
    _("verdict dropped"),
    _("verdict drafted"),
    _("verdict changed"),
    _("topic added"),
    _("topic removed"),
    _("flags waived"),
    _("rating word added"),
    _("rating word changed"),
    _("related"),
    _("judged"),
    _("regrouped"),
    _("merger undone"),
    _("names taken over"),
    _("names returned"),
    _("drafted"),
    _("submitted"),
    _("published"),
    _("returned"),
    _("confirmed"),
    # to a webhook
    _("made"),
    _("secret replaced"),
    _("resumed"),
    _("test sent"),
    _("sent again"),
    _("told again from an earlier place"),
)
for action in _ACTIONS:
    name_word(action, action)


def translated(text: str) -> Any:
    """Return a text that a pure module marked for translation, in the language of whoever reads it."""
    return gettext_lazy(text)


def label(word: str) -> Any:
    """Return what a recorded word is called, in the language of whoever reads it; of any other text the text itself."""
    plain = word.replace("_", " ")
    known = LABELS.get(plain)
    return gettext_lazy(known) if known else plain

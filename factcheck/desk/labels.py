"""The labels of stored codes. The database stores the code, in English; pages show its label.

Vocabularies and rules are pure: each code has its English label where it is defined (``factcheck.words``), and this module
translates it. Actions are stored as texts, which are listed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext, gettext_lazy

from factcheck.words import LABELS, name_word
from factcheck.words import gettext_noop as _

#: Actions, as revisions, changes of sources and notes of verdicts store them.
_ACTIONS: Final = (
    _("recorded"),
    _("changed"),
    _("assigned"),
    _("attribution recorded"),
    _("withdrawn"),
    _("voided"),
    _("document attached"),
    _("document detached"),
    _("link struck"),
    _("link redirected"),
    _("stake struck"),
    _("decision struck"),
    _("relation struck"),
    _("contradiction recorded"),
    _("merge undone"),
    _("split undone"),
    _("no answer"),
    _("complaint received"),
    _("complaint answered"),
    _("complaint struck"),
    _("removed"),
    _("page checked"),
    _("quote re-anchored"),
    _("erased"),
    _("stakes recorded"),
    _("waived"),
    _("waiver ended"),
    _("document corrected"),
    _("document withdrawn"),
    _("retraction undone"),
    _("document retracted by authors"),
    _("retraction by authors undone"),
    _("concern recorded"),
    _("concern lifted"),
    _("document recorded"),
    _("document changed"),
    _("copy accepted"),
    _("copy rejected"),
    _("load case"),
    _("policy drafted"),
    _("policy set"),
    _("source change"),
    _("verify"),
    _("verdict submitted"),
    _("verdict returned"),
    "verdict dropped",
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
    _("outlets taken over"),
    _("outlets returned"),
    _("named since"),
    _("naming undone"),
    _("drafted"),
    _("submitted"),
    _("published"),
    _("returned"),
    _("confirmed"),
    # of a webhook
    _("made"),
    _("secret replaced"),
    _("resumed"),
    _("test sent"),
    _("sent again"),
    _("resent from an earlier position"),
    "told again from an earlier place",  # what older rows call that
)
#: Actions whose label differs from the stored text, which must never change.
_ACTION_LABELS: Final = {
    "told again from an earlier place": _("resent from an earlier position"),
    "verdict dropped": _("verdict draft discarded"),
}
for action in _ACTIONS:
    name_word(action, _ACTION_LABELS.get(action, action))


def translated(text: str) -> Any:
    """Return a text that a pure module marked for translation, in the language of the page."""
    return gettext_lazy(text)


def joined(names: Sequence[str]) -> str:
    """Return names as "A", "A and B" or "A, B and C", in the language of the page."""
    *first, last = names or ("",)
    return f"{', '.join(first)}{gettext(' and ')}{last}" if first else last


def label(word: str) -> Any:
    """Return the label of a stored code in the language of the page, or any other text unchanged."""
    plain = word.replace("_", " ")
    known = LABELS.get(plain)
    return gettext_lazy(known) if known else plain

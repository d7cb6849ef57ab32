"""What the page "Record who says so" says of a typed chain: how it was read, or what was not understood of it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake.chains import MAX_HANDS, MAX_TEXT, Chain, Fault, Unread, quote, read_chain, write_chain
from claims.intake.descriptions import is_unnamed, may_be_several

_FAULTS: Final = {
    Unread.NO_NAME: gettext_lazy("There is no name in it."),
    Unread.TOO_LONG: gettext_lazy("A chain has %(characters)s characters at most."),
    Unread.TOO_MANY: gettext_lazy("A chain has %(most)s hands at most; this one has %(words)s more."),
    Unread.NAME_MISSING: gettext_lazy(
        "A name is missing beside “%(words)s” (in: %(around)s). Write a name on each side of it, or put quotation marks around "
        "the name that it is part of."
    ),
    Unread.BOTH_WAYS: gettext_lazy(
        "“%(words)s” points the other way than what comes before it (in: %(around)s). Write the whole chain in one direction: "
        "with < from whoever is nearest to us, or with > from whoever said it."
    ),
    Unread.EITHER_WAY: gettext_lazy(
        "“%(words)s” can be read both ways (in: %(around)s). Write “%(left)s > %(right)s” if %(right)s passes on what "
        "%(left)s said, or “%(left)s < %(right)s” if %(left)s passes on what %(right)s said."
    ),
    Unread.LINK_OR_NAME: gettext_lazy(
        "“%(words)s” may be part of a name (in: %(around)s). If it is, put quotation marks around the whole name; if not, "
        "write < or > instead."
    ),
    Unread.LONE_QUOTE: gettext_lazy(
        "The quotation mark %(words)s has no partner (in: %(around)s). Add the other one, or remove it."
    ),
    Unread.UNCLEAR_ARROW: gettext_lazy(
        "It is not clear which way “%(words)s” points (in: %(around)s). Write < from whoever is nearest to us, or > "
        "from whoever said it."
    ),
    Unread.SENTENCE: gettext_lazy(
        "“%(words)s” was not understood (in: %(around)s). Write only names and what joins them, such as “Reuters < the "
        "governor”, or put quotation marks around the name that it is part of."
    ),
}


def fault_text(fault: Fault) -> str:
    """Return what was not understood of a chain, where, and how to write it."""
    values = {**fault._asdict(), "most": MAX_HANDS, "characters": MAX_TEXT}
    return str(_FAULTS[fault.why]) % values


def reading_of(chain: Chain) -> list[str]:
    """Return how a chain was read, a sentence each: its names, and the words that were not taken for names."""
    said = [_("Read as, nearest to us first: %s") % write_chain(chain.hands)]
    if chain.links:
        said.append(_("Not read as names: %s") % ", ".join(f"“{words}”" for words in chain.links))
    return said


def field_texts(chain: Chain) -> list[str]:
    """Return the names of a chain as the fields show them: quotation marks stay where a name would be doubted without them."""
    return [quote(name) if name in chain.quoted and _is_doubtful(name) else name for name in chain.hands]


def _is_doubtful(name: str) -> bool:
    return is_unnamed(name) or doubt_of(name) is not None


def doubt_of(name: str) -> str | None:
    """Return why a text may be more than the name of one source, so that an editor has to choose; None where it is one."""
    chain = read_chain(name)
    if len(chain.hands) != 1 or chain.links:
        return _("“%s” reads as a chain or a sentence. Paste it as a chain, or choose a new source if it is one name.") % name
    if may_be_several(name):
        return _("“%s” may be several sources. Record each by itself, or choose a new source if it is one name.") % name
    return None

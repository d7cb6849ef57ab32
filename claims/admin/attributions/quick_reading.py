"""Messages about a typed chain: how it was read, or what was not understood."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake.chains import MAX_HANDS, MAX_TEXT, Chain, Fault, Unread, quote, read_chain, write_chain
from claims.intake.descriptions import is_unnamed, may_be_several

_FAULTS: Final = {
    Unread.NO_NAME: gettext_lazy("The chain contains no name."),
    Unread.TOO_LONG: gettext_lazy("A chain can have at most %(characters)s characters."),
    Unread.TOO_MANY: gettext_lazy("A chain can have at most %(most)s names; this one has %(words)s more."),
    Unread.NAME_MISSING: gettext_lazy(
        "A name is missing next to “%(words)s” (in: %(around)s). Enter a name on each side, or put quotation marks around "
        "the name that it is part of."
    ),
    Unread.BOTH_WAYS: gettext_lazy(
        "“%(words)s” points in the other direction than the part before it (in: %(around)s). Use one direction for the chain: "
        "with < from the source nearest to us, or with > from the original source."
    ),
    Unread.EITHER_WAY: gettext_lazy(
        "“%(words)s” is ambiguous (in: %(around)s). Write “%(left)s > %(right)s” if %(right)s passes on what "
        "%(left)s said, or “%(left)s < %(right)s” if %(left)s passes on what %(right)s said."
    ),
    Unread.LINK_OR_NAME: gettext_lazy(
        "“%(words)s” may be part of a name (in: %(around)s). If it is, put quotation marks around the whole name; if not, "
        "write < or > instead."
    ),
    Unread.LONE_QUOTE: gettext_lazy(
        "The quotation mark %(words)s has no matching one (in: %(around)s). Add it, or remove this one."
    ),
    Unread.UNCLEAR_ARROW: gettext_lazy(
        "The direction of “%(words)s” is not clear (in: %(around)s). Use < from the source nearest to us, or > "
        "from the original source."
    ),
    Unread.SENTENCE: gettext_lazy(
        "“%(words)s” was not understood (in: %(around)s). Enter only names and the signs between them, such as “Reuters < the "
        "governor”, or put quotation marks around the name that it is part of."
    ),
}


def fault_text(fault: Fault) -> str:
    """Return the message for a fault: what was not understood, where, and how to write it."""
    # All messages get all values; each uses those that its text names.
    values = {**fault._asdict(), "most": MAX_HANDS, "characters": MAX_TEXT}
    return str(_FAULTS[fault.why]) % values


def reading_of(chain: Chain) -> list[str]:
    """Return sentences that say how a chain was read: its names, and the words that are not names."""
    said = [_("Read as, nearest to us first: %s") % write_chain(chain.hands)]
    if chain.links:
        said.append(_("Not read as names: %s") % ", ".join(f"“{words}”" for words in chain.links))
    return said


def field_texts(chain: Chain) -> list[str]:
    """Return the names for the fields. Quotation marks stay where the name would otherwise not be accepted as a name."""
    return [quote(name) if name in chain.quoted and _is_doubtful(name) else name for name in chain.hands]


def _is_doubtful(name: str) -> bool:
    return is_unnamed(name) or doubt_of(name) is not None


def doubt_of(name: str) -> str | None:
    """Return why a text may not be the name of one source, so that an editor has to choose. Return None if it is."""
    chain = read_chain(name)
    if len(chain.hands) != 1 or chain.links:
        return _("“%s” looks like a chain or a sentence. Paste it as a chain, or choose a new source if it is one name.") % name
    # One record for "Reuters and AP" would count two origins as one.
    if may_be_several(name):
        return _("“%s” may be several sources. Add each one separately, or choose a new source if it is one name.") % name
    return None

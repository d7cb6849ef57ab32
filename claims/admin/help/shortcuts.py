"""The keyboard shortcuts of the desk, in one table: the help and the list on Shift+? are made from it.

A part of the desk that adds a shortcut adds its entry here.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

#: The first part of an access key, which browsers combine differently: Alt+Shift in Firefox, Ctrl+Alt on a Mac.
ACCESS: Final = _("Alt")


class Shortcut(NamedTuple):
    """A shortcut: its keys, pressed together, and what they do."""

    keys: tuple[Any, ...]
    does: Any


class Place(NamedTuple):
    """Where some shortcuts work."""

    name: Any
    shortcuts: tuple[Shortcut, ...]


def access(letter: str) -> tuple[Any, ...]:
    """Return the keys of an ``accesskey`` of a template."""
    return (ACCESS, letter.upper())


PLACES: Final = (
    Place(
        _("Everywhere"),
        (
            Shortcut((_("Shift"), "?"), _("Show these shortcuts")),
            Shortcut(("T",), _("Search the desk")),
            Shortcut((_("Ctrl"), "K"), _("Search the desk")),
            Shortcut((_("Ctrl"), _("Enter")), _("Save the form")),
            Shortcut((_("Ctrl"), "E"), _("Switch between light and dark")),
            Shortcut((_("Esc"),), _("Close what is open: this list, a menu, the list of matches")),
        ),
    ),
    Place(_("Lists of records"), (Shortcut(("/",), _("Search the list")),)),
    Place(_("The page of a claim"), (Shortcut(access("r"), _("Add a source")),)),
    Place(
        _("Add a source, split a claim"),
        (
            Shortcut((_("Ctrl"), _("Enter")), _("Show the preview")),
            Shortcut(access("p"), _("Show the preview")),
            Shortcut(access("s"), _("Save what the preview shows")),
        ),
    ),
    Place(
        _("Review of proposals"),
        (
            Shortcut(("J K",), _("The next and the previous proposal; ↑ ↓ too")),
            Shortcut(("A",), _("Accept it, or leave it open again")),
            Shortcut(("R",), _("Reject it, with a reason")),
            Shortcut(("E",), _("Edit it; Esc leaves its fields")),
            Shortcut(("X",), _("Select it")),
            Shortcut(("M",), _("The selected ones are one claim")),
        ),
    ),
    Place(
        _("Fields that find a record"),
        (
            Shortcut((_("any letter"),), _("Open the list and search")),
            Shortcut(("↑ ↓",), _("Move through the matches")),
            Shortcut((_("Enter"),), _("Choose the match")),
        ),
    ),
)

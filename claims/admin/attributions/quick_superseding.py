"""The form of "Add a source" for an attribution that supersedes an earlier one: what it starts with."""

from __future__ import annotations

from typing import Any

from claims.models import Attribution
from claims.queries.claims.admin_lists import copied_from, links_of
from claims.vocabulary import CITES
from factcheck.text.texts import isolated
from sources.admin.display import words

#: What is the same in the later statement as long as the editor does not change it.
_KEPT = ("scope", "basis", "ground_rule", "hedge", "hedge_words", "reporter")


def called(row: Attribution) -> str:
    """Return the label of an attribution in a list of choices."""
    return f"{isolated(row.source.name)} {words(row.stance)} ({row.key})"


def superseding(old: Attribution) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the initial values of the form and of its source, for an attribution that supersedes ``old``.

    The stance is open: a source that says something new has often changed just that.
    """
    links = [link for link in links_of(old)[0] if link.struck_at is None]
    ties = {"cites": [link.cited.key for link in links if link.kind == CITES], "copies": copied_from(links)}
    said = {name: getattr(old, name) for name in _KEPT} | ties | {"supersedes": old.key}
    name = old.source.name
    return said, {"name": name, "pick": old.source.key, "matched": name}

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

#: What is the same, too, where the desk recorded it wrongly.
_CORRECTED = ("stance", "said_at", "quote_exact", "quote_translation", "quote_prefix", "quote_suffix")


def called(row: Attribution) -> str:
    """Return the label of an attribution in a list of choices."""
    return f"{isolated(row.source.name)} {words(row.stance)} ({row.key})"


def superseding(old: Attribution, *, correct: bool) -> dict[str, Any]:
    """Return the initial values of the form for an attribution that supersedes ``old``, or with ``correct``, corrects it.

    Otherwise the stance is open: a source that says something new has often changed just that.
    """
    links = [link for link in links_of(old)[0] if link.struck_at is None]
    ties = {"cites": [link.cited.key for link in links if link.kind == CITES], "copies": copied_from(links)}
    kept = (*_KEPT, *_CORRECTED) if correct else _KEPT
    return {name: getattr(old, name) for name in kept} | ties | {"supersedes": old.key}

"""What changed since a record was seen is told by the fields of an error; nobody cuts its sentences."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from claims.operations.claims.topics import add_topic
from claims.operations.writing import StaleClaimError, StaleRevisionError
from claims.verification import Change

ROOT = Path(__file__).resolve().parents[3]
#: What takes a text apart.
_CUTTING = {"removeprefix", "removesuffix", "partition", "rpartition", "replace"}


def test_a_stale_change_names_the_claim_the_revision_seen_and_those_since(arms: Claim, now: Any) -> None:
    change = Change(now, "user:eve", "topic added", "Filed.")
    add_topic([arms.pk], "weapons", change, expected={arms.pk: arms.revision})

    with pytest.raises(StaleClaimError) as refused:
        add_topic([arms.pk], "shells", change, expected={arms.pk: arms.revision})

    error = refused.value
    assert (error.claim, error.seen, [row.number for row in error.later]) == (arms.pk, 1, [2])
    since = "has changed since you opened it (you saw revision 1): revision 2 by user:eve, topic added (Filed.)."
    assert error.what == f"This claim {since}"
    assert error.what_of("“arms-transfers”") == f"“arms-transfers” {since}"
    assert str(error) == f"{error.what} Open it again and make your change on the current version."


def test_what_changed_may_be_told_without_advice() -> None:
    assert str(StaleRevisionError("It was retracted anew.")) == "It was retracted anew."


def test_no_sentence_is_cut_off_an_error() -> None:
    files = [path for app in ("claims", "sources", "factcheck/api") for path in (ROOT / app).rglob("*.py")]
    cut = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in _cut_in(path)]
    assert cut == []


def _cut_in(path: Path) -> list[int]:
    """Return the lines of a file that take ``str(error)`` apart, or look for words in it."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    parted = [node for node in nodes if isinstance(node, ast.Attribute) and node.attr in _CUTTING and _is_text(node.value)]
    sought = [node for node in nodes if isinstance(node, ast.Compare) and any(map(_is_text, node.comparators))]
    return [node.lineno for node in [*parted, *sought]]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node) in {"str(error)", "str(problem)", "str(refused)"}

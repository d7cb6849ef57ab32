"""Rules of the layout that the import contract cannot hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Where rows are read and written; everything else asks these.
_ROWS = ("models", "queries", "operations", "verification", "runs", "previews", "chosen", "migrations")
_FILES = [path for app in ("claims", "sources") for path in sorted((ROOT / app).rglob("*.py"))]


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rows_are_reached_only_where_they_may_be(path: Path) -> None:
    place = path.relative_to(ROOT).with_suffix("").parts[1]
    found = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert place in _ROWS or not found, f"{path}: .objects in lines {found}"


@pytest.mark.parametrize("path", sorted((ROOT / "claims/policy/rules").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_rule_has_its_file_its_code_and_its_twin_test(path: Path) -> None:
    from claims.policy.assess import RULES

    assert path.stem in {rule.code for rule in RULES}
    assert (ROOT / "tests/claims/policy/rules" / f"test_{path.stem}.py").exists()

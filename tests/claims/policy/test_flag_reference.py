"""The page of all flags shows what the rules define, and its examples are sentences that the rules' tests expect."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from claims.policy.assess import RULES
from claims.policy.findings import Rule
from claims.policy.flag_reference import as_text, raised_when
from claims.vocabulary import Severity

ROOT = Path(__file__).parents[3]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "flags.md").read_text()
    assert page == as_text(), "run: python -m claims.policy.flag_reference > docs/flags.md"


@each_rule
def test_a_rule_defines_everything_that_the_page_and_the_desk_show(rule: Rule) -> None:
    assert rule.label
    assert rule.ask
    assert rule.cleared
    assert (rule.check.__doc__ or "").startswith("Raise where ")
    assert raised_when(rule)
    assert set(Severity.words()) & set(rule.severity.replace(";", "").split())


@each_rule
def test_the_example_is_a_sentence_that_the_twin_test_expects(rule: Rule) -> None:
    twin = ast.parse((ROOT / "tests/claims/policy/rules" / f"test_{rule.code}.py").read_text())
    assert rule.example in {node.value for node in ast.walk(twin) if isinstance(node, ast.Constant)}

"""The glossary."""

from __future__ import annotations

from claims.admin.help.glossary import TERMS
from claims.policy.assess import CODES


def test_each_word_is_defined_once():
    assert len({term.key for term in TERMS}) == len({str(term.name) for term in TERMS}) == len(TERMS)


def test_the_flags_of_a_word_exist():
    assert {code for term in TERMS for code in term.flags} <= set(CODES)

"""The preview of pasted claims: every fault is explained, and each claim shows its chains."""

from __future__ import annotations

import pytest

from claims.admin.intake.preview import fault_message
from claims.intake.claim_lines import LineFault, Misread
from tests.claims.admin.several import look


@pytest.mark.parametrize("why", list(Misread))
def test_every_fault_of_a_line_says_how_to_mend_it(why):
    message = fault_message(LineFault(3, why, "these words"))

    assert message.endswith(".")
    assert "%(" not in message


def test_each_claim_shows_its_chains_its_counts_and_its_flags(editor, arms):
    shown = look(editor, "One. | Vedomosti < Sputnik\n| Bloomberg | denies\nTwo.")
    one, two = shown.context["preview"]["claims"]

    assert [[line["link"] for line in chain["lines"]] for chain in one["chains"]] == [["citing", ""], [""]]
    assert one["counts"] == [("Support", "0–1"), ("Denial", "0–1")]
    assert two["chains"] == []
    assert two["raised"][0][1] == "No current source supports this claim, in whole or in part."

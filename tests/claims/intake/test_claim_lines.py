"""Many claims as pasted text: a line each, further chains below, and every fault at its line."""

from __future__ import annotations

import pytest

from claims.intake.chains import Unread
from claims.intake.claim_lines import MOST_CHAINS, MOST_CLAIMS, Misread, read_claims


def faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.why or fault.chain.why) for fault in read_claims(text).faults]


@pytest.mark.parametrize("sign", ["|", "\t", " | "])
def test_a_line_is_a_claim_with_its_chain_and_the_next_may_be_another_chain_of_it(sign: str) -> None:
    pasted = read_claims(f"One.{sign}A < B\n{sign}C{sign}denies\n\nTwo.\r\nThree.{sign}D")

    assert pasted.faults == ()
    assert [(claim.line, claim.text) for claim in pasted.claims] == [(1, "One."), (4, "Two."), (5, "Three.")]
    first, second, third = ([(each.line, each.chain.hands, each.stance) for each in claim.chains] for claim in pasted.claims)
    assert first == [(1, ("A", "B"), "supports"), (2, ("C",), "denies")]
    assert (second, third) == ([], [(5, ("D",), "supports")])


@pytest.mark.parametrize(("word", "stance"), [("den", "denies"), ("Could not", "could_not_confirm"), ("перечить", "denies")])
def test_a_stance_is_a_word_or_its_beginning_in_any_of_the_languages(word: str, stance: str) -> None:
    (claim,) = read_claims(f"One.|A|{word}", {"заперечує": "denies", "перечить": "denies"}).claims

    assert claim.chains[0].stance == stance


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("|A < B", [(1, Misread.NO_CLAIM_ABOVE)]),
        ("One.|A < B > C\n|D", [(1, Unread.BOTH_WAYS)]),
        ("One.|A|d", [(1, Misread.STANCE)]),
        ("One.|A|reports", [(1, Misread.STANCE)]),
        ("One.||denies", [(1, Misread.NO_CHAIN)]),
        ("One.|A|denies|B", [(1, Misread.COLUMNS)]),
        ("One.|A\n\none. |B", [(3, Misread.SAME_CLAIM)]),
        ("One.|A\n|A", [(2, Misread.SAME_CHAIN)]),
        ("x" * 5_001, [(1, Misread.TEXT_TOO_LONG)]),
        ("\n".join(map(str, range(MOST_CLAIMS + 1))), [(MOST_CLAIMS + 1, Misread.TOO_MANY)]),
        ("One." + "\n".join(f"|A{n}" for n in range(MOST_CHAINS + 1)), [(MOST_CHAINS + 1, Misread.TOO_MANY)]),
    ],
)
def test_what_is_not_understood_is_a_fault_at_its_line(text: str, found: list[tuple[int, str]]) -> None:
    assert faults(text) == found


def test_an_empty_text_has_neither_claims_nor_faults() -> None:
    assert read_claims(" \n|\n\t") == ((), ())

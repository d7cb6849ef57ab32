"""The shared fields of an attribution, and their values in a case file."""

from __future__ import annotations

from claims.admin.attributions.fields import hedge_in_case_file, quote_in_case_file


def test_a_quote_has_its_exact_words_and_a_hedge_its_degree() -> None:
    parts = {"quote_exact": "yes", "quote_prefix": "he said", "quote_suffix": "", "quote_translation": ""}

    assert quote_in_case_file(parts) == {"exact": "yes", "prefix": "he said"}
    assert quote_in_case_file({**parts, "quote_exact": ""}) is None
    assert hedge_in_case_file({"hedge": "possible", "hedge_words": "may"}) == {"degree": "possible", "words": "may"}
    assert hedge_in_case_file({"hedge": "", "hedge_words": ""}) is None

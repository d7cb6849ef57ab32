"""Text from outside, as it may be stored."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factcheck.text.texts import is_in_form
from sources.fetching.cleaning import clean, clean_line


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  One\r\ntwo\u2028three \t four\x0b\x0cfive ", "One\ntwo\nthree four\n\nfive"),
        ("a\n \n\n \nb", "a\n\nb"),
        ("a\x00b\x1b[31mc\x7fd\x9be", "ab[31mcde"),
        ("pass\u202edrow\u202c word\u202d!", "passdrow word!"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian needs its joiner
        ("\u202bעברית\u202c", "\u2067עברית\u2069"),
        ("lone \ud800 surrogate \ufffe", "lone surrogate"),
        ("e\u0301", "é"),
        (" \u200b\x00 ", ""),
    ],
)
def test_what_hides_turns_or_breaks_is_gone(text: str, cleaned: str) -> None:
    assert clean(text, 100) == cleaned


def test_a_line_is_one_line_of_at_most_so_many_characters() -> None:
    assert clean_line(" The\nbridge ", 100) == "The bridge"
    assert clean_line("abc def", 4) == "abc"
    assert len(clean("x" * 1_000, 10)) == 10


@given(st.text(st.characters(), max_size=60), st.integers(1, 50))
@example("\u202a\u202e\u202c", 3)
@example("\u0344" * 9, 9)  # grows when it is normalised
def test_whatever_comes_is_in_form_short_enough_and_can_be_stored(text: str, most: int) -> None:
    found = clean(text, most)

    assert is_in_form(found)
    assert len(found) <= most
    assert not set("\x00\u202d\u202e") & set(found)
    found.encode()
    assert clean(found, most) == found

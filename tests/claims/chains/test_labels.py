from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.chains.labels import clean, fitting, joined, width_of

WIDTH = 12


def test_a_name_that_fits_stays_as_it_is():
    assert fitting("Reuters", WIDTH) == "Reuters"


def test_a_long_name_is_cut_with_an_ellipsis():
    assert fitting("The Spokesman-Review of Spokane, Washington", WIDTH).startswith("The Spokesman-Re")
    assert fitting("The Spokesman-Review of Spokane, Washington", WIDTH).endswith("…")


def test_a_line_of_parts_leaves_out_the_last_ones_whole():
    assert joined(("denies", "2024-06"), WIDTH) == "denies · 2024-06"
    assert joined(("withdrawn", "supports in part", "2024-06"), WIDTH) == "withdrawn"
    assert joined(("declined to say anything at all",), WIDTH).endswith("…")


@given(st.text(max_size=400))
def test_no_text_is_wider_than_its_box_or_longer_than_a_line(text):
    label = fitting(text, WIDTH)

    assert width_of(label.strip("\u2068\u2069")) <= WIDTH
    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in label)


def test_a_broad_script_takes_its_breadth():
    assert width_of("朝日新聞") > 4
    assert len(fitting("朝日新聞" * 10, WIDTH)) <= 12


def test_characters_that_turn_text_round_are_left_out():
    assert clean("Bloom\u202egreb\u2066 News\u0000\n\tnow") == "Bloomgreb News now"


def test_marks_heaped_on_a_letter_are_cut_down():
    assert clean("a" + "\u0301" * 50) == "a" + "\u0301" * 2


@pytest.mark.parametrize("name", ["وكالة الأنباء العربية السورية الرسمية", "סוכנות הידיעות הישראלית הרשמית"])
def test_a_name_that_runs_to_the_left_keeps_its_direction_to_itself(name):
    label = fitting(name, WIDTH)

    assert (label[0], label[-2:]) == ("\u2068", "…\u2069")


def test_a_cyrillic_name_is_cut_like_any_other():
    assert fitting("Министерство иностранных дел Российской Федерации", WIDTH).endswith("…")

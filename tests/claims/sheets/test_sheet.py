"""The sentences of a text with their claims, and the claims in the order of the text."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from claims.published import PublicFlag
from claims.sheets.sheet import sheet_of
from tests.claims.sheets.stories import body, reported, said, story

TEXT = "Heading\n\nClaim b is so. A plain one. Claim a is so, and Claim c is so!  The end"


def test_each_sentence_has_its_claims_and_others_stay_plain() -> None:
    sheet = sheet_of(story(*(reported(body(key)) for key in "abcd"), text=TEXT))

    assert [(each.text, each.claims) for each in sheet.sentences] == [
        ("Heading", ()),
        ("Claim b is so.", ("b",)),
        ("A plain one.", ()),
        ("Claim a is so, and Claim c is so!", ("a", "c")),
        ("The end", ()),
    ]
    assert [TEXT[each.start : each.end] for each in sheet.sentences] == [each.text for each in sheet.sentences]
    assert [each.number for each in sheet.sentences] == [1, 2, 3, 4, 5]
    assert [(each.number, each.key, bool(each.places)) for each in sheet.claims] == [
        (1, "b", True),
        (2, "a", True),
        (3, "c", True),
        (4, "d", False),
    ]


def test_a_quote_of_two_sentences_marks_both() -> None:
    wanted = reported(body("x"), quotes=("a plain one. Claim a",))
    marked = [each.number for each in sheet_of(story(wanted, text=TEXT)).sentences if each.claims]
    assert marked == [3, 4]


def test_open_flags_are_counted_by_severity_without_waived_and_implied_ones() -> None:
    flags = (
        PublicFlag(code="contested", severity="critical", reason="x"),
        PublicFlag(code="single_origin", severity="warning", reason="x"),
        PublicFlag(code="unverified", severity="warning", reason="x", implied_by="single_origin"),
        PublicFlag(code="stale", severity="info", reason="x"),
    )
    sheet = sheet_of(story(reported(body("a", flags=flags), waived=frozenset({"stale"})), reported(body("b", flags=flags[:1]))))

    assert sheet.open_flags == {"critical": 2, "warning": 1}
    assert [flag.waived for flag in sheet.claims[0].flags] == [False, False, False, True]


@given(st.text(alphabet=st.sampled_from(" .!?\n\"“”«»Aaб\u202e\u0000<>'1"), max_size=300))
def test_whatever_the_text_its_sentences_are_in_it_in_order_and_hold_all_its_letters(text: str) -> None:
    sheet = sheet_of(story(reported(body("a", text="Aa б")), text=text))

    ends = [0, *(each.end for each in sheet.sentences)]
    assert all(before <= each.start < each.end for before, each in zip(ends, sheet.sentences, strict=False))
    assert "".join("".join(each.text.split()) for each in sheet.sentences) == "".join(text.split())


def test_five_hundred_claims_in_a_long_text_take_less_than_a_second() -> None:
    text = " ".join(
        f"Claim number {nth} of them all is so, and that is what the ministry said of it on Monday morning."
        for nth in range(640)
    )
    assert len(text) > 60_000
    claims = [
        reported(body(f"c{nth}", said("m"), text=f"The claim {nth}."), quotes=(f"Claim number {nth} of them all is so",))
        for nth in range(500)
    ]

    started = time.process_time()
    sheet = sheet_of(story(*claims, text=text))

    assert time.process_time() - started < 1
    assert all(len(each.places) == 1 and each.searched for each in sheet.claims)

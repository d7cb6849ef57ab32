from __future__ import annotations

from claims.intake.joining import ANEW, CurrentAttribution, Hand, join

SAYS = {"stance": "supports"}


def row(
    key: str, *passes_on: str, source: str = "", stance: str = "", document: str = "", quote: str = ""
) -> CurrentAttribution:
    said = {"stance": stance or ("reports" if passes_on else "supports"), "document": document, "quote": quote}
    return CurrentAttribution(key, source or key, said, frozenset(passes_on))


#: spokesman → bloomberg → vedomosti → diplomat
CHAIN = (row("dip"), row("ved", "dip"), row("bb", "ved"), row("sr", "bb", document="sr-page"))


def joined(*hands: Hand, standing=CHAIN) -> list[str | None]:
    return [joint.joins for joint in join(hands, standing)]


def test_a_chain_that_is_recorded_already_is_joined_from_end_to_end():
    assert joined(Hand("sr"), Hand("bb"), Hand("ved"), Hand("dip", SAYS)) == ["sr", "bb", "ved", "dip"]


def test_a_new_outlet_joins_what_it_passes_on():
    assert joined(Hand("nyt"), Hand("bb"), Hand("ved"), Hand("dip", SAYS)) == [None, "bb", "ved", "dip"]


def test_a_hand_left_out_in_between_is_no_reason_to_double_the_next():
    assert joined(Hand("nyt"), Hand("bb"), Hand("dip", SAYS)) == [None, "bb", "dip"]


def test_a_hand_that_passes_on_something_new_is_a_new_attribution_because_meanings_are_never_edited():
    assert joined(Hand("bb"), Hand("ved"), Hand(None, SAYS)) == [None, None, None]


def test_another_stance_is_another_attribution():
    assert joined(Hand("bb"), Hand("ved"), Hand("dip", {"stance": "denies"})) == [None, None, None]


def test_other_words_are_another_attribution():
    standing = (row("us", quote="massive amounts"),)

    assert joined(Hand("us", {**SAYS, "quote": "massive amounts"}), standing=standing) == ["us"]
    assert joined(Hand("us", {**SAYS, "quote": "not yet"}), standing=standing) == [None]


def test_a_document_may_be_tied_to_an_attribution_that_has_none_or_another_one():
    assert joined(Hand("bb", {"document": "bb-page"}), Hand("dip", SAYS)) == ["bb", "dip"]
    assert joined(Hand("sr", {"document": "other-page"}), Hand("dip", SAYS)) == ["sr", "dip"]


def test_an_attribution_with_the_document_comes_first_then_one_without_any():
    other, none, same = row("a", source="us", document="other"), row("b", source="us"), row("c", source="us", document="page")
    further = row("d", source="us", document="other")._replace(documents=frozenset({"page"}))

    for standing, options in (((other, none, same), ("c", "b", "a")), ((other, none, further), ("d", "b", "a"))):
        assert join([Hand("us", {**SAYS, "document": "page"})], standing)[0].options == options


def test_an_editor_may_choose_which_attribution_or_none():
    both = (row("us-says", source="us"), row("us-photos", source="us"))

    assert joined(Hand("us", SAYS), standing=both) == ["us-says"]
    assert joined(Hand("us", SAYS, "us-photos"), standing=both) == ["us-photos"]
    assert joined(Hand("us", SAYS, ANEW), standing=both) == [None]
    assert join([Hand("us", SAYS)], both)[0].options == ("us-says", "us-photos")


def test_a_wish_that_would_change_a_meaning_is_refused():
    (joint, _) = join([Hand("ved", wish="ved"), Hand(None, SAYS)], CHAIN)

    assert (joint.joins, joint.refused) == (None, True)


def test_one_attribution_is_joined_by_one_hand():
    assert joined(Hand("dip", {}), Hand("dip", SAYS)) == [None, "dip"]


def test_citations_in_a_circle_end():
    circle = (row("a", "b"), row("b", "a"))

    assert joined(Hand("a"), Hand("x", SAYS), standing=circle) == [None, None]

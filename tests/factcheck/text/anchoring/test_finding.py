"""Where a quote is in a text that was edited since: examples, and properties of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.anchoring.anchors import Anchor, Found, How, Orphaned, TimedOut, Why
from factcheck.text.anchoring.finding import find

PAGE = (
    "The ministry published its report on Monday.\n\n"
    'The minister announced that "no convoy has crossed the border" since March, and took no questions.\n\n'
    "Opposition members called for an inquiry."
)


def taken(page: str, exact: str, around: int = 32) -> Anchor:
    """Return the anchor of a passage that occurs once."""
    start = page.index(exact)
    end = start + len(exact)
    return Anchor(exact, page[max(0, start - around) : start], page[end : end + around], start, end)


QUOTE = taken(PAGE, 'The minister announced that "no convoy has crossed the border" since March')


def test_the_same_page_has_the_quote_where_it_was() -> None:
    assert find(PAGE, QUOTE) == Found(QUOTE.start or 0, QUOTE.end or 0, How.EXACT)


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ('"no convoy has crossed the border"', "“no convoy has crossed the border”", How.TYPOGRAPHY),
        ("convoy has", "convoy\u00a0\n has", How.TYPOGRAPHY),
        ("minister", "mini\u00adster", How.TYPOGRAPHY),
        ("border", "bor\u200bder", How.TYPOGRAPHY),
        ("minister", "\uff4dinister", How.TYPOGRAPHY),
        ("announced", "anounced", How.EDITED),
        ("announced that", "announced, that", How.EDITED),
        ("The minister", "THE MINISTER", How.EDITED),
        ("report on Monday.", "report on Monday. ADVERTISEMENT", How.EXACT),
        ("The ministry published its report on Monday.\n\n", "", How.EXACT),
    ],
)
def test_small_edits_leave_the_quote_attached(old: str, new: str, how: How) -> None:
    edited = PAGE.replace(old, new)
    found = find(edited, QUOTE, before=PAGE)
    assert isinstance(found, Found)
    assert found.how is how
    assert edited[found.start : found.end].casefold().strip()[0] in "t\uff4d"
    assert edited[found.start : found.end].endswith("March")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("no convoy has crossed", "a convoy has crossed"),  # other words
        ("since March", "since 2014"),
        ("no convoy has crossed", "no convoy had probably crossed"),
        (QUOTE.exact, ""),
    ],
)
def test_a_quote_with_other_words_is_orphaned(old: str, new: str) -> None:
    assert find(PAGE.replace(old, new), QUOTE) == Orphaned(Why.GONE)


LINES = [
    f"Team {name} reported {many} people injured in the attack." for name, many in (("Alpha", "twelve"), ("Beta", "twelve"))
]


@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("exact", ["Team {} reported twelve people injured in the attack.", "reported twelve people injured"])
def test_a_deleted_line_of_a_list_is_not_moved_to_its_neighbour(gone: int, exact: str) -> None:
    page = "\n".join(["Reports:", *LINES, "The end."])
    start = page.index(LINES[gone]) + LINES[gone].index(exact.format(("Alpha", "Beta")[gone]))
    end = start + len(exact.format(("Alpha", "Beta")[gone]))
    anchor = Anchor(page[start:end], page[max(0, start - 40) : start], page[end : end + 40], start, end)
    assert isinstance(find(page, anchor), Found)
    assert isinstance(find(page.replace(LINES[gone] + "\n", ""), anchor, before=page), Orphaned)


def test_of_equal_passages_that_in_its_surroundings_is_found() -> None:
    page = "Alpha: No comment.\nBeta: No comment.\n"
    assert find(page, Anchor("No comment.", "Beta: ", "\n")) == Found(25, 36, How.EXACT)
    assert find(page, Anchor("No comment.")) == Orphaned(Why.AMBIGUOUS)
    assert find(page, Anchor("No comment.", start=25)) == Found(25, 36, How.EXACT)


def test_the_only_passage_is_found_in_other_surroundings_unless_there_were_two() -> None:
    anchor = Anchor("No comment.", "Alpha: ", "\nBeta")
    page = "Beta: No comment."
    assert find(page, anchor) == Found(6, 17, How.MOVED)
    assert find(page, anchor, before="Alpha: No comment.\nBeta: No comment.") == Orphaned(Why.SURROUNDINGS)


def test_a_copy_in_large_letters_beside_the_quote_takes_nothing_from_it() -> None:
    page = "She added that prices could rise again in autumn. Unions called it a blow."
    quote = taken(page, "prices could rise again in autumn")
    for edited in (page.replace("autumn. ", "autumn.\nprices could rise again in autumn\n"), f"{quote.exact}\n{page}"):
        found = find(edited, quote, before=page)
        assert found == Found(edited.index("that ") + 5, edited.index("that ") + 5 + len(quote.exact), How.EXACT)


def test_a_misspelt_passage_needs_the_same_surroundings() -> None:
    anchor = Anchor("the minister announced it", "On Monday at noon ", " before he left")
    assert isinstance(find("On Monday at noon the minister anounced it before he left", anchor), Found)
    assert find("In a novel of 1912 the minister anounced it to nobody", anchor) == Orphaned(Why.SURROUNDINGS)
    twice = "On Monday at noon the minister anounced it before he left. " * 2
    assert find(twice, anchor) == Orphaned(Why.AMBIGUOUS)


def test_a_misspelt_passage_that_was_there_beside_the_quote_is_not_the_quote() -> None:
    line = "We say: Mister Baker reported twelve injured. "
    page, anchor = (
        "We say: Mister Bakers reported twelve injured. " + line,
        Anchor("Mister Bakers reported twelve injured", "We say: ", "."),
    )
    assert isinstance(find(line, anchor), Found)
    assert find(line, anchor, before=page) == Orphaned(Why.SURROUNDINGS)


@pytest.mark.parametrize("one", ["a", "a ", "[", "я", "言", "\u0301\u0327", "quote of some words "])
def test_a_hostile_text_takes_a_bounded_number_of_steps(one: str) -> None:
    text = one * (200_000 // len(one))
    for exact in ("quote of some wards", "a" * 60, "x" + text[:2000]):
        assert not isinstance(find(text, Anchor(exact, "said a ", " a"), steps=60 * len(text)), Found)


def test_a_gap_within_a_repeated_passage_is_not_read_over_and_over() -> None:
    text = "a " * 100 + " " * 200_000 + "a " * 100
    assert find(text, Anchor("a, " * 80 + "a"), steps=20 * len(text)) == TimedOut()


def test_a_search_stops_when_its_steps_or_its_time_are_over() -> None:
    assert find("a" * 1000, Anchor("b"), steps=500) == TimedOut()
    assert find("some text", Anchor("another text"), is_over=lambda: True) == TimedOut()


TEXTS = st.text(st.sampled_from('aабé ́\u00ad\u200b"”.,-\n言1'), max_size=60) | st.text(max_size=60)


@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, st.none() | st.integers(0, 80))
def test_any_search_ends_with_a_result_within_the_text(
    text: str, exact: str, prefix: str, suffix: str, before: str, start: int | None
) -> None:
    found = find(text, Anchor(exact, prefix, suffix, start), before=before)
    if isinstance(found, Found):
        assert 0 <= found.start < found.end <= len(text)
        assert found.how is not How.EXACT or text[found.start : found.end] == exact


@given(st.text(max_size=80), st.text(max_size=80), st.text(min_size=1, max_size=40), st.text(max_size=30), st.text(max_size=30))
def test_exact_text_that_occurs_once_is_found(ahead: str, behind: str, exact: str, prefix: str, suffix: str) -> None:
    text = f"{ahead}{exact}{behind}"
    if exact.strip() and text.count(exact) == 1 and text.find(exact, text.index(exact) + 1) < 0:
        found = find(text, Anchor(exact, prefix, suffix))
        assert isinstance(found, Found)


WORD = st.sampled_from(
    ["minister", "ministers", "convoy", "convoys", "border", "said", "twelve", "twelfth", "people", "injured", "Alpha", "not"]
)
SENTENCES = st.lists(
    st.lists(WORD, min_size=3, max_size=7).map(lambda words: " ".join(words) + "."), min_size=2, max_size=8, unique=True
)


@given(SENTENCES, st.data())
def test_deleting_the_sentence_of_a_quote_orphans_it(sentences: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sentences) - 1))
    page, left = " ".join(sentences), " ".join([*sentences[:at], *sentences[at + 1 :]])
    start = sum(len(one) + 1 for one in sentences[:at])
    anchor = Anchor(sentences[at], page[max(0, start - 32) : start], page[start + len(sentences[at]) :][:32])
    if sentences[at][:-1].casefold() not in left.casefold():
        assert isinstance(find(left, anchor, before=page), Orphaned)

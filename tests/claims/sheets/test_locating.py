"""Claims are found where their quotes are, and where the text has their own words; nothing is guessed."""

from __future__ import annotations

import pytest

from claims.sheets.locating import Places, located
from claims.sheets.values import Match, Place, Story
from factcheck.text.anchoring.anchors import Anchor
from tests.claims.sheets.stories import body, document, reported, said, story

TEXT = "The ministry spoke. “No convoy has crossed the border,” it said. Nobody asked questions about the weather."


def passages(of: Story) -> list[tuple[str, str]]:
    (found,) = located(of)
    assert found.searched
    return [(of.text[place.start : place.end], place.match) for place in found.places]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("No convoy has crossed the border", [("No convoy has crossed the border", "quote")]),
        ("No convoy has\ncrossed the border", [("No convoy has crossed the border", "quote")]),
        ("Nobody asked questions, about the weather", [("Nobody asked questions about the weather", "edited_quote")]),
        ("No convoy was ever seen there", []),
    ],
)
def test_a_quote_is_found_as_the_link_watch_finds_it(quote: str, found: list[tuple[str, str]]) -> None:
    assert passages(story(reported(body("a"), quotes=(quote,)), text=TEXT)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It said: the shells cost 1.5 million — a lot.", ["the shells cost 1.5 million"]),
        ("The shells cost 1.5 million! THE SHELLS", ["The shells cost 1.5 million"]),
        ("“THE SHELLS cost\n1.5 million”", ["THE SHELLS cost\n1.5 million"]),
        ("The shells cost 1.5 million; " * 2, ["The shells cost 1.5 million"] * 2),
        ("The shells cost 15 million.", []),
        ("The shell cost 1.5 million.", []),
        ("The shells cost 1.5 million that", ["The shells cost 1.5 million"]),
        ("The shells cost 1.5 millions.", []),
    ],
)  # fmt: skip
def test_a_claim_is_found_where_its_own_words_are(text: str, found: list[str]) -> None:
    wanted = reported(body("a", text="The shells cost 1.5 million."))
    assert [passage.rstrip(".!;”") for passage, match in passages(story(wanted, text=text)) if match == "claim_text"] == found


def test_a_quote_of_what_the_story_passes_on_is_found_if_no_document_holds_it() -> None:
    paper = said("paper", "reports", cites=("minister", "aide"))
    held = said("aide", quote="Nobody asked questions", document=document("briefing"))
    claim = body("a", paper, said("minister", quote="crossed the border"), held, said("other", quote="The ministry spoke"))

    assert passages(story(reported(claim, "paper"), text=TEXT)) == [("crossed the border", "quote")]


def test_a_passage_that_was_beside_the_quote_before_is_not_the_quote() -> None:
    lines = "Team Alpha reported three dead in the north.\nTeam Betas reported three dead in the north.\n"
    wanted = reported(body("a"), quotes=("Team Alpha reported three dead in the north",))

    assert passages(story(wanted, text=lines.split("\n")[1], earlier=(lines,))) == []


def test_the_same_passage_counts_once_and_passages_come_in_order() -> None:
    wanted = reported(body("a", text="Nobody asked questions"), quotes=("The ministry spoke", "Nobody asked questions"))
    (found,) = located(story(wanted, text=TEXT))
    assert found.places == (
        Place(start=0, end=18, match=Match.QUOTE),
        Place(start=TEXT.index("Nobody"), end=TEXT.index(" about"), match=Match.QUOTE),
    )


def test_a_search_that_is_stopped_says_so() -> None:
    claims = reported(body("a"), quotes=("no such words",)), reported(body("b"))
    assert located(story(*claims, text=TEXT), lambda: True) == [Places((), searched=False)] * 2

    asked = iter([False] * 3 + [True] * 99)
    first, last = located(story(*claims, text=TEXT), lambda: next(asked))
    assert not first.searched
    assert not last.searched


def test_a_claim_without_words_and_an_empty_text_have_no_places() -> None:
    assert passages(story(reported(body("a", text="…"), quotes=(" ",)), text=TEXT)) == []
    assert passages(story(reported(body("a")), text="")) == []
    assert located(story(reported(body("a"))._replace(quotes=(Anchor("x"),)), text=""))[0].places == ()

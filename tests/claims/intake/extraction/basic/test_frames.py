"""Each way in which a cue takes its statement: source, statement, and who passed it on."""

from __future__ import annotations

import pytest

from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.basic.reader import Reader


@pytest.mark.parametrize(
    ("text", "takes", "hands", "content"),
    [
        ("Prosecutors accused Brod of lying.", "blamed", ["Prosecutors"], "Brod of lying"),
        ("Brod was accused of lying.", "agentless", [], "lying"),
        ("Brod was accused by prosecutors of lying.", "by", ["prosecutors"], "lying"),
        ("Brod reportedly lied.", "hearsay", [], "Brod reportedly lied"),
        ("There was a report that Brod lied.", "noun", [], "Brod lied"),
        ("The Post's claim that Brod lied is wrong.", "noun", ["The Post"], "Brod lied"),
        ("A finding by the court that Brod lied was published.", "noun", ["the court"], "Brod lied was published"),
        ("A man accused of lying will not be tried.", "agentless", [], "lying"),
        ("Brod was accused in June of lying.", "agentless", [], "lying"),
        ("According to the court, Brod lied.", "prefix", ["the court"], "Brod lied"),
        ("The Post, quoting a clerk, said Brod lied.", "passed", ["The Post", "a clerk"], "Brod lied"),
        ("Brod told the Post that he lied.", "told", ["the Post", "Brod"], "he lied"),
        ("In an interview with Radio West, Brod said he lied.", "clause", ["Radio West", "Brod"], "he lied"),
    ],
)
def test_a_cue_is_read_by_what_it_takes(text: str, takes: str, hands: list[str], content: str) -> None:
    (draft,) = Reader(text, lexicon("en")).read()

    assert draft.takes == takes
    assert [text[slice(*hand)] for hand in draft.hands] == hands
    assert draft.content
    assert text[slice(*draft.content)] == content

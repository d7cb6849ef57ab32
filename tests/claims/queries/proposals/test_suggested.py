from __future__ import annotations

from claims.models import CaptureReading, ProposedAttribution
from claims.queries.proposals.suggested import as_recorded, suggested

TEXT = 'Brand, a trader, denied the sale. "He may have lied," she told Agency  West.'


def proposed(stance="supports", naming="named", **spans):
    found = {what: [[TEXT.index(words), TEXT.index(words) + len(words)]] for what, words in spans.items()}
    return ProposedAttribution(pk=1, reading=CaptureReading(), number=1, stance=stance, naming=naming, spans=found)


def test_a_proposal_in_the_words_of_its_text():
    of = {"source": "she", "means": "Brand, a trader", "relays": "Agency  West"}
    row = proposed(content="He may have lied", cue="told", hedge="may", **of)
    row.hedge = "possible"
    [said] = suggested(TEXT, [row])

    assert (said.hands, said.pronoun) == (("Agency West", "Brand, a trader"), "she")
    assert {mark.what for mark in said.marks()} == set(row.spans)
    initial = as_recorded(said, TEXT)
    assert initial["text"] == "He may have lied."
    assert initial["quote"] == '"He may have lied," she told Agency  West.'
    assert (initial["hedge"], initial["hedge_words"], initial["ground_rule"]) == ("possible", "may", "on_the_record")


def test_a_source_without_a_name_brings_its_description_and_no_identity():
    row = proposed(naming="explicitly_unnamed", content="the sale", cue="denied", source="a trader", reason="He may have lied")
    [said] = suggested(TEXT, [row])

    asked = {"unnamed": "on", "description": "a trader", "anonymity_reason": "He may have lied"}
    assert said.of_source() == asked
    assert as_recorded(said, TEXT)["ground_rule"] == "background"
    [named] = suggested(TEXT, [proposed(content="the sale", cue="denied", source="Brand")])
    assert named.of_source() == {}


def test_offsets_that_do_not_fit_the_text_are_left_out():
    row = proposed(content="the sale", cue="denied")

    assert suggested(TEXT[:30], [row]) == []

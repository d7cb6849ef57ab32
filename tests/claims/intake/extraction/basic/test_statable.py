"""Which objects are statements, and which are things, so that the verb has another sense."""

from __future__ import annotations

import pytest

from tests.claims.intake.extraction.basic.reading import marks


@pytest.mark.parametrize(
    ("text", "stance", "content"),
    [
        ("The bank denied fraud.", "denies", "fraud"),
        ("The bank denied the existence of a loan.", "denies", "the existence of a loan"),
        ("The bank denied a rift with its owner.", "denies", "a rift with its owner"),
        ("The bank denied two counts of theft.", "denies", "two counts of theft"),
        ("The bank denied lending to Karsk.", "denies", "lending to Karsk"),
        ("The bank denied the loan had been paid.", "denies", "the loan had been paid"),
        ("The bank rejected any blame.", "denies", "any blame"),
        ("The bank rejects allegations of theft.", "denies", "allegations of theft"),
        ("The army confirmed the death of a guard.", "supports", "the death of a guard"),
        ("The army confirmed 12 deaths.", "supports", "12 deaths"),
        ("The army did not confirm the shipment.", "neither", "the shipment"),
        ("The army could not confirm the payment.", "could_not_confirm", "the payment"),
        ("The clerk admitted to taking bribes.", "supports", "to taking bribes"),
        ("The party conceded defeat.", "supports", "defeat"),
    ],
)
def test_an_act_an_event_or_a_clause_is_a_statement(text: str, stance: str, content: str) -> None:
    assert [(found, said) for found, _, said in marks(text)] == [(stance, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The bank denied the firm a loan it had sought.",
        "The port has denied berths to five ferries since the rules changed.",
        "The inn denied entry to the guests.",
        "The heirs contest the will.",
        "The firm disputes the bill.",
        "The tribunal dismissed the charges.",
        "The chief dismissed two deputies.",
        "The league has rejected the bid of its oldest club.",
        "Editors at three houses rejected a novel, which sold well later.",
        "The Senate confirmed Judge Mori.",
        "The bishop confirmed nine boys in June.",
        "The society has admitted Dorn.",
        "A pass admits one child.",
        "City conceded a late goal and accepted relegation.",
        "The turnstile could not verify hundreds of cards.",
        "Goal denied!",
        "Suit against a brewer dismissed.",
        "Rejected by two clubs, Orr gave up the game.",
        "The bill was rejected by the council.",
        "The keeper was ruled out for a month by a sprain.",
        "An injury ruled out the keeper.",
        "Guests whose rooms had been confirmed slept in the hall.",
        "The lawyer questioned the witness for an hour.",
        "Detectives questioned a 20-year-old suspect for a day.",
        "The storm claimed six lives in Brenn.",
        "Runner Ida Voss claimed her second title of the year.",
        "The new aide reports directly to the mayor.",
        "Fields could not be reached by road.",
        "Two patients did not respond to the treatment.",
        "The square was silent for two minutes.",
        "The lots would not be drawn before noon.",
        "He did not answer the door.",
        "The firm has found no case of scab in its orchards.",
        "The pens were sorted according to size.",
        "It is a report by a fund that the weekly prints unchanged.",
        "A report that ran in the weekly was long.",
        "The summary is written in the words of the witness.",
        "A picture shows the two.",
        "The envoy speaks of North Sund alone.",
        "Should anyone claim that the well is dry, call the board.",
    ],
)
def test_other_senses_and_things_are_passed_over(text: str) -> None:
    assert marks(text) == []


def test_what_a_source_says_stays_whole_where_a_verb_in_it_has_another_sense() -> None:
    assert marks("The Post said the zoo had dismissed its keeper.") == [
        ("supports", "The Post", "the zoo had dismissed its keeper")
    ]
    assert marks("It is not true that Brod denied the fire, her deputy said.") == [
        ("supports", "her deputy", "It is not true that Brod denied the fire")
    ]


def test_who_says_so_says_what_the_sentence_before_states() -> None:
    assert marks("The mayor fell ill. The Post says so, and names a nurse.") == [("supports", "The Post", "The mayor fell ill")]
    assert marks("The mayor said it rained. The Post says so, too.")[1] == ("supports", "The Post", "it rained")
    assert marks("He says so.") == []

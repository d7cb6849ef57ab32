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
        ("The bank denied ever meeting him.", "denies", "ever meeting him"),
        ("The bank denied both the theft and the fraud.", "denies", "both the theft and the fraud"),
        ("The bank rejected any blame.", "denies", "any blame"),
        ("The bank rejects allegations of theft.", "denies", "allegations of theft"),
        ("The army confirmed the death of a guard.", "supports", "the death of a guard"),
        ("The army confirmed her departure.", "supports", "her departure"),
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
        "The shop announced a new menu.",
        "The actor wrote his memoirs in a hut.",
        "The guide explained the game.",
        "The rebels claimed the hill.",
        "The crews called a strike for Monday.",
        "The gallery shows masks from Karsk.",
        "The bank reports a net profit of two million.",
        "The driver reported the dent to the police.",
        "The mayor accused nobody.",
        "The bank denied nothing.",
        "Weather: the shop is shut on Monday.",
        "Orr did not decline to comment.",
        "The vault was reported closed.",
        "She is assured of a seat.",
        "The self-confessed gambler lost his house.",
        "He confirmed by letter.",
        "It goes without saying that the roof leaks.",
        "The jury found him guilty.",
        "The tax adds 4 crowns to a bottle.",
        "The bank acted according to the law.",
        "The bank didn't so much as deny the sale.",
        "Rather than deny the sale, the bank praised it.",
        "The dam is not said to be safe.",
        "The claim that the bank denied the sale is false.",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Never in two hours did Orr deny taking the purse.", ("neither", "Orr", "taking the purse")),
        ("At no point did the bank deny the sale.", ("neither", "the bank", "the sale")),
        ("Neither the port nor the navy has denied the sale.", ("neither", "the port", "the sale")),
        ("Orr never said the shaft was dry.", ("neither", "Orr", "the shaft was dry")),
        ("Orr no longer stands by her claim that it rained.", ("neither", "Orr", "it rained")),
        ("Orr withdrew her denial that it rained.", ("supports", "Orr", "it rained")),
        ("It cannot be denied that the roof leaks.", ("supports", "", "the roof leaks")),
        ("Arson in the mill has not been ruled out.", ("neither", "", "Arson in the mill")),
        ("The bank is neither confirming nor denying the sale.", ("neither", "The bank", "the sale")),
        ("Contrary to reports, the bank has not denied the sale.", ("neither", "the bank", "the sale")),
    ],
)
def test_a_negation_before_or_around_a_verb_belongs_to_it(text: str, expected: tuple[str, str, str]) -> None:
    assert marks(text) == [expected]


def test_repeated_calls_without_an_answer_are_about_what_was_said() -> None:
    text = "The nurse said it rained. Repeated calls to the clinic's owner went unanswered."

    assert marks(text)[1:] == [("neither", "the clinic's owner", "it rained")]


def test_a_participle_in_commas_is_no_denial_by_whom_it_describes() -> None:
    assert marks("Orr, ruled out for a week, said it rained.") == [("supports", "Orr", "it rained")]


@pytest.mark.parametrize(
    ("reaction", "stance"),
    [
        ("We did not deny it", "neither"),
        ("I don't rule that out", "neither"),
        ("There is no truth in that", "denies"),
        ("It isn't a lie", "supports"),
    ],
)
def test_a_reaction_with_a_negation_has_the_stance_of_both(reaction: str, stance: str) -> None:
    assert marks(f'The fund said it rained. "{reaction}," said Orr.')[1:] == [(stance, "Orr", "it rained")]


def test_a_denial_that_no_longer_holds_ends_before_it() -> None:
    assert marks("The fund said it rained. Orr once denied it but no longer does.")[1:] == [("denies", "Orr", "it rained")]

"""position_changed: a voice changed its position."""

from __future__ import annotations

from claims.vocabulary import ACKNOWLEDGED
from tests.claims.policy.build import Facts, flag

CODE = "position_changed"


def turned() -> Facts:
    facts = Facts().source("us", label="the U.S.").says("yes", "us", held=True, said_at="2024-06-01")
    return facts.denies("no", "us", held=True, said_at="2024-06-05")


def test_a_later_statement_of_another_stance_is_flagged_with_the_earlier_one() -> None:
    raised = flag(turned(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("attribution", "yes"),))
    assert raised.reason == "The U.S. supported it earlier and denies it now."


def test_saying_the_same_again_is_no_change() -> None:
    facts = Facts().says("yes", "us", said_at="2024-06-01").says("again", "us", said_at="2024-06-05")
    assert flag(facts, CODE) is None


def test_after_a_return_to_the_first_position_only_the_one_between_differs() -> None:
    raised = flag(turned().says("back", "us", said_at="2024-06-10"), CODE)
    assert raised.culprits == (("attribution", "no"),)
    assert raised.reason == "The U.S. denied it earlier and supports it now."


def test_a_later_statement_that_was_withdrawn_is_described_as_such() -> None:
    facts = turned()
    facts.rows["no"]["withdrawn_at"] = "2024-06-08"
    assert flag(facts, CODE).reason == "The U.S. supported it earlier and denied it later, which was withdrawn."


def test_each_voice_is_mentioned_once() -> None:
    facts = turned().says("too", "us", held=True, said_at="2024-05-01").denies("kim-no", "kim", said_at="2024-05")
    raised = flag(facts.says("kim-asks", "kim", "questions", said_at="2024-06-02"), CODE)
    assert raised.reason == "Kim denied it earlier and questions it now; the U.S. supported it earlier and denies it now."
    assert [key for _, key in raised.culprits] == ["kim-no", "too", "yes"]


def test_an_editor_who_has_seen_it_settles_it_until_it_changes_again() -> None:
    facts = turned().decided(ACKNOWLEDGED, ("attribution", "yes"))
    assert flag(facts, CODE) is None
    facts.says("doubts", "us", "questions", held=True, said_at="2024-06-09")
    assert flag(facts, CODE).culprits == (("attribution", "no"), ("attribution", "yes"))


def test_a_decision_about_another_record_settles_nothing() -> None:
    assert flag(turned().decided(ACKNOWLEDGED, ("attribution", "no")), CODE)


def test_a_statement_dated_ahead_changes_nothing() -> None:
    facts = turned()
    facts.rows["no"]["said_at"] = "2024-06-20"
    assert flag(facts, CODE) is None


def test_a_denial_by_another_source_of_the_voice_is_not_ascribed_to_the_first() -> None:
    facts = Facts().source("onemi", label="Emergency authorities").source("deputy", label="a deputy minister", voice="onemi")
    facts.says("onemi", held=True, said_at="2024-06-01").denies("deputy", held=True, said_at="2024-06-05")
    assert flag(facts, CODE).reason == (
        "Emergency authorities supported it earlier and a deputy minister, recorded as one voice, denies it now."
    )

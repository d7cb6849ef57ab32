"""circular: attributions cite each other in a circle."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "circular"


def circle() -> Facts:
    facts = Facts().source("a", label="the Agency").source("b", label="the Bulletin")
    return facts.says("a-says", "a", cites="b-says").says("b-says", "b", cites="a-says", held=True)


def test_a_circle_with_nothing_behind_it_is_critical() -> None:
    raised = flag(circle(), CODE)
    assert (raised.severity, raised.level) == ("critical", "")
    assert raised.reason == "The Agency and the Bulletin cite each other in a circle, with no origin behind it."
    assert raised.culprits == (("attribution", "a-says"), ("attribution", "b-says"))


def test_a_circle_with_an_origin_behind_it_is_a_warning() -> None:
    facts = circle().says("us")
    facts.rows["a-says"]["cites"] = ["b-says", "us"]
    raised = flag(facts, CODE)
    assert raised.severity == "warning"
    assert raised.reason == "The Agency and the Bulletin cite each other in a circle."


def test_an_origin_of_the_denial_opens_a_circle_too() -> None:
    facts = circle().denies("moscow")
    facts.rows["a-says"]["cites"] = ["b-says", "moscow"]
    assert flag(facts, CODE).severity == "warning"


def test_an_outlets_own_assertion_opens_a_circle() -> None:
    facts = circle().says("post", basis="unstated")
    facts.rows["a-says"]["cites"] = ["b-says", "post"]
    assert flag(facts, CODE).severity == "warning"


def test_partial_support_does_not_open_a_circle() -> None:
    facts = circle().says("us", scope="partial")
    facts.rows["a-says"]["cites"] = ["b-says", "us"]
    assert flag(facts, CODE).severity == "critical"


def test_an_origin_that_was_withdrawn_leaves_the_circle_closed() -> None:
    facts = circle().says("us", withdrawn_at="2024-06-01")
    facts.rows["a-says"]["cites"] = ["b-says", "us"]
    assert flag(facts, CODE).severity == "critical"


def test_a_circle_of_bare_reports_is_critical_too() -> None:
    facts = Facts().reports("a", cites="b").reports("b", cites="a", held=True)
    assert flag(facts, CODE).severity == "critical"


def test_a_row_that_cites_itself_is_a_circle() -> None:
    assert flag(Facts().says("a", cites="a", held=True), CODE).culprits == (("attribution", "a"),)


def test_a_circle_through_a_copy_is_a_circle() -> None:
    facts = Facts().says("a", cites="reprint", held=True).reports("reprint", copies="a", held=True)
    assert flag(facts, CODE)


def test_two_circles_are_both_named_and_one_closed_is_critical() -> None:
    facts = circle().says("us").says("c", cites=["d", "us"]).says("d", cites="c", held=True)
    raised = flag(facts, CODE)
    assert raised.severity == "critical"
    assert raised.reason.endswith("; c and d cite each other in a circle.")


def test_a_circle_that_nothing_held_reaches_is_flagged() -> None:
    facts = circle()
    del facts.rows["b-says"]["held"]
    assert flag(facts, CODE).severity == "critical"


def test_withdrawing_a_link_clears_it() -> None:
    facts = circle()
    facts.rows["a-says"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None


def test_redirecting_a_link_clears_it() -> None:
    facts = circle().says("us")
    facts.rows["a-says"]["cites"] = "us"
    assert flag(facts, CODE) is None


def test_a_circle_over_two_rows_of_one_source_is_its_own() -> None:
    facts = Facts().reports("one", "wiki", cites="two", held=True).reports("two", "wiki", cites="one")
    assert flag(facts, CODE).reason == "Wiki cites itself in a circle, with no origin behind it."


def wikipedia() -> Facts:
    """A paper repeats what an encyclopedia says, and the encyclopedia then cites the paper."""
    facts = Facts().source("wiki", label="Wikipedia").source("paper", label="The Paper")
    facts.says("wiki-1", "wiki", basis="unstated", held=True).reports("paper", cites="wiki-1", held=True)
    return facts.reports("wiki-2", "wiki", cites="paper", held=True)


def test_a_chain_that_returns_to_its_voice_through_another_is_flagged_with_its_steps() -> None:
    raised = flag(wikipedia(), CODE)
    assert (raised.severity, raised.reason) == ("warning", "Wikipedia passes on, through The Paper, its own statement.")
    assert raised.culprits == (("attribution", "wiki-2"), ("attribution", "paper"), ("attribution", "wiki-1"))


def test_withdrawing_the_first_statement_does_not_hide_where_the_story_comes_from() -> None:
    facts = wikipedia()
    facts.rows["wiki-1"]["withdrawn_at"] = "2024-06-11"
    assert flag(facts, CODE)


def test_a_voice_that_cites_itself_directly_returns_through_nobody() -> None:
    facts = Facts().says("wiki-1", "wiki", held=True).reports("wiki-2", "wiki", cites="wiki-1", held=True)
    assert flag(facts, CODE) is None


def test_two_unconnected_rows_of_a_voice_are_no_circle() -> None:
    facts = Facts().says("wiki-1", "wiki").reports("paper", cites="wiki-1", held=True).says("other")
    assert flag(facts.reports("wiki-2", "wiki", cites="other", held=True), CODE) is None


def test_a_second_source_of_the_voice_is_named() -> None:
    facts = wikipedia().source("editor", label="an editor of Wikipedia", voice="wiki")
    facts.rows["wiki-2"]["source"] = "editor"
    assert flag(facts, CODE).reason == "An editor of Wikipedia passes on, through The Paper, the statement of Wikipedia."


def test_a_circle_of_reports_that_nothing_holds_is_flagged() -> None:
    facts = Facts().reports("a", cites="c").reports("b", cites="a").reports("c", cites="b")
    assert flag(facts, CODE).severity == "critical"
    assert facts.assess().status == "unsourced"


def test_a_circle_that_a_dead_row_passes_on_is_not_held_but_its_return_is_flagged() -> None:
    facts = Facts().says("a", cites="b").says("b", cites="a").reports("page", cites="a", held=True, withdrawn_at="")
    case = facts.case()
    assert (case.counts.circles, case.support.at_most) == ((), 0)
    assert flag(facts, CODE).reason == "A passes on, through b, its own statement; b passes on, through a, its own statement."

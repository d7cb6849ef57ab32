"""single_gateway: all support depends on one relay."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "single_gateway"


def through_bloomberg() -> Facts:
    facts = Facts().source("bloomberg", label="Bloomberg News").source("post", label="the Post")
    facts.says("us").says("rok").reports("bb", "bloomberg", cites=["us", "rok"])
    return facts.reports("post-reports", "post", cites="bb", held=True)


def test_relays_on_every_route_are_named() -> None:
    raised = flag(through_bloomberg(), CODE)
    assert (raised.severity, raised.level) == ("warning", "")
    assert raised.reason == "All support reached us through Bloomberg News and through the Post."
    assert raised.culprits == (("source", "bloomberg"), ("source", "post"))


def test_a_second_outlet_leaves_only_the_relay_that_both_cite() -> None:
    raised = flag(through_bloomberg().reports("paper", cites="bb", held=True), CODE)
    assert raised.culprits == (("source", "bloomberg"),)


def test_a_held_route_that_avoids_it_clears_it() -> None:
    assert flag(through_bloomberg().reports("paper", cites="us", held=True), CODE) is None


def test_a_document_of_an_origin_clears_it() -> None:
    facts = through_bloomberg()
    facts.rows["us"]["held"] = True
    assert flag(facts, CODE) is None


def test_a_document_of_a_copy_of_an_origin_clears_it() -> None:
    assert flag(through_bloomberg().reports("reprint", copies="us", held=True), CODE) is None


def test_a_second_relay_of_the_same_family_does_not() -> None:
    facts = through_bloomberg().source("bloomberg-tv", family="bloomberg")
    facts.sources["bloomberg"]["family"] = "bloomberg"
    facts.reports("tv", "bloomberg-tv", cites="us", held=True)
    assert flag(facts, CODE).culprits == (("source", "bloomberg"),)


def test_a_route_that_was_withdrawn_does_not() -> None:
    facts = through_bloomberg().reports("paper", cites="us", held=True, withdrawn_at="2024-06-01")
    assert flag(facts, CODE)


def test_another_origin_that_is_held_clears_it() -> None:
    assert flag(through_bloomberg().says("csis", held=True), CODE) is None


def test_the_origin_itself_is_no_gateway() -> None:
    assert flag(Facts().says("us", held=True), CODE) is None


def test_a_reprint_is_no_gateway() -> None:
    facts = Facts().says("us", held=True).reports("reprint", copies="us", held=True)
    assert flag(facts, CODE) is None


def test_the_routes_to_the_denial_do_not_matter() -> None:
    facts = Facts().says("us", held=True).denies("moscow").reports("paper", cites="moscow", held=True)
    assert flag(facts, CODE) is None

"""undocumented: an origin counts only on the desk's own word."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "undocumented"


def test_an_uncited_origin_without_a_document_is_flagged_by_name() -> None:
    raised = flag(Facts().source("us", label="U.S.").says("us-says", "us"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("attribution", "us-says"),))
    assert raised.reason == "We hold no document of what U.S. said or showed."


def test_a_document_clears_it() -> None:
    assert flag(Facts().says("us", held=True), CODE) is None


def test_a_document_of_a_copy_clears_it() -> None:
    assert flag(Facts().says("us").reports("reprint", copies="us", held=True), CODE) is None


def test_a_copy_without_a_document_does_not() -> None:
    assert flag(Facts().says("us").reports("reprint", copies="us"), CODE).culprits == (("attribution", "us"),)


def test_an_origin_that_a_held_relay_cites_does_not_count_as_held() -> None:
    assert flag(Facts().says("us").reports("paper", cites="us", held=True), CODE) is None


def test_an_origin_of_the_denial_is_flagged_too() -> None:
    facts = Facts().says("us", held=True).denies("moscow")
    assert flag(facts, CODE).culprits == (("attribution", "moscow"),)


def test_a_relay_without_a_document_is_no_origin() -> None:
    assert flag(Facts().says("us").reports("paper", cites="us"), CODE) is None


def test_an_assertion_without_a_source_is_no_origin() -> None:
    assert flag(Facts().says("paper", basis="unstated"), CODE) is None

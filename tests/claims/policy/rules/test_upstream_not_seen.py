"""upstream_not_seen: a cited publication has not been seen by the desk."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "upstream_not_seen"


def chain() -> Facts:
    facts = Facts().source("ap", label="AP", publishes=True).source("paper", publishes=True)
    return facts.says("chief").reports("ap-reports", "ap", cites="chief").reports("paper", cites="ap-reports", held=True)


def test_a_cited_publication_without_a_document_is_named() -> None:
    raised = flag(chain(), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("info", "", (("attribution", "ap-reports"),))
    assert raised.reason == "Cited, but not seen by us: AP."


def test_a_document_clears_it() -> None:
    facts = chain()
    facts.rows["ap-reports"]["held"] = True
    assert flag(facts, CODE) is None


def test_a_document_of_a_reprint_clears_it() -> None:
    assert flag(chain().reports("reprint", copies="ap-reports", held=True), CODE) is None


def test_a_reprint_without_a_document_does_not() -> None:
    assert flag(chain().reports("reprint", copies="ap-reports"), CODE)


def test_a_person_publishes_nothing() -> None:
    facts = chain()
    facts.sources["ap"]["publishes"] = False
    assert flag(facts, CODE) is None


def test_a_publication_that_nothing_cites_is_not_cited() -> None:
    facts = chain()
    del facts.rows["paper"]
    assert flag(facts, CODE) is None


def test_a_publication_that_nothing_held_reaches_is_silent() -> None:
    facts = chain()
    facts.rows["paper"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None


def test_a_publications_own_assertion_is_a_publication() -> None:
    facts = Facts().source("ap", publishes=True).says("ap", basis="unstated").reports("paper", cites="ap", held=True)
    assert flag(facts, CODE).culprits == (("attribution", "ap"),)

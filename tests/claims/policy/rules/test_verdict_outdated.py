"""verdict_outdated: the findings have changed since the published verdict was made."""

from __future__ import annotations

from claims.vocabulary import VERDICT_CONFIRMED, VERDICT_PUBLISHED, VERDICT_WITHDRAWN
from tests.claims.policy.build import Facts, flag

CODE = "verdict_outdated"


def claim() -> Facts:
    return Facts().says("us", held=True)


FOUND = claim().case().findings


def test_a_verdict_is_not_outdated_while_its_findings_are_unchanged() -> None:
    assert flag(claim().decided(VERDICT_PUBLISHED, findings=FOUND), CODE) is None


def test_a_new_origin_outdates_it() -> None:
    raised = flag(claim().decided(VERDICT_PUBLISHED, findings=FOUND).says("rok", held=True), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("critical", "", ())
    assert raised.reason == "The findings have changed since the verdict was published."


def test_a_denial_outdates_it() -> None:
    assert flag(claim().decided(VERDICT_PUBLISHED, findings=FOUND).denies("moscow", held=True), CODE)


def test_a_reprint_does_not() -> None:
    facts = claim().decided(VERDICT_PUBLISHED, findings=FOUND)
    assert flag(facts.reports("gazette", copies="us", held=True), CODE) is None


def test_confirming_it_on_the_current_findings_clears_it_until_they_change() -> None:
    facts = claim().decided(VERDICT_PUBLISHED, findings=FOUND).says("rok", held=True)
    facts.decided(VERDICT_CONFIRMED, findings=facts.case().findings)
    assert flag(facts, CODE) is None
    assert flag(facts.says("un", held=True), CODE)


def test_a_withdrawn_verdict_is_not_outdated_and_one_published_since_may_be() -> None:
    facts = claim().decided(VERDICT_PUBLISHED, findings="of before").decided(VERDICT_WITHDRAWN, findings=FOUND)
    assert flag(facts, CODE) is None
    assert flag(facts.decided(VERDICT_PUBLISHED, findings="of before"), CODE)


def test_a_claim_without_a_verdict_is_silent() -> None:
    assert flag(claim(), CODE) is None

"""A statement was shown to be forged or false."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag, raised


def dossier() -> Facts:
    """The desk holds a forged dossier, which one service passes on and another passes on from there."""
    facts = Facts().source("dossier", label="the dossier").source("agency", label="the agency")
    facts.source("rome", label="Rome").source("paris", label="Paris")
    facts.says("dos", "dossier", basis="evidence", held=True)
    return facts.reports("rome", cites="dos").reports("paris", cites="rome")


def discredited(facts: Facts, *keys: str) -> Facts:
    return facts.decided("discredited", *(("attribution", key) for key in keys), source="agency")


def test_evidence_shown_to_be_forged_counts_for_nothing_and_the_flag_says_who_showed_it() -> None:
    flag = raised(discredited(dossier(), "dos"), "discredited_source")
    assert flag.reason == "What the dossier said was discredited by the agency; Rome still passes it on; no origin is left."
    assert flag.severity == "critical"
    assert flag.culprits == (("attribution", "dos"),)


def test_its_relays_are_orphans_and_nobody_withdrew_anything() -> None:
    facts = discredited(dossier(), "dos")
    assert raised(facts, "orphaned").culprits == (("attribution", "paris"), ("attribution", "rome"))
    assert flag(facts, "retracted_source") is None


def test_without_a_relay_only_what_is_left_is_named() -> None:
    facts = Facts().source("agency", label="the agency").source("dossier", label="the dossier").says("dossier", held=True)
    flag = raised(discredited(facts, "dossier"), "discredited_source")
    assert flag.reason == "What the dossier said was discredited by the agency; no origin is left."


def test_where_another_origin_is_left_it_is_a_warning() -> None:
    facts = discredited(dossier().says("witness", held=True), "dos")
    flag = raised(facts, "discredited_source")
    assert flag.severity == "warning"
    assert flag.reason.endswith("; other support remains.")


def test_a_discredited_row_that_led_to_no_support_raises_nothing() -> None:
    facts = discredited(dossier().denies("denier", held=True), "denier")
    assert flag(facts, "discredited_source") is None


def test_a_discredited_denial_that_is_still_passed_on_is_named_without_a_word_on_support() -> None:
    facts = dossier().denies("denier").reports("paper", cites="denier")
    flag = raised(discredited(facts, "denier"), "discredited_source")
    assert flag.reason == "What denier said was discredited by the agency; paper still passes it on."


def test_who_showed_it_may_be_an_attribution_or_another_claim() -> None:
    facts = dossier().says("expert", "expert", "questions", held=True)
    shown = raised(facts.decided("discredited", ("attribution", "dos"), attribution="expert"), "discredited_source")
    assert shown.reason.startswith("What the dossier said was discredited by expert; ")
    by_claim = raised(dossier().decided("discredited", ("attribution", "dos"), claim="dossier-forged"), "discredited_source")
    assert by_claim.reason.startswith("What the dossier said was discredited by the findings on “dossier-forged”; ")


def test_it_counts_from_the_day_on_which_it_was_shown() -> None:
    facts = dossier().decided("discredited", ("attribution", "dos"), source="agency", happened_at="2024-06-20")
    assessment = facts.assess()
    assert assessment.support.at_least == 1
    assert assessment.due_at is not None


def test_a_position_that_a_discredited_one_replaced_is_not_revived() -> None:
    facts = Facts().source("agency").says("first", "us", "denies", said_at="2024-06-01", held=True)
    facts.says("second", "us", said_at="2024-06-05", held=True)
    assessment = discredited(facts, "second").assess()
    assert (assessment.support.at_most, assessment.denial.at_most) == (0, 0)


def test_a_review_settles_it_while_the_findings_remain() -> None:
    facts = discredited(dossier(), "dos")
    findings = facts.assess().findings_digest
    facts.decided("reviewed", ("attribution", "dos"), findings=findings)
    assert flag(facts, "discredited_source") is None
    assert flag(facts.says("witness", held=True), "discredited_source") is not None

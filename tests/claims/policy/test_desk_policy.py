"""What a desk may set in addition to the rules' numbers: a flag's severity, and whether it is raised."""

from __future__ import annotations

from claims.policy.assess import ALWAYS_ON, RULES
from claims.policy.facts import Thresholds
from tests.claims.policy.build import Facts


def contested() -> Facts:
    return Facts().says("us", held=True).denies("moscow").stake("us", 1).stake("moscow", -1)


def codes(facts: Facts, **policy: object) -> list[tuple[str, str]]:
    return [(flag.code, flag.severity) for flag in facts.assess(Thresholds(**policy)).flags]  # type: ignore[arg-type]


def test_a_flag_takes_the_severity_that_the_desk_gives_it_and_its_place_among_the_others() -> None:
    plain = codes(contested())
    assert plain[0] == ("contested", "critical")
    assert ("undocumented", "info") in plain

    graded = codes(contested(), severities=(("contested", "info"), ("undocumented", "critical")))

    assert graded[0] == ("undocumented", "critical")
    assert ("contested", "info") in graded
    assert sorted(code for code, _ in graded) == sorted(code for code, _ in plain)


def test_a_flag_that_is_switched_off_is_not_raised_and_nothing_else_changes() -> None:
    plain = contested().assess()
    without = contested().assess(Thresholds(switched_off=frozenset({"undocumented", "single_origin"})))

    assert {flag.code for flag in plain.flags} - {flag.code for flag in without.flags} == {"undocumented", "single_origin"}
    assert (without.status, without.findings_digest, without.explanation) == (
        plain.status,
        plain.findings_digest,
        plain.explanation,
    )


def test_every_flag_that_is_always_on_has_a_rule() -> None:
    assert {rule.code for rule in RULES} >= ALWAYS_ON

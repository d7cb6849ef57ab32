"""Status, the order of flags, what the digests depend on, when an assessment is due, and the explanation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.policy.assess import RULES, Assessment, facts_digest, policy_version
from claims.policy.facts import Directory, Member, Thresholds
from claims.policy.findings import Rule
from claims.vocabulary import Severity
from tests.claims.policy.build import CLOCK, NOW, Facts, rival


def codes(assessment: Assessment) -> list[str]:
    return [flag.code for flag in assessment.flags]


# Status


def two_named() -> Facts:
    return Facts().says("us", held=True).says("rok", held=True)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        pytest.param(Facts(), "unsourced", id="nothing"),
        pytest.param(Facts().says("us", stance="questions"), "unsourced", id="a question"),
        pytest.param(Facts().says("us", scope="partial"), "unverified", id="partial support"),
        pytest.param(Facts().says("paper", basis="unstated"), "unverified", id="an assertion without a source"),
        pytest.param(Facts().says("a", cites="b").says("b", cites="a", held=True), "unverified", id="a closed circle"),
        pytest.param(Facts().says("us"), "unverified", id="one origin"),
        pytest.param(two_named(), "corroborated", id="two origins"),
        pytest.param(two_named().stake("us", 1).stake("rok", 1), "unverified", id="two origins with a stake"),
        pytest.param(two_named().denies("moscow"), "contested", id="two origins and a denial"),
        pytest.param(two_named().denies("moscow", scope="partial"), "corroborated", id="two origins and a partial denial"),
        pytest.param(Facts().says("us", scope="partial").denies("moscow"), "unverified", id="partial support and a denial"),
    ],
)
def test_status_is_the_first_that_matches(facts: Facts, status: str) -> None:
    assert facts.assess().status == status


def test_a_claim_with_denials_only_is_unsourced_and_flagged_denied_only() -> None:
    assessed = Facts().denies("moscow", held=True).assess()
    assert assessed.status == "unsourced"
    assert {"denied_only", "unsourced"} <= set(codes(assessed))


def test_the_desks_thresholds_decide_what_is_corroborated() -> None:
    assert two_named().assess(Thresholds(min_on_record=3)).status == "unverified"
    assert Facts().says("us").assess(Thresholds(min_on_record=1)).status == "corroborated"


def test_policy_version_names_rules_and_thresholds() -> None:
    assert policy_version(Thresholds(version=7)).endswith("+7")


# Flags


def test_flags_are_sorted_most_severe_first_and_then_by_code() -> None:
    facts = Facts().unnamed("diplomat", "paper", lacks=("a description",)).says("diplomat")
    facts.source("paper", publishes=True).reports("paper", cites="diplomat").reports("post", cites="paper", held=True)
    facts.denies("moscow").says("dead", withdrawn_at="")
    flags = facts.assess().flags
    ranks = [(Severity.words().index(flag.severity), flag.code) for flag in flags]
    assert ranks == sorted(ranks)
    assert len({rank for rank, _ in ranks}) == len(Severity.words())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_named_after_its_file_and_has_a_twin_test(rule: Rule) -> None:
    assert rule.check.__module__ == f"claims.policy.rules.{rule.code}"
    assert (Path(__file__).parent / "rules" / f"test_{rule.code}.py").is_file()


def test_a_well_sourced_claim_has_no_flag() -> None:
    assert two_named().judged_independent("us", "rok").assess().flags == ()


# The findings digest: an editor's decision is bound to it


def reprinted(times: int) -> Facts:
    facts = Facts().says("chief").reports("ap", cites="chief", held=True)
    for number in range(times):
        facts.reports(f"reprint-{number}", copies="ap", held=True)
    return facts


def test_a_31st_reprint_leaves_the_findings_digest_alone() -> None:
    assert reprinted(31).assess().findings_digest == reprinted(30).assess().findings_digest


def test_a_31st_outlet_that_cites_the_story_leaves_it_alone() -> None:
    facts = reprinted(30)
    before = facts.assess().findings_digest
    assert facts.reports("outlet", cites="ap", held=True).assess().findings_digest == before


def test_another_statement_of_a_denier_leaves_it_alone() -> None:
    facts = two_named().denies("moscow", held=True)
    before = facts.assess().findings_digest
    assert facts.denies("moscow-again", "moscow", held=True).assess().findings_digest == before


def test_the_keys_of_rows_do_not_enter_it() -> None:
    one = Facts().says("us").denies("a", "moscow").denies("b", "pyongyang")
    other = Facts().says("us").denies("b", "moscow").denies("a", "pyongyang")
    assert one.assess().findings_digest == other.assess().findings_digest


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda facts: facts.says("mayor"), id="a new origin"),
        pytest.param(lambda facts: facts.denies("mayor"), id="a new denier"),
        pytest.param(lambda facts: facts.denies("mayor", scope="partial"), id="a new partial denier"),
        pytest.param(lambda facts: facts.stake("chief", 1), id="a stake of the only origin"),
        pytest.param(lambda facts: facts.says("post", basis="unstated"), id="an assertion without a source"),
        pytest.param(lambda facts: facts.rows.pop("chief"), id="the origin voided"),
        pytest.param(lambda facts: facts.rows["chief"].update(withdrawn_at=""), id="the origin withdrawn"),
        pytest.param(lambda facts: facts.rows["chief"].update(source="mayor") or facts.source("mayor"), id="another witness"),
        pytest.param(lambda facts: facts.sources["chief"].update(plural=True), id="an open count"),
    ],
)
def test_everything_that_a_decision_rests_on_changes_it(change: Callable[[Facts], Any]) -> None:
    facts = reprinted(1)
    before = facts.assess().findings_digest
    change(facts)
    assert facts.assess().findings_digest != before


def test_a_new_route_to_the_same_origins_changes_it() -> None:
    facts = Facts().says("us").says("rok").reports("paper", cites=["us", "rok"], held=True)
    facts.unnamed("aide", "paper").says("aide").rows["paper"]["cites"] = ["us", "rok", "aide"]
    before = facts.assess()
    after = facts.reports("post", cites="aide", held=True).assess()
    assert (before.support.routes, after.support.routes) == (1, 2)
    assert before.support[:5] == after.support[:5]
    assert after.findings_digest != before.findings_digest


# The facts digest: an assessment with the same one need not be repeated


def everything() -> Facts:
    facts = Facts().source("us", country="US", organisation=(90,)).source("paper", publishes=True)
    facts.unnamed("diplomat", "paper", country="RU", organisation=(91,), lacks=("a description",))
    facts.source("parent", family="us").says("us-says", "us", held=True, said_at="2024-06-01", withdrawn_at="2024-06-13")
    facts.says("dip", "diplomat").reports("paper", cites="dip").reports("reprint", "paper", copies="paper")
    facts.contradictions = (rival("other", "Moscow"),)
    facts.window = ("2024-05", "2024-06")
    return facts.stake("us", 1)


def digest(facts: Facts) -> str:
    return facts_digest(facts.claim(), facts.directory())


SOURCE_CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("us", {"label": "U.S."}),
    ("us", {"country": "KR"}),
    ("us", {"organisation": (92,)}),
    ("us", {"plural": True}),
    ("us", {"publishes": True}),
    ("us", {"voice": "parent"}),
    ("us", {"family": "paper"}),
    ("diplomat", {"vouchers": ("us",)}),
    ("diplomat", {"country": "KP"}),
    ("diplomat", {"organisation": (90,)}),
    ("diplomat", {"lacks": ()}),
    ("diplomat", {"plural": True}),
    ("parent", {"country": "KP"}),
    ("parent", {"organisation": (93,)}),
    ("parent", {"family": "parent"}),
]
ROW_CHANGES: list[dict[str, Any]] = [
    {"source": "paper"},
    {"stance": "denies"},
    {"scope": "partial"},
    {"basis": "unstated"},
    {"said_at": "2024-06-02"},
    {"withdrawn_at": None},
    {"withdrawn_at": ""},
    {"supersedes": "dip"},
    {"held": False},
    {"cites": "dip"},
    {"copies": "dip"},
]
CLAIM_CHANGES: list[Callable[[Facts], Any]] = [
    lambda facts: facts.stakes.clear(),
    lambda facts: facts.stake("paper", -1),
    lambda facts: setattr(facts, "contradictions", ()),
    lambda facts: setattr(facts, "contradictions", (rival("other", "Moscow", interested=True),)),
    lambda facts: setattr(facts, "window", ("2024-04", "2024-06")),
    lambda facts: setattr(facts, "window", ("2024-05", "2024-07")),
    lambda facts: setattr(facts, "recorded_at", NOW - timedelta(days=1)),
    lambda facts: setattr(facts, "last_recorded_at", NOW - timedelta(days=1)),
    lambda facts: facts.judged_independent("diplomat", "us"),
    lambda facts: facts.judged_independent("diplomat", "parent"),
    lambda facts: facts.says("another"),
    lambda facts: facts.decided("reaffirmed"),
]


@pytest.mark.parametrize(("source", "fields"), SOURCE_CHANGES, ids=str)
def test_the_facts_digest_changes_with_each_trait_of_a_source(source: str, fields: dict[str, Any]) -> None:
    facts = everything()
    before = digest(facts)
    facts.sources[source].update(fields)
    assert digest(facts) != before


@pytest.mark.parametrize("fields", ROW_CHANGES, ids=str)
def test_the_facts_digest_changes_with_each_field_of_a_row(fields: dict[str, Any]) -> None:
    facts = everything()
    before = digest(facts)
    facts.rows["us-says"].update(fields)
    assert digest(facts) != before


@pytest.mark.parametrize("change", CLAIM_CHANGES)
def test_the_facts_digest_changes_with_each_fact_of_the_claim(change: Callable[[Facts], Any]) -> None:
    facts = everything()
    before = digest(facts)
    change(facts)
    assert digest(facts) != before


def test_the_facts_digest_changes_with_the_voice_of_whom_we_asked_for_comment() -> None:
    facts = everything().source("press-office").decided("comment_requested", source="press-office")
    before = digest(facts)
    facts.sources["press-office"]["voice"] = "us"
    assert digest(facts) != before


def test_a_source_that_the_claim_has_nothing_to_do_with_leaves_the_facts_digest_alone() -> None:
    facts = everything()
    before = digest(facts)
    assert digest(facts.source("bystander").unnamed("aide", "bystander")) == before


def test_the_order_in_which_families_and_judgements_are_given_leaves_the_facts_digest_alone() -> None:
    facts = everything().judged_independent("diplomat", "us").judged_independent("diplomat", "parent")
    known = facts.directory()
    turned = Directory(
        dict(reversed(known.sources.items())),
        {family: tuple(reversed(members)) for family, members in reversed(known.families.items())},
        frozenset(sorted(known.independent, reverse=True)),
    )
    assert all(isinstance(member, Member) for members in turned.families.values() for member in members)
    assert facts_digest(facts.claim(), turned) == digest(facts)


# When it is due


@pytest.mark.parametrize(
    ("fields", "due_at"),
    [
        ({"said_at": "2024-06-20"}, datetime(2024, 6, 19, 10, tzinfo=UTC)),  # when that day begins furthest east
        ({"said_at": "2024-07"}, datetime(2024, 6, 30, 10, tzinfo=UTC)),
        ({"said_at": "2024-06-12T12:30Z"}, datetime(2024, 6, 12, 12, 30, tzinfo=UTC)),
        ({"withdrawn_at": "2024-06-15"}, datetime(2024, 6, 14, 10, tzinfo=UTC)),
        ({"said_at": "2024-06-20", "withdrawn_at": "2024-06-25"}, datetime(2024, 6, 19, 10, tzinfo=UTC)),
        ({"said_at": "2024-06-12", "withdrawn_at": ""}, NOW + timedelta(days=90)),
        ({}, NOW + timedelta(days=90)),
    ],
)
def test_an_assessment_is_due_when_something_dated_ahead_is_said_or_withdrawn(fields: dict[str, str], due_at: datetime) -> None:
    facts = Facts().says("us", **fields)
    assert facts.assess().due_at == due_at
    reached = CLOCK._replace(now=due_at, said_until=due_at.strftime("%Y-%m-%dT%H:%MZ"))
    later = facts.assess(clock=reached).due_at
    assert later is None or later > due_at


# The sentence


def unnamed_diplomat() -> Facts:
    facts = Facts().source("vedomosti", label="Vedomosti").unnamed("diplomat", "vedomosti", label="a diplomat")
    return facts.says("dip", "diplomat").reports("ved", "vedomosti", cites="dip", held=True)


def crowd(number: int) -> Facts:
    facts = Facts()
    for index in range(number):
        facts.says(f"s{index}", held=True)
    return facts


def denied_by(number: int, *, accused: int) -> Facts:
    facts = Facts().says("us", held=True)
    for index in range(number):
        facts.denies(f"D{index}", held=True)
    for index in range(accused):
        facts.stake(f"D{index}", -1)
    return facts


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(Facts(), "No current source supports it.", id="nothing"),
        pytest.param(Facts().says("us", held=True), "1 independent origin (us).", id="one origin"),
        pytest.param(two_named(), "2 independent origins (rok, us); independence not judged.", id="two origins"),
        pytest.param(
            crowd(6),
            "6 independent origins (s0, s1, s2, s3, s4, …); independence not judged.",
            id="more origins than are shown",
        ),
        pytest.param(
            Facts().unnamed("others", "paper", plural=True).says("others", held=True).says("us", held=True).stake("us", 1),
            "At least 1 independent origin (us), at most 2 or more; the only named origin has a stake.",
            id="an open count",
        ),
        pytest.param(
            unnamed_diplomat(),
            "1 independent origin (a diplomat); all support reached us through Vedomosti; none of it on the record.",
            id="an unnamed origin through one relay",
        ),
        pytest.param(
            Facts().source("a", label="the Agency").says("a", cites="b").says("b", cites="a", held=True),
            "No origin, only a closed circle of citations (the Agency and b).",
            id="a closed circle",
        ),
        pytest.param(
            Facts().says("Bloomberg", basis="unstated"), "Asserted by Bloomberg, which names no source.", id="an own voice"
        ),
        pytest.param(Facts().says("us", scope="partial"), "Supported only in part, by us.", id="partial support"),
        pytest.param(
            two_named().stake("us", 1).stake("rok", 1).denies("moscow", held=True).stake("moscow", -1),
            "2 independent origins (rok, us); both accusers have a stake; denied by moscow, the accused.",
            id="accusers and the accused",
        ),
        pytest.param(
            denied_by(3, accused=3), "1 independent origin (us); denied by D0, D1 and D2, all accused.", id="all accused"
        ),
        pytest.param(
            denied_by(3, accused=1), "1 independent origin (us); denied by D0, D1 and D2; D0 is accused.", id="one accused"
        ),
        pytest.param(
            Facts().says("us", held=True).denies("moscow", scope="partial"),
            "1 independent origin (us); denied in part by moscow.",
            id="a partial denial",
        ),
        pytest.param(
            Facts().denies("a", cites="b").denies("b", cites="a", held=True),
            "No current source supports it; denied only in a closed circle of citations.",
            id="a closed circle of denials",
        ),
    ],
)
def test_the_explanation_of(facts: Facts, sentence: str) -> None:
    assert facts.assess().explanation == sentence


def test_the_sentence_says_which_of_the_deniers_is_accused() -> None:
    facts = Facts().source("duda", label="Andrzej Duda").source("moscow", label="Moscow").says("us", held=True)
    facts.denies("duda", held=True).denies("moscow", held=True).stake("moscow", -1)
    assert facts.assess().explanation.endswith("; denied by Andrzej Duda and Moscow; Moscow is accused.")


def test_a_spokesman_who_denies_it_is_not_said_to_be_the_accused() -> None:
    facts = Facts().source("moscow", label="Moscow").source("spokesman", label="the spokesman", voice="moscow")
    facts.says("us", held=True).denies("spokesman", held=True).stake("moscow", -1)
    assert facts.assess().explanation.endswith("; denied by the spokesman; Moscow is accused.")


@pytest.mark.parametrize(
    ("outlets", "sentence"),
    [(("A", "B"), "Asserted by A and B, neither of which names a source."),
     (("A", "B", "C"), "Asserted by A, B and C, none of which names a source.")],
)  # fmt: skip
def test_of_several_outlets_none_names_a_source(outlets: tuple[str, ...], sentence: str) -> None:
    facts = Facts()
    for outlet in outlets:
        facts.says(outlet, basis="unstated")
    assert facts.assess().explanation == sentence


def test_several_who_are_accused_and_did_not_deny_it_themselves_are_named_in_the_plural() -> None:
    facts = Facts().source("rebels", label="the rebels", plural=True).says("us", held=True).stake("rebels", -1)
    facts.tie("spokesman", "speaks_for", "rebels").denies("spokesman", held=True)
    assert facts.assess().explanation.endswith("denied by spokesman; the rebels are accused.")

"""The worked examples of docs/independence.md, each carried by one article that the desk holds."""

from __future__ import annotations

import pytest

from claims.policy.origins.independence import Side
from tests.claims.policy.build import Facts, flag


def numbers(side: Side) -> tuple[str, int, int, int, list[str]]:
    most = f"{side.at_most}{'+' if side.open else ''}"
    return f"{side.at_least}–{most}", side.on_record, side.disinterested, side.routes, [g.key for g in side.gateways]


def accusers_and_deniers(facts: Facts) -> Facts:
    facts.source("bloomberg", label="Bloomberg News", publishes=True)
    facts.source("us", label="U.S.").source("rok", label="South Korea")
    facts.source("moscow", label="Moscow").source("pyongyang", label="Pyongyang")
    facts.unnamed("others", "bloomberg", plural=True).unnamed("researchers", "bloomberg", plural=True)
    for source in ("us", "rok"):
        facts.stake(source, 1)
    for source in ("moscow", "pyongyang"):
        facts.stake(source, -1)
    return facts


def arms() -> Facts:
    facts = accusers_and_deniers(Facts())
    facts.says("us-says", "us").says("rok-says", "rok").says("others-say", "others")
    facts.says("research-photos", "researchers", basis="evidence").says("us-photos", "us", basis="evidence")
    facts.denies("moscow-denies", "moscow").denies("pyongyang-denies", "pyongyang")
    facts.reports("bb", "bloomberg", cites=list(facts.rows))
    return facts.reports("sr", "spokesman-review", copies="bb", held=True)


def arms_with_statements(*, family_link: bool = False) -> Facts:
    facts = arms()
    if family_link:
        facts.sources["rok"]["family"] = "us"
    facts.rows["us-says"]["held"] = facts.rows["rok-says"]["held"] = True
    return facts.says("csis-says", "csis", basis="evidence", held=True)


def visit(**vedomosti: object) -> Facts:
    facts = Facts().source("vedomosti", publishes=True).unnamed("diplomat", "vedomosti")
    facts.says("dip", "diplomat").says("mats", "matsegora", scope="partial")
    facts.reports("ved", "vedomosti", cites=["dip", "mats"], **vedomosti)
    return facts.reports("bb", "bloomberg", cites="ved").reports("sr", "spokesman-review", copies="bb", held=True)


def two_outlets() -> Facts:
    facts = Facts().unnamed("diplomat-a", "outlet-a").unnamed("diplomat-b", "outlet-b")
    facts.says("diplomat-a").reports("outlet-a", cites="diplomat-a", held=True)
    return facts.says("diplomat-b").reports("outlet-b", cites="diplomat-b", held=True)


def two_countries() -> Facts:
    facts = Facts().unnamed("us-official", "outlet", country="US").unnamed("cn-official", "outlet", country="CN")
    facts.says("us-official").says("cn-official")
    return facts.reports("outlet", cites=["us-official", "cn-official"], held=True)


def three_descriptions() -> Facts:
    """Three outlets, each with an official of one government, whose body it says in words of its own: the policy reads none."""
    facts = Facts()
    for outlet in ("outlet-a", "outlet-b", "outlet-c"):
        official = outlet.replace("outlet", "official")
        facts.unnamed(official, outlet, country="US").says(official).reports(outlet, cites=official, held=True)
    return facts


def thirty_outlets() -> Facts:
    facts = Facts().says("chief").reports("ap", cites="chief")
    for number in range(30):
        facts.reports(f"outlet-{number:02}", cites="ap", held=True)
    return facts


def circle() -> Facts:
    return Facts().says("a", cites="b").says("b", cites="c").says("c", cites="a", held=True)


def unheld_circle() -> Facts:
    return Facts().says("paper", cites="wikipedia").says("wikipedia", cites="paper")


def unheld_circle_with_witnesses() -> Facts:
    facts = Facts().says("o-1").says("o-2")
    return facts.reports("a", cites=["b", "o-1"]).reports("b", cites=["a", "o-2"])


def minister_in_office() -> Facts:
    return Facts().tie("minister", "speaks_for", "government", until_on="2014-12-31")


def minister_accuses_the_government() -> Facts:
    facts = minister_in_office().tie("ministry", "part_of", "government")
    facts.says("accuses", "minister", held=True, said_at="2024-03")
    return facts.denies("denied", "ministry", held=True, said_at="2013-05")


def minister_says_it_twice() -> Facts:
    facts = minister_in_office().says("in-office", "minister", held=True, said_at="2013")
    return facts.says("afterwards", "minister", held=True, said_at="2024")


def press_officer() -> Facts:
    facts = Facts().tie("she", "speaks_for", "x", until_on="2015-06-30").tie("she", "speaks_for", "y", from_on="2015-07-01")
    facts.says("x-says", "x", held=True, said_at="2012").denies("y-denies", "y", held=True, said_at="2018")
    facts.says("she-says", "she", held=True, said_at="2013")
    return facts.denies("she-denies", "she", held=True, said_at="2019")


def deputy() -> Facts:
    facts = Facts().tie("deputy", "speaks_for", "ministry").tie("ministry", "part_of", "government")
    facts.tie("deputy", "speaks_for", "government").says("supports", "deputy", held=True, said_at="2013")
    return facts.denies("denies", "government", held=True, said_at="2018")


def state_and_maker() -> Facts:
    facts = Facts().tie("maker", "owned_by", "state").stake("state", -1).says("accuser", held=True)
    return facts.denies("state-denies", "state", held=True).denies("maker-denies", "maker", held=True)


def state_and_service() -> Facts:
    facts = Facts().tie("service", "part_of", "state").stake("service", -1).says("accuser", held=True)
    return facts.denies("state-denies", "state", held=True)


def one_briefer() -> Facts:
    facts = Facts().unnamed("briefer", "ap", "reuters").says("to-ap", "briefer").says("to-reuters", "briefer")
    return facts.reports("ap", cites="to-ap", held=True).reports("reuters", cites="to-reuters", held=True)


def named_himself_since() -> Facts:
    facts = Facts().unnamed("official", "paper").named_since("official", "minister")
    facts.says("official").reports("paper", cites="official", held=True)
    return facts.says("book", "minister", held=True)


def paper_and_bureau() -> Facts:
    facts = Facts().tie("paper-bureau", "part_of", "paper")
    facts.unnamed("us-official", "paper", country="US").unnamed("cn-official", "paper-bureau", country="CN")
    facts.says("us-official").says("cn-official").reports("paper", cites="us-official", held=True)
    return facts.reports("paper-bureau", cites="cn-official", held=True)


def forged_dossier() -> Facts:
    facts = Facts().source("agency").says("dossier", basis="evidence", held=True)
    for service in ("rome", "paris", "london"):
        facts.reports(service, cites="dossier", held=True)
    return facts.decided("discredited", ("attribution", "dossier"), source="agency")


def one_voice_that_hedges_later() -> Facts:
    return Facts().says("then", "jp", held=True, said_at="2011").says("now", "jp", held=True, said_at="2018", hedge="possible")


def reportedly() -> Facts:
    facts = Facts().says("witness").reports("agency", cites="witness", hedge="probable")
    return facts.reports("outlet", cites="agency", held=True)


def two_statements_one_hedged() -> Facts:
    return Facts().says("a", held=True).says("b", held=True, hedge="probable")


@pytest.mark.parametrize(
    ("facts", "side", "expected"),
    [
        pytest.param(forged_dossier(), "support", ("0–0", 0, 0, 0, []), id="a forged dossier"),
        pytest.param(two_statements_one_hedged(), "support", ("2–2", 1, 1, 2, []), id="two statements, one hedged"),
        pytest.param(one_voice_that_hedges_later(), "support", ("1–1", 0, 0, 1, []), id="flat in 2011, possibly in 2018"),
        pytest.param(reportedly(), "support", ("1–1", 0, 0, 1, ["agency", "outlet"]), id="reportedly"),
        pytest.param(unheld_circle(), "support", ("0–1", 0, 0, 0, []), id="a paper and Wikipedia, neither held"),
        pytest.param(unheld_circle_with_witnesses(), "support", ("2–2", 1, 1, 1, []), id="an unheld circle, two witnesses"),
        pytest.param(minister_accuses_the_government(), "support", ("1–1", 1, 1, 1, []), id="a former minister accuses"),
        pytest.param(minister_accuses_the_government(), "denial", ("1–1", 1, 1, 1, []), id="the ministry had denied"),
        pytest.param(minister_says_it_twice(), "support", ("1–2", 1, 1, 1, []), id="in office and afterwards"),
        pytest.param(press_officer(), "support", ("1–1", 1, 1, 1, []), id="a press officer of one body"),
        pytest.param(press_officer(), "denial", ("1–1", 1, 1, 1, []), id="… and later of another"),
        pytest.param(deputy(), "support", ("0–0", 0, 0, 0, []), id="a deputy of a ministry of a government"),
        pytest.param(deputy(), "denial", ("1–1", 1, 1, 1, []), id="… which denies it later"),
        pytest.param(state_and_maker(), "denial", ("1–2", 1, 0, 1, []), id="the state and what it owns"),
        pytest.param(state_and_service(), "denial", ("1–1", 1, 0, 1, []), id="the state and its accused service"),
        pytest.param(one_briefer(), "support", ("1–1", 0, 0, 1, []), id="one briefer of two outlets"),
        pytest.param(named_himself_since(), "support", ("1–1", 1, 1, 1, []), id="one who named himself since"),
        pytest.param(paper_and_bureau(), "support", ("1–2", 0, 0, 1, ["paper"]), id="a paper and its bureau"),
        pytest.param(arms(), "support", ("2–4+", 1, 0, 1, ["bloomberg"]), id="arms support"),
        pytest.param(arms(), "denial", ("2–2", 1, 0, 1, ["bloomberg"]), id="arms denial"),
        pytest.param(arms_with_statements(), "support", ("3–5+", 3, 1, 4, []), id="with statements"),
        pytest.param(arms_with_statements(family_link=True), "support", ("2–5+", 2, 1, 3, []), id="with a family link"),
        pytest.param(visit(), "support", ("1–1", 0, 0, 1, ["bloomberg", "vedomosti"]), id="visit"),
        pytest.param(visit(withdrawn_at="2024-06-11"), "support", ("0–0", 0, 0, 0, []), id="Vedomosti withdraws"),
        pytest.param(two_outlets(), "support", ("1–2", 0, 0, 2, []), id="two outlets, a diplomat each"),
        pytest.param(two_countries(), "support", ("1–2", 0, 0, 1, ["outlet"]), id="one outlet, two countries"),
        pytest.param(three_descriptions(), "support", ("1–3", 0, 0, 3, []), id="three outlets, three wordings"),
        pytest.param(thirty_outlets(), "support", ("1–1", 1, 1, 1, ["ap"]), id="thirty outlets, one AP story"),
        pytest.param(circle(), "support", ("0–1", 0, 0, 0, []), id="closed circle"),
        pytest.param(Facts().says("outlet", basis="unstated", held=True), "support", ("0–1", 0, 0, 0, []), id="own voice"),
        pytest.param(Facts().says("a", held=True).says("b", held=True), "support", ("2–2", 2, 2, 2, []), id="two statements"),
    ],
)
def test_worked_example(facts: Facts, side: str, expected: tuple[str, int, int, int, list[str]]) -> None:
    assert numbers(getattr(facts.case(), side)) == expected


def test_all_who_deny_for_an_accused_owner_have_a_stake() -> None:
    raised = flag(state_and_maker(), "contested")
    assert (raised.level, raised.reason) == ("party", "Denied by maker and state; everyone who opposes it has a stake.")
    assert state_and_maker().assess().explanation.endswith("denied by maker and state; state is accused.")


def test_the_paper_and_wikipedia_that_cite_each_other_are_circular() -> None:
    raised = flag(unheld_circle(), "circular")
    assert (raised.severity, raised.reason) == (
        "critical",
        "Paper and wikipedia cite each other in a circle, with no origin behind it.",
    )


def test_the_sentence_of_the_arms_example() -> None:
    assert arms().assess().explanation == (
        "At least 2 independent origins (South Korea, U.S.), at most 4 or more; all support reached us through Bloomberg News; "
        "both accusers have a stake; denied by Moscow and Pyongyang, both accused."
    )

"""unnamed_unapproved: an unnamed source is used without what the desk's rules require."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag

CODE = "unnamed_unapproved"


def unnamed(*lacks: str) -> Facts:
    facts = Facts().unnamed("diplomat", "paper", label="a diplomat", lacks=lacks).says("dip", "diplomat")
    return facts.reports("paper", cites="dip", held=True)


def test_everything_that_an_unnamed_source_lacks_is_listed() -> None:
    raised = flag(unnamed("a reason for anonymity", "an approving editor"), CODE)
    assert (raised.severity, raised.level, raised.culprits) == ("warning", "", (("source", "diplomat"),))
    assert raised.reason == "Missing for a diplomat: a reason for anonymity and an approving editor."


def test_two_sources_are_each_listed_once() -> None:
    facts = unnamed("a description").unnamed("envoy", "paper", lacks=("an approving editor",)).says("env", "envoy")
    raised = flag(facts.says("dip-again", "diplomat"), CODE)
    assert raised.reason == "Missing for a diplomat: a description; missing for envoy: an approving editor."
    assert raised.culprits == (("source", "diplomat"), ("source", "envoy"))


def test_supplying_what_is_missing_clears_it() -> None:
    assert flag(unnamed(), CODE) is None


def test_a_source_whose_row_was_withdrawn_is_no_longer_in_use() -> None:
    facts = unnamed("a description")
    facts.rows["dip"]["withdrawn_at"] = "2024-06-01"
    assert flag(facts, CODE) is None


def test_an_unnamed_denier_and_an_unnamed_voice_of_doubt_are_in_use() -> None:
    for stance in ("denies", "questions", "declined"):
        assert flag(Facts().unnamed("aide", "paper", lacks=("a description",)).says("aide", stance=stance), CODE)

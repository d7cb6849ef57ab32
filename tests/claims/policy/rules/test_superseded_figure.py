"""A newer claim that supersedes this one is named, with its figure."""

from __future__ import annotations

import pytest

from claims.policy.facts import NewerClaim, Outside, Quantity
from claims.policy.outsiders import as_outsiders_see
from claims.policy.sentences import quantity_text
from tests.claims.policy.build import Facts, flag, raised

MILLIONS = Quantity("2000000", "3000000", "shells", "2024-09")


def shells(*newer: NewerClaim, quantity: Quantity | None = None) -> Facts:
    facts = Facts().says("us")
    facts.quantity, facts.newer = quantity, newer
    return facts


def test_the_newer_figure_is_told_where_both_state_one() -> None:
    found = raised(shells(NewerClaim("shells-2024-09", MILLIONS), quantity=Quantity("1000000", "1000000")), "superseded_figure")

    assert found.reason == "“shells-2024-09” gives a newer figure: 2 to 3 million shells as of 2024-09."
    assert (found.severity, found.culprits) == ("info", (("claim", "shells-2024-09"),))


@pytest.mark.parametrize(("own", "newer"), [(None, MILLIONS), (MILLIONS, None), (None, None)])
def test_without_two_figures_only_the_claim_is_named(own: Quantity | None, newer: Quantity | None) -> None:
    found = raised(shells(NewerClaim("later", newer), quantity=own), "superseded_figure")

    assert found.reason == "“later” supersedes this claim."


def test_several_newer_claims_are_all_named() -> None:
    found = raised(shells(NewerClaim("a", MILLIONS), NewerClaim("b"), quantity=MILLIONS), "superseded_figure")

    assert found.reason == ("“a” gives a newer figure: 2 to 3 million shells as of 2024-09; “b” supersedes this claim.")


def test_without_a_newer_claim_nothing_is_raised() -> None:
    assert flag(shells(quantity=MILLIONS), "superseded_figure") is None


def test_the_status_stays_and_the_newer_claims_are_listed_also_where_it_was_merged() -> None:
    facts = shells(NewerClaim("later"))
    merged = shells(NewerClaim("later")).decided("merged", claim="other")

    assert facts.assess().status == shells().assess().status
    assert facts.assess().superseded_by == merged.assess().superseded_by == ("later",)
    assert merged.assess().flags == ()


def test_outsiders_see_only_newer_claims_that_are_not_hidden() -> None:
    facts = shells(NewerClaim("hidden"), NewerClaim("open")).claim()
    outside = facts._replace(outside=Outside((), (), None, (NewerClaim("open"),)))

    assert as_outsiders_see(outside).newer == (NewerClaim("open"),)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity("3000000", "3000000"), "3 million"),
        (Quantity("3000000", "3000000.00"), "3 million"),
        (Quantity("3000000", ""), "at least 3 million"),
        (Quantity("", "10000", "troops"), "up to 10,000 troops"),
        (Quantity("900000", "1250000"), "900,000 to 1.25 million"),
        (Quantity("2000000", "3000000000"), "2 million to 3 billion"),
        (Quantity("1234567", "1234567"), "1,234,567"),
        (Quantity("-2.50", "-2.50", "percent"), "-2.50 percent"),
        (Quantity("999999999999999999.123456", ""), "at least 999,999,999,999,999,999.123456"),
    ],
)
def test_figures_read_as_people_say_them_without_losing_a_digit(quantity: Quantity, text: str) -> None:
    assert quantity_text(quantity) == text

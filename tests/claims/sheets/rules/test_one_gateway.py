"""All support of the story's claims through one source."""

from __future__ import annotations

from claims.sheets.rules.one_gateway import check
from claims.sheets.values import Story
from tests.claims.exports.published_claims import side
from tests.claims.sheets.stories import body, reported, said, story


def reasons(of: Story) -> list[str]:
    return [flag.reason for flag in check(of)]


def test_it_is_raised_where_all_supported_claims_share_a_gateway() -> None:
    passed = reported(body("a", through=("agency", "post")))
    asserted = reported(body("b", said("agency"), origins=0), asserted_by=frozenset({"agency"}))
    denied = reported(body("c", support=side(0, 0)))

    (flag,) = check(story(passed, asserted, denied))

    assert flag.reason == "All support for two claims of this story came from or through Agency."
    assert (flag.code, flag.severity, flag.claims) == ("one_gateway", "warning", ("a", "b"))


def test_several_shared_gateways_are_all_named() -> None:
    claims = [reported(body(key, through=("agency", "post"))) for key in "ab"]
    assert reasons(story(*claims)) == ["All support for two claims of this story came from or through Agency and through Post."]


def test_it_is_not_raised_where_one_claim_has_another_route() -> None:
    a = reported(body("a", through=("agency",)))
    assert reasons(story(a, reported(body("b", through=("post",))))) == []
    assert reasons(story(a, reported(body("b")))) == []
    assert reasons(story(a, reported(body("b", origins=0)))) == []  # a closed circle
    assert reasons(story(a, reported(body("b", origins=0), asserted_by=frozenset({"agency", "post"})))) == []


def test_it_takes_two_claims_that_are_still_assessed() -> None:
    a, b = (reported(body(key, through=("agency",))) for key in "ab")
    assert reasons(story(a)) == []
    assert reasons(story(a, b._replace(retired="merged"))) == []
    assert reasons(story()) == []

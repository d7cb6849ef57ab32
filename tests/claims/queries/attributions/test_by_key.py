"""Attributions and their links are found by their keys within one claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.models import Attribution, Citation
from claims.operations.attributions.changes import strike_link
from claims.queries.attributions.by_key import attribution_of, attributions_by_key, keys_taken, link_of
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


@pytest.fixture
def two(loaded: Load) -> None:
    """Two claims with attributions of the same keys."""
    rows = row("ada"), row("post", cites=["ada"]), row("slip", "ada", voided={"reason": "typed twice"})
    loaded(sources=[person("ada"), outlet("post")], claims=[claim("c", *rows), claim("d", row("ada"))])


def test_a_key_means_the_attribution_of_that_claim_alone(two: None) -> None:
    found = attribution_of(pk("d"), "ada")
    assert found is not None
    assert found.claim_id == pk("d")
    assert attribution_of(pk("d"), "post") is None
    assert {key: one.claim_id for key, one in attributions_by_key(pk("c"), ["ada", "none"]).items()} == {"ada": pk("c")}


def test_the_key_of_a_voided_attribution_stays_taken(two: None) -> None:
    assert keys_taken(pk("c"), {"slip", "ada", "free"}) == {"slip", "ada"}
    assert keys_taken(pk("d"), {"slip"}) == set()


def test_a_link_that_was_struck_out_is_not_in_force(two: None, now: Any) -> None:
    post = Attribution.objects.get(key="post")
    link = Citation.objects.get()
    assert link_of(post, "ada") == link

    strike_link(link, because(now))

    assert link_of(post, "ada") is None

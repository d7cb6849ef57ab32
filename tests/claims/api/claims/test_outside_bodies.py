"""Published claims name others; anonymous callers cannot find out which of those are hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from claims.models import Claim
from claims.operations.merges.merge import merge
from claims.verification import Change
from tests.cases import claim, person, row
from tests.factcheck.api.asking import caller

HIDDEN = "secret-matter"


@pytest.fixture
def anybody(loaded: Callable[..., Any], settings: LazySettings) -> Client:
    settings.API_ANONYMOUS_READ, settings.API_ANONYMOUS_PER_MINUTE = True, 1_000
    relations = [{"kind": "contradicts", "claim": HIDDEN}, {"kind": "restates", "claim": "seen"}]
    loaded(
        sources=[person("ada"), person("ben")],
        claims=[
            claim(HIDDEN, row("ben"), public=False),
            claim("seen", row("ben")),
            claim("open", row("ada"), relations=relations),
        ],
    )
    return Client()


def shown(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"/api/v1/{path}", headers=headers)


def test_a_hidden_claim_is_never_named_to_anonymous_callers(anybody: Client) -> None:
    for path in ("claims/", "claims.ndjson", "claims/open/", "claims/open/relations/"):
        answer = shown(anybody, path)
        assert answer.status_code == 200, path
        sent = b"".join(answer) if answer.streaming else answer.content
        assert HIDDEN.encode() not in sent, path
        assert b'"seen"' in sent, path
    assert "contested" not in str(shown(anybody, "claims/open/").json())
    assert "contested" in str(caller().get("claims/open/").json()["flags"])
    assert shown(anybody, f"claims/{HIDDEN}/").status_code == 404
    assert HIDDEN in str(caller().get("claims/open/").json()["relations"])


def test_once_it_is_published_the_answer_has_another_etag(anybody: Client, loaded: Callable[..., Any]) -> None:
    etag = shown(anybody, "claims/open/")["ETag"]
    assert shown(anybody, "claims/open/", **{"If-None-Match": etag}).status_code == 304
    loaded(claims=[claim(HIDDEN, public=True)])
    answer = shown(anybody, "claims/open/", **{"If-None-Match": etag})
    assert (answer.status_code, HIDDEN in str(answer.json()["relations"])) == (200, True)
    assert "Ben supports the contradicting claim" in str(answer.json()["flags"])


def test_what_it_was_merged_into_is_not_shown_either(anybody: Client, now: datetime) -> None:
    ids = dict(Claim.objects.values_list("key", "pk"))
    merge(ids["open"], ids[HIDDEN], Change(now.replace(year=2025), "user:ed", "merged", "The same."))
    answer = shown(anybody, "claims/open/")
    assert (answer.status_code, HIDDEN.encode() in answer.content) == (200, False)
    assert caller().get("claims/open/").json()["merged_into"] == HIDDEN

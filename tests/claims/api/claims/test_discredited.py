"""What readers are told of an attribution that was discredited, and what a hidden claim alone discredits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from claims.body_changes import changes
from claims.models import Decision
from claims.operations.decisions.ledger import strike_decision
from claims.verification import Change
from tests.cases import claim, outlet, person, row
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described

REPORT = {"key": "report", "publisher": "agency", "kind": "report", "title": "On the dossier"}
WHY = "The seals are of another year."


@pytest.fixture
def anybody(settings: LazySettings) -> Client:
    settings.API_ANONYMOUS_READ, settings.API_ANONYMOUS_PER_MINUTE = True, 1_000
    return Client()


def recorded(loaded: Callable[..., Any], **shown: Any) -> None:
    """Record a claim that rests on a dossier alone, discredited as ``shown`` says, beside a hidden claim."""
    rows = (row("dos", "dossier", discredited={"reason": WHY, **shown}), row("rome", stance="reports", cites=["dos"]))
    hidden = claim("secret-matter", row("zoe"), public=False)
    sources = [outlet("rome"), outlet("agency"), person("dossier"), person("zoe")]
    loaded(sources=sources, documents=[REPORT], claims=[hidden, claim("c", *rows)])


def body(client: Any) -> Any:
    return client.get("/api/v1/claims/c/").json() if isinstance(client, Client) else client.get("claims/c/").json()


def dossier(client: Any) -> Any:
    return next(each for each in body(client)["attributions"] if each["key"] == "dos")


def test_a_published_attribution_says_that_it_was_discredited(loaded: Callable[..., Any], anybody: Client) -> None:
    recorded(loaded, document="report", at="2003-03-07")
    shown = {"reason": WHY, "at": "2003-03-07", "by": "agency", "document": "report"}
    for client in (caller(), anybody):
        assert dossier(client)["discredited"] == shown
        assert {"key": "agency", "name": "Agency", "kind": "outlet", "identified": True} in body(client)["sources"]
        assert (body(client)["support"]["at_most"], "withdrawn" in dossier(client)) == (0, False)
    nodes = {node["key"]: node for node in described(caller().get("claims/c/chain/"), "read_chain")["nodes"]}
    assert (nodes["dos"]["ended"], nodes["rome"]["ended"]) == (["discredited"], [])
    described(caller().get("claims/c/"), "read_claim")


def test_once_the_decision_is_struck_nothing_is_said(loaded: Callable[..., Any], clock: Callable[[], datetime]) -> None:
    recorded(loaded, document="report")
    before = body(caller())
    strike_decision(Decision.objects.get(), Change(clock(), "user:eve", "decision struck", "It was genuine."))
    after = body(caller())
    assert "discredited" not in dossier(caller())
    assert "agency" not in {each["key"] for each in after["sources"]}
    assert ("attribution dos, discredited", f"reason: {WHY}, by: agency, document: report", "") in changes(before, after)


def test_what_a_hidden_claim_alone_discredits_counts_for_outsiders(loaded: Callable[..., Any], anybody: Client) -> None:
    recorded(loaded, claim="secret-matter", by="zoe")
    assert dossier(caller())["discredited"] == {"reason": WHY, "by": "zoe", "claim": "secret-matter"}
    assert (body(caller())["status"], body(anybody)["status"]) == ("unsourced", "unverified")
    assert (body(caller())["support"]["at_most"], body(anybody)["support"]["at_most"]) == (0, 1)
    sent = b"".join(anybody.get(f"/api/v1/claims/c/{part}").content for part in ("", "attributions/", "chain/", "chain.svg"))
    assert not [word for word in (b'"discredited"', b"secret-matter", b"zoe", b"Zoe", b'"chain-cross"') if word in sent]
    assert anybody.get("/api/v1/claims/?fields=key&source=zoe").status_code == 400
    found = {most: anybody.get(f"/api/v1/claims/?fields=key&origins_max={most}").json()["claims"] for most in (0, 1)}
    assert found == {0: [], 1: [{"key": "c"}]}


def test_other_evidence_stands_without_the_hidden_claim(loaded: Callable[..., Any], anybody: Client) -> None:
    recorded(loaded, claim="secret-matter", document="report")
    assert dossier(anybody)["discredited"] == {"reason": WHY, "by": "agency", "document": "report"}
    assert body(anybody)["support"]["at_most"] == 0


def test_when_the_claim_is_published_readers_are_told(loaded: Callable[..., Any], anybody: Client) -> None:
    recorded(loaded, claim="secret-matter", by="zoe")
    loaded(claims=[{**claim("secret-matter"), "public": True}])
    assert dossier(anybody)["discredited"] == {"reason": WHY, "by": "zoe", "claim": "secret-matter"}
    assert (body(anybody)["status"], body(anybody)["support"]["at_most"]) == ("unsourced", 0)

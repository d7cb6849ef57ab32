"""The chain of a claim over the API: as data, and as the picture that the desk sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void, withdraw
from claims.verification import Change
from tests.cases import claim, load, outlet, row, unnamed
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(1)</script>"
ARMS = "claims/arms-transfers"


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def drawn(reader: Caller, path: str) -> Any:
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own picture


def test_the_chain_is_reported_as_nodes_and_edges(reader: Caller) -> None:
    shown = described(reader.get(f"{ARMS}/chain/"), "read_chain")
    rows = {each["key"]: each for each in reader.get(f"{ARMS}/").json()["attributions"]}
    nodes = {node["key"]: node for node in shown["nodes"]}
    assert nodes.keys() == rows.keys()
    edges = {(edge["from"], edge["to"], edge["kind"]) for edge in shown["edges"]}
    cites = {(key, cited, "cites") for key, each in rows.items() for cited in each.get("cites", ())}
    assert edges == cites | {(key, each["copies"], "copies") for key, each in rows.items() if each.get("copies")}
    by_source = {node["source"]: node for node in shown["nodes"]}
    assert (by_source["spokesman-review"]["layer"], by_source["spokesman-review"]["held"]) == (0, True)
    assert (by_source["bloomberg"]["layer"], by_source["bloomberg"]["gateway"]) == (1, ["support", "denial"])
    assert shown["layers"] == 3 == 1 + max(node["layer"] for node in shown["nodes"])
    (others,) = [node for node in shown["nodes"] if node["name"] == "Others who accuse"]
    assert (others["identified"], others["vouched_by"]) == (False, "Bloomberg News")
    assert all(nodes[edge["from"]]["layer"] < nodes[edge["to"]]["layer"] for edge in shown["edges"])


def test_what_ended_is_reported_and_what_was_our_error_is_not(reader: Caller, now: Any) -> None:
    rows = {each.source.key: each for each in Attribution.objects.filter(claim__key="arms-transfers").select_related("source")}
    later = now + timedelta(hours=1)
    withdraw(rows["bloomberg"], Change(later, "user:eve", "withdrawn", "Taken back."), by="outlet")
    gone = next(each for each in rows.values() if each.stance == "denies")
    void(gone, Change(later, "user:eve", "voided", "Misread."))
    nodes = {node["key"]: node for node in described(reader.get(f"{ARMS}/chain/"), "read_chain")["nodes"]}
    assert nodes[rows["bloomberg"].key]["ended"] == ["withdrawn"]
    assert gone.key not in nodes


def test_a_circle_is_reported_by_the_edge_that_closes_it(reader: Caller, now: Any) -> None:
    rows = [row("a", cites=["b"]), row("b", cites=["c"]), row("c", cites=["a"])]
    load({"sources": [outlet(key) for key in "abc"], "claims": [claim("round", *rows)]}, at=now)
    shown = described(reader.get("claims/round/chain/"), "read_chain")
    assert [(edge["from"], edge["to"]) for edge in shown["edges"] if edge["closes_circle"]] == [("c", "a")]
    assert sorted(node["layer"] for node in shown["nodes"]) == [0, 1, 2]
    lines = [path.get("data-kind") for path in drawn(reader, "claims/round/chain.svg").iter(f"{SVG}path") if path.get("d")]
    assert lines.count("back") > 1  # its arrow, and the line itself


def test_a_claim_that_nobody_speaks_to_has_an_empty_chain(reader: Caller, now: Any) -> None:
    load({"claims": [claim("bare")]}, at=now)
    shown = described(reader.get("claims/bare/chain/"), "read_chain")
    assert (shown["nodes"], shown["edges"], shown["layers"]) == ([], [], 0)
    drawn(reader, "claims/bare/chain.svg")


def test_the_picture_shows_what_the_data_says(reader: Caller) -> None:
    root = drawn(reader, f"{ARMS}/chain.svg")
    boxes = list(root.iter(f"{SVG}a"))
    assert len(boxes) == len(reader.get(f"{ARMS}/chain/").json()["nodes"])
    titles = {box.findtext(f"{SVG}title"): box.get("class", "") for box in boxes}
    (gateway,) = [title for title, classes in titles.items() if "chain-gateway" in classes]
    assert gateway.startswith("Bloomberg News: reports")
    assert root.findtext(f"{SVG}title") == Claim.objects.get(key="arms-transfers").text


def test_the_picture_is_safe_to_embed(reader: Caller, now: Any) -> None:
    sources = [outlet("s", name=HOSTILE), unnamed("u", "s", name=HOSTILE, description=HOSTILE)]
    rows = [row("s", stance="reports", cites=["u"]), row("u")]
    load({"sources": sources, "claims": [claim("bad", *rows, text=HOSTILE)]}, at=now)
    answer = reader.get("claims/bad/chain.svg")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    root = drawn(reader, "claims/bad/chain.svg")
    known = {"svg", "a", "title", "desc", "style", "defs", "pattern", "marker", "g", "path", "rect", "line", "circle", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= known
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name.rpartition("}")[2] not in ("href", "src")
            assert "url(" not in value.replace("url(#chain-", "")
    style = root.findtext(f"{SVG}style")
    assert "@import" not in style
    assert "url(" not in style


def test_the_picture_has_the_colours_that_it_names(reader: Caller) -> None:
    style = drawn(reader, f"{ARMS}/chain.svg").findtext(f"{SVG}style")
    used = {part.partition(")")[0] for part in style.split("var(")[1:]}
    assert used == {part.partition(":")[0] for part in style.partition("}")[0].partition("{")[2].split(";") if part[:2] == "--"}


def test_both_have_the_etag_of_the_claim_and_are_not_made_for_who_has_them(reader: Caller, now: Any) -> None:
    claims_own = reader.get(f"{ARMS}/")["ETag"].strip('"')
    for path in (f"{ARMS}/chain/", f"{ARMS}/chain.svg"):
        etag = reader.get(path)["ETag"]
        assert etag.startswith(f'"{claims_own}-')
        assert reader.get(path, **{"If-None-Match": etag}).status_code == 304
        assert queries_of(reader, path) == 2  # its head; its body
    assert reader.get(f"{ARMS}/chain/")["ETag"] != reader.get(f"{ARMS}/chain.svg")["ETag"]
    attribution = Attribution.objects.filter(claim__key="arms-transfers").first()
    assert attribution is not None
    withdraw(attribution, Change(now + timedelta(hours=1), "user:eve", "withdrawn", "Taken back."), by="outlet")
    assert reader.get(f"{ARMS}/chain.svg", **{"If-None-Match": etag}).status_code == 200


def test_it_is_drawn_in_the_language_of_the_api_and_only_for_requests_of_pictures(reader: Caller) -> None:
    answer = reader.get(f"{ARMS}/chain.svg", **{"Accept": "image/svg+xml", "Accept-Language": "uk"})
    assert answer.status_code == 200
    assert "reached us" in answer.content.decode()
    refused = reader.get(f"{ARMS}/chain.svg", Accept="image/png")
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")


def test_who_may_read_the_claim_may_see_its_chain(client: Any, sample: None, settings: Any) -> None:
    path = f"/api/v1/{ARMS}/chain.svg"
    assert client.get(path).status_code == 401
    settings.API_ANONYMOUS_READ = True
    assert client.get(path).status_code == 200
    Claim.objects.filter(key="arms-transfers").update(public=False)
    assert client.get(path).status_code == 404

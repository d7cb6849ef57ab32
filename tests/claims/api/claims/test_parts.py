"""Parts of one claim at addresses of their own: those of its body, its flags and its assessments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Assessment, Attribution, Claim, Flag
from claims.operations.attributions.changes import void, withdraw
from claims.operations.desk.roles import EDITOR
from claims.operations.flags.waivers import waive
from claims.verification import Change
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described

VISIT = "visit-within-weeks"


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def test_attributions_are_those_of_the_body_a_page_at_a_time(reader: Caller) -> None:
    whole = {each["key"]: each for each in reader.get(f"claims/{VISIT}/").json()["attributions"]}
    seen, path = [], f"claims/{VISIT}/attributions/?limit=2"
    while path:
        answer = reader.get(path)
        shown = described(answer, "list_attributions")
        assert (shown["next"] is None) == ("Link" not in answer)
        assert len(shown["attributions"]) <= 2
        seen += shown["attributions"]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert [each["key"] for each in seen] == sorted(whole)
    assert seen == [whole[key] for key in sorted(whole)]


def test_a_page_begins_after_its_key_though_that_was_voided_meanwhile(reader: Caller, now: Any) -> None:
    first = reader.get(f"claims/{VISIT}/attributions/?limit=2").json()
    rest = reader.get(first["next"].partition("/api/v1/")[2]).json()["attributions"]
    last = Attribution.objects.get(claim__key=VISIT, key=first["attributions"][-1]["key"])
    void(last, Change(now + timedelta(hours=1), "user:eve", "voided", "Misread."))
    after = reader.get(first["next"].partition("/api/v1/")[2]).json()["attributions"]
    assert [each["key"] for each in after] == [each["key"] for each in rest]
    assert reader.get(f"claims/{VISIT}/attributions/{last.key}/").status_code == 404


def test_one_attribution_is_read_by_its_key(reader: Caller) -> None:
    (one,) = [each for each in reader.get(f"claims/{VISIT}/").json()["attributions"] if each["source"] == "vedomosti"]
    assert described(reader.get(f"claims/{VISIT}/attributions/{one['key']}/"), "read_attribution") == one
    assert described(reader.get(f"claims/{VISIT}/attributions/none/"), "read_attribution")["status"] == 404


def test_stakes_and_relations_are_those_of_the_body(reader: Caller) -> None:
    shown = reader.get("claims/arms-transfers/").json()
    stakes = described(reader.get("claims/arms-transfers/interests/"), "list_interests")
    assert stakes["interests"] == shown["interests"] != []
    assert described(reader.get("claims/arms-transfers/relations/"), "list_relations")["relations"] == shown.get(
        "relations", []
    )


@pytest.mark.parametrize("part", ["attributions/", "interests/", "relations/", "attributions/vedomosti/"])
def test_a_part_is_not_read_for_who_has_it(reader: Caller, part: str, now: Any) -> None:
    attribution = Attribution.objects.get(claim__key=VISIT, source__key="vedomosti")
    path = f"claims/{VISIT}/{part.replace('vedomosti', attribution.key)}"
    # Its head and, if nothing was sent before, its body.
    assert queries_of(reader, path) == 2
    etag = reader.get(path)["ETag"]
    assert reader.get(path, **{"If-None-Match": etag}).status_code == 304
    withdraw(attribution, Change(now + timedelta(hours=1), "user:eve", "withdrawn", "Taken back."), by="outlet")
    assert reader.get(path, **{"If-None-Match": etag}).status_code == 200


def test_parts_of_a_body_are_open_where_the_body_is(client: Any, sample: None, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    assert client.get(f"/api/v1/claims/{VISIT}/attributions/").status_code == 200
    for part in ("flags/", "assessments/"):
        assert client.get(f"/api/v1/claims/{VISIT}/{part}").status_code == 401
    Claim.objects.filter(key=VISIT).update(public=False)
    assert client.get(f"/api/v1/claims/{VISIT}/attributions/").status_code == 404


def test_flags_show_what_they_rest_on_and_who_waived_them(reader: Caller, now: Any) -> None:
    path = "claims/arms-transfers/flags/"
    shown = {flag["code"]: flag for flag in described(reader.get(path), "list_claim_flags")["flags"]}
    stored = {flag["code"]: flag["reason"] for flag in reader.get("claims/arms-transfers/").json()["flags"]}
    assert {code: flag["reason"] for code, flag in shown.items()} == stored
    assert {"record": "source", "key": "bloomberg"} in shown["single_gateway"]["culprits"]
    assert shown["single_gateway"]["waiver"] is None
    until = now.replace(year=2099)
    pk = Claim.objects.get(key="arms-transfers").pk
    at = until - timedelta(days=30)
    waive([pk], ["single_gateway"], Change(at, "user:eve", "waived", "We know."), until=until)
    (flag,) = [each for each in described(reader.get(path), "list_claim_flags")["flags"] if each["waiver"]]
    assert (flag["code"], flag["waiver"]["by"], flag["waiver"]["reason"]) == ("single_gateway", "user:eve", "We know.")
    assert flag["waiver"]["stands"] is True
    Flag.objects.filter(claim=pk, code="single_gateway").update(waived_until=now)
    (flag,) = [each for each in reader.get(path).json()["flags"] if each["waiver"]]
    assert flag["waiver"]["stands"] is False
    assert queries_of(reader, path) == 2  # its head; its flags


def test_flags_that_were_cleared_come_a_page_at_a_time(reader: Caller, now: Any) -> None:
    load({"sources": [person("ada")], "claims": [claim("one", row("ada", basis="unstated"))]}, at=now)
    load({"sources": [person("ben")], "claims": [claim("one", row("ben"))]}, at=now + timedelta(days=1))
    cleared = Flag.objects.filter(claim__key="one", cleared_at__isnull=False).order_by("-cleared_at", "code")
    assert cleared.count() > 0
    seen, path = [], "claims/one/flags/?cleared=1&limit=1"
    while path:
        shown = described(reader.get(path), "list_claim_flags")
        seen += shown["flags"]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert [flag["code"] for flag in seen] == list(cleared.values_list("code", flat=True))
    assert all(flag["cleared_at"] for flag in seen)
    for wrong in ("cleared=0", "cleared=1&after=x", "cleared=1&after=.x", "after=2024-06-12T12:00:00Z.stale"):
        assert reader.get(f"claims/one/flags/?{wrong}").status_code == 400, wrong


def test_assessments_are_a_ledger_the_last_first(reader: Caller, now: Any) -> None:
    for day, name in enumerate(("ada", "ben", "cyd")):
        load({"sources": [person(name)], "claims": [claim("one", row(name))]}, at=now + timedelta(days=day))
    seen, path = [], "claims/one/assessments/?limit=2"
    while path:
        shown = described(reader.get(path), "list_assessments")
        seen += shown["assessments"]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    stored = Assessment.objects.filter(claim__key="one").order_by("-at")
    assert [line["findings_digest"] for line in seen] == list(stored.values_list("findings_digest", flat=True))
    assert [line["support"]["at_least"] for line in seen] == [3, 2, 1]
    assert seen[0]["status"] == "corroborated"
    assert "single_origin" in seen[-1]["flags"]
    assert queries_of(reader, "claims/one/assessments/") == 2  # its head; its assessments


def test_flags_and_assessments_are_for_who_may_read_them(sample: None) -> None:
    one = caller(EDITOR)
    one.token.user.groups.clear()
    for part in ("attributions", "flags", "assessments"):
        assert one.get(f"claims/{VISIT}/{part}/").json()["type"].endswith("not-allowed")

"""What is open over all claims."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim, Flag
from claims.operations.flags.waivers import waive
from claims.verification import Change
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def flags(reader: Caller, narrowed: str = "") -> list[tuple[str, str]]:
    shown = described(reader.get(f"flags/?limit=200&{narrowed}"), "list_flags")
    assert shown["next"] is None
    return [(flag["claim"], flag["code"]) for flag in shown["flags"]]


def test_every_open_flag_is_listed_with_its_claim_and_why(reader: Caller) -> None:
    stored = set(Flag.objects.filter(cleared_at=None).values_list("claim__key", "code"))
    found = flags(reader)
    assert (set(found), len(found)) == (stored, len(stored))
    one = reader.get("flags/?code=single_gateway").json()["flags"][0]
    assert one["reason"] == Flag.objects.get(claim__key=one["claim"], code="single_gateway").reason


def test_they_are_narrowed(reader: Caller, now: Any) -> None:
    whole = flags(reader)
    assert flags(reader, "code=contested,single_gateway") == [one for one in whole if one[1] in ("contested", "single_gateway")]
    critical = set(Flag.objects.filter(severity="critical", cleared_at=None).values_list("claim__key", "code"))
    assert set(flags(reader, "severity=critical")) == critical != set()
    late = now + timedelta(days=1)
    load({"sources": [person("ada")], "claims": [claim("late", row("ada"))]}, at=late)
    since = flags(reader, f"raised_since={late.isoformat().replace('+00:00', 'Z')}")
    assert {key for key, _code in since} == {"late"}
    assert flags(reader)[: len(since)] == since  # the last raised first
    pk = Claim.objects.get(key="arms-transfers").pk
    until = now.replace(year=2099)
    waive([pk], ["contested"], Change(until - timedelta(days=9), "user:eve", "waived", "Seen."), until=until)
    assert flags(reader, "waived=yes") == [("arms-transfers", "contested")]
    assert ("arms-transfers", "contested") not in flags(reader, "waived=no")
    for wrong in (
        "code=nonsense",
        "severity=bad",
        "waived=1",
        "raised_since=yesterday",
        "after=x",
        "after=a+b+2024-06-12T12:00:00Z",
    ):
        answer = reader.get(f"flags/?{wrong}")
        assert described(answer, "list_flags")["errors"][0]["parameter"] == wrong.partition("=")[0]


def test_those_of_merged_split_or_deleted_claims_are_left_out(reader: Caller, now: Any) -> None:
    Claim.objects.filter(key="arms-transfers").update(removed_at=now)
    assert "arms-transfers" not in {key for key, _code in flags(reader)}


def test_pages_lose_nothing_though_the_flag_that_they_come_after_is_cleared(reader: Caller, now: Any) -> None:
    whole, seen, path = flags(reader), [], "flags/?limit=3"
    while path:
        shown = reader.get(path).json()
        seen += [(flag["claim"], flag["code"]) for flag in shown["flags"]]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
        last = Flag.objects.get(claim__key=seen[-1][0], code=seen[-1][1])
        Flag.objects.filter(pk=last.pk).update(cleared_at=now, cleared_by=last.raised_by)
    assert seen == whole


def test_a_page_of_flags_is_one_query(reader: Caller) -> None:
    assert queries_of(reader, "flags/?limit=1") == queries_of(reader, "flags/?limit=200") == 1
    following = reader.get("flags/?limit=1").json()["next"].partition("/api/v1/")[2]
    assert queries_of(reader, following) == 3  # the claim and the flag that it comes after; the flags

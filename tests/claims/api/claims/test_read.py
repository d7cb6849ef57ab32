"""Claims, read over the API from the sample case."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, PublicBody
from claims.operations.claims.assignment import assign
from claims.operations.desk.roles import EDITOR
from claims.verification import Change
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller

PEOPLE = [person("ada"), person("ben")]


@pytest.fixture
def reader(sample: None) -> Caller:
    return caller()


def keys(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["key"] for each in answer.json()["claims"]]


@pytest.mark.door
def test_a_claim_is_its_stored_body_with_its_revision_in_front(reader: Caller) -> None:
    found = reader.get("claims/arms-transfers/").json()
    stored = PublicBody.objects.get(claim__key="arms-transfers")
    front = {name: found.pop(name) for name in ("revision", "changed_at", "digest")}
    assert found == json.loads(stored.body)
    assert (front["revision"], front["digest"]) == (stored.revision, stored.chain_sha256)
    assert {"contested", "single_gateway"} <= {flag["code"] for flag in found["flags"]}


def test_a_list_takes_two_queries_however_many_claims(reader: Caller, now: Any) -> None:
    few = counted(reader, "claims/?limit=2")
    load({"sources": PEOPLE, "claims": [claim(f"more-{n}", row("ada"), row("ben")) for n in range(30)]}, at=now)
    # The token with its person and their permissions; the claims with their bodies. (The use of a token is noted once a
    # minute: another.)
    assert few == counted(reader, "claims/?limit=100") == 2
    # The claim after which the page comes; and so where conditions narrow it.
    assert counted(reader, "claims/?limit=10&after=more-20") == 3
    assert counted(reader, "claims/?limit=10&after=more-20&status=unverified") == 3


def counted(reader: Caller, path: str) -> int:
    reader.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert reader.get(path).status_code == 200
    return len(queries)


def test_pages_follow_each_other_without_gap_or_repetition(reader: Caller) -> None:
    whole = keys(reader.get("claims/?limit=200"))
    assert keys(reader.get("claims/?limit=200&order=recorded")) == whole[::-1]
    seen: list[str] = []
    path = "claims/?limit=3"
    while path:
        answer = reader.get(path)
        seen += keys(answer)
        following = answer.json()["next"]
        assert (following is None) == ("Link" not in answer)
        path = following.partition("/api/v1/")[2] if following else ""
        load(
            {"sources": PEOPLE, "claims": [claim(f"late-{len(seen)}", row("ada"))]},
            at=Claim.objects.latest("recorded_at").recorded_at,
        )
    assert seen == whole  # what was recorded meanwhile is newer than the first page


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("status=contested", {"arms-transfers", "ballistic-missiles"}),
        ("flag=anonymous_only", {"visit-within-weeks"}),
        ("severity=critical&status=contested", {"arms-transfers", "ballistic-missiles"}),
        ("origins_min=2", {"arms-transfers", "ballistic-missiles"}),
        ("source=vedomosti-diplomat", {"visit-within-weeks"}),
        ("q=ballistic", {"ballistic-missiles"}),
        ("updated_since=2099-01-01T00:00:00Z", set()),
        ("recorded_until=2000-01-01T00:00:00Z", set()),
        ("verdict=published", set()),
        ("retired=merged", set()),
    ],
)
def test_it_is_narrowed_by_what_the_desk_narrows_its_list_by(reader: Caller, narrowed: str, found: set[str]) -> None:
    assert set(keys(reader.get(f"claims/?{narrowed}"))) == found


def test_every_filter_is_taken_and_none_fails_on_odd_values(reader: Caller) -> None:
    from claims.api.claims.filters import PARAMETERS

    for name in sorted(PARAMETERS):
        for value in (
            "yes",
            "1",
            "2024-06",
            "2024-06-12T12:00:00Z",
            "vedomosti",
            "contested",
            "’;--",
            "a" * 2000,
            "%00",
            "9" * 30,
        ):
            answer = reader.get(f"claims/?{name}={value}")
            assert answer.status_code in (200, 400), (name, value)
            if answer.status_code == 400:
                assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize(
    ("path", "parameter", "reported"),
    [
        ("claims/?statu=contested", "statu", "Is it “status”?"),
        ("claims/?status=true", "status", "contested"),
        ("claims/?status=contested&status=unverified", "status", "commas"),
        ("claims/?limit=1000", "limit", "from 1 to 200"),
        ("claims/?after=nothing", "after", "next page"),
        ("claims/?fields=key,truth", "fields", "Unknown field truth"),
        ("claims/?updated_since=yesterday", "updated_since", "offset"),
        ("claims/arms-transfers/?said_until=June", "said_until", ""),
    ],
)
def test_what_does_not_fit_is_reported_at_its_parameter(reader: Caller, path: str, parameter: str, reported: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    assert reported in fault["detail"]


def test_only_requested_parts_are_sent(reader: Caller) -> None:
    answer = reader.get("claims/?status=contested&fields=status,revision")
    assert all(set(each) == {"key", "status", "revision"} for each in answer.json()["claims"])
    assert set(reader.get("claims/arms-transfers/?fields=flags").json()) == {"key", "flags"}


def test_who_has_it_is_not_sent_it_again_until_it_changes(reader: Caller, ed: Any, now: Any) -> None:
    for path in ("claims/arms-transfers/", "claims/?status=contested", "claims/arms-transfers/revisions/"):
        etag = reader.get(path)["ETag"]
        again = reader.get(path, **{"If-None-Match": f'"other", W/{etag}'})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert reader.get(path, **{"If-None-Match": '"other"'}).status_code == 200
        assign(Claim.objects.get(key="arms-transfers").pk, ed, Change(now + timedelta(hours=1), "user:eve", "assigned"))
        changed = reader.get(path, **{"If-None-Match": etag})
        assert changed.status_code == 200
        assert changed["ETag"] != etag
        assign(Claim.objects.get(key="arms-transfers").pk, None, Change(now + timedelta(hours=2), "user:eve", "assigned"))


def test_a_past_state_is_returned_with_why(reader: Caller, now: Any) -> None:
    load({"sources": PEOPLE, "claims": [claim("arms-transfers", row("ada"), text="Another text.")]}, at=now + timedelta(days=3))
    then = reader.get(f"claims/arms-transfers/?as_of={now.isoformat().replace('+00:00', 'Z')}").json()
    assert then["revision"] == 1
    assert then["text"].startswith("North Korea has transferred")
    assert reader.get("claims/arms-transfers/").json()["text"] == "Another text."
    early = reader.get("claims/arms-transfers/?said_until=2001").json()
    assert (early["said_until"], early["recomputed"]) == ("2001-12-31T23:59Z", True)
    assert reader.get("claims/arms-transfers/?as_of=2001-01-01T00:00:00Z").status_code == 404


def test_lines_and_a_table_carry_the_whole_list(reader: Caller) -> None:
    whole = keys(reader.get("claims/?limit=200&order=recorded"))
    lines = reader.get("claims.ndjson?order=recorded").getvalue().decode().splitlines()
    assert [json.loads(line)["key"] for line in lines] == whole
    table = reader.get("claims.csv?order=recorded").getvalue().decode("utf-8-sig").splitlines()
    assert table[0].startswith("key,text,status")
    assert len([line for line in table if line.split(",")[0] in whole]) == len(whole)
    assert reader.get("claims.csv?flag=nonsense").status_code == 400


@pytest.mark.usefixtures("sample")
class TestNobodyInParticular:
    def get(self, client: Any, path: str) -> Any:
        return client.get(f"/api/v1/{path}")

    def test_reads_what_is_published_and_nothing_else(self, client: Any, settings: Any, now: Any) -> None:
        settings.API_ANONYMOUS_READ = True
        Claim.objects.filter(key="arms-transfers").update(public=False)
        Claim.objects.filter(key="ballistic-missiles").update(embargo_until=now.replace(year=2099))
        hidden = {"arms-transfers", "ballistic-missiles"}
        shown = keys(self.get(client, "claims/?limit=200"))
        assert len(shown) == Claim.objects.count() - 2
        assert not hidden & set(shown)
        lines = self.get(client, "claims.ndjson").getvalue().decode()
        for key in hidden:
            assert self.get(client, f"claims/{key}/").status_code == 404
            assert f'"key":"{key}"' not in lines
            assert self.get(client, f"claims/?after={key}").content == self.get(client, "claims/?after=no-such").content

    @pytest.mark.parametrize(
        "path",
        ["claims/arms-transfers/revisions/", "claims/arms-transfers/?as_of=2025-01-01T00:00:00Z", "claims.csv", "documents/"],
    )
    def test_reads_nothing_of_the_desks_own(self, client: Any, settings: Any, path: str) -> None:
        settings.API_ANONYMOUS_READ = True
        assert self.get(client, path).status_code == 401


def test_a_deleted_claim_is_gone_and_a_merged_one_shows_where_it_went(reader: Caller, now: Any) -> None:
    Claim.objects.filter(key="ballistic-missiles").update(removed_at=now)
    assert reader.get("claims/ballistic-missiles/").json()["type"].endswith("gone")
    assert "ballistic-missiles" not in keys(reader.get("claims/?limit=200"))


def test_an_editor_signed_in_reads_as_with_a_token(editor: Any, sample: None) -> None:
    assert editor.get("/api/v1/claims/?status=contested").status_code == 200
    assert caller(EDITOR).get("claims/").status_code == 200

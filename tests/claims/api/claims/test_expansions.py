"""The desk's own fields: filters by them, and additional members with a claim's body."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim, Standing
from claims.operations.claims.assignment import assign
from claims.operations.desk.roles import EDITOR
from claims.operations.flags.waivers import waive
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from sources.models import Source
from tests.cases import claim, load, person, row
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
from tests.factcheck.api.described import described


@pytest.fixture
def desk(sample: None) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))


def keys(answer: Any) -> set[str]:
    return {each["key"] for each in described(answer, "list_claims")["claims"]}


def test_what_a_client_changes_of_the_desks_own_it_can_read(desk: Caller) -> None:
    path = "claims/arms-transfers/?expand=desk"
    before = desk.get(path)
    change = {"stage": "checking", "priority": 2, "assignee": "api-editor", "public": False, "reason": "Mine."}
    assert desk.patch("claims/arms-transfers/", change, **{"If-Match": before["ETag"]}).status_code == 200
    shown = described(desk.get(path), "read_claim")["desk"]
    wanted = {"stage": "checking", "priority": 2, "assignee": "api-editor", "public": False, "embargo_until": None}
    assert wanted.items() <= shown.items()
    assert desk.get(path, **{"If-None-Match": before["ETag"]}).status_code == 200
    assert "desk" not in desk.get("claims/arms-transfers/").json()


def test_expansions_are_sent_with_the_requested_parts(desk: Caller, ed: Any, now: Any) -> None:
    pk = Claim.objects.get(key="arms-transfers").pk
    assign(pk, ed, Change(now + timedelta(hours=1), "user:eve", "assigned", "Her beat."))
    path = "claims/?status=contested&fields=key,sources&expand=sources,revision,desk"
    found = {each["key"]: each for each in desk.get(path).json()["claims"]}
    one = found["arms-transfers"]
    assert set(one) == {"key", "sources", "desk", "last_revision", "sources_beside"}
    assert (one["last_revision"]["actor"], one["last_revision"]["reason"], one["desk"]["assignee"]) == (
        "user:eve",
        "Her beat.",
        "ed",
    )
    assert [beside["key"] for beside in one["sources_beside"]] == [source["key"] for source in one["sources"]]
    Source.objects.filter(key="bloomberg").update(organisation_source=Source.objects.get(key="moscow"))
    listed = described(desk.get("claims/?expand=sources,revision,desk"), "list_claims")["claims"]
    beside = {source["key"]: source["organisation_key"] for each in listed for source in each["sources_beside"]}
    assert (beside["bloomberg"], beside["moscow"]) == ("moscow", "")


def test_the_etag_covers_what_changes_without_a_revision(desk: Caller) -> None:
    for path in ("claims/arms-transfers/?expand=sources", "claims/?expand=sources"):
        Source.objects.filter(key="bloomberg").update(reliability="")
        etag = desk.get(path)["ETag"]
        assert desk.get(path, **{"If-None-Match": etag}).status_code == 304
        Source.objects.filter(key="bloomberg").update(reliability="B")
        answer = desk.get(path, **{"If-None-Match": etag})
        assert (answer.status_code, answer["ETag"] == etag) == (200, False)


def test_expansions_take_as_many_queries_for_many_claims_as_for_few(desk: Caller, now: Any) -> None:
    path = "claims/?expand=desk,revision,sources&limit=100"
    few = queries_of(desk, path)
    load({"sources": [person("ada")], "claims": [claim(f"more-{n}", row("ada")) for n in range(30)]}, at=now)
    # The claims with their bodies; how they are filed; revisions; sources; their ties, as the policy reads them: six.
    assert few == queries_of(desk, path) == 10


def test_what_is_the_desks_own_is_for_nobody_else(client: Any, desk: Caller, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    paths = (
        "claims/?expand=desk",
        "claims/arms-transfers/?expand=revision",
        "claims/?stage=new",
        "claims.ndjson?assignee=none",
    )
    for path in paths:
        assert client.get(f"/api/v1/{path}").status_code == 401, path
    assert described(desk.get("claims/?expand=notes"), "list_claims")["errors"][0]["parameter"] == "expand"
    assert caller().get("claims/?draft=review").json()["type"].endswith("not-allowed")


def test_the_desks_filters_narrow_as_in_its_list(desk: Caller, now: Any) -> None:
    whole = keys(desk.get("claims/?limit=200"))
    person = desk.token.user
    Claim.objects.filter(key="arms-transfers").update(stage="checking", assignee=person, priority=1, public=False)
    assert keys(desk.get("claims/?stage=checking,checked")) == {"arms-transfers"}
    for who in ("me", "api-editor"):
        assert keys(desk.get(f"claims/?assignee={who}")) == {"arms-transfers"}
    assert keys(desk.get("claims/?assignee=none&limit=200")) == whole - {"arms-transfers"}
    assert keys(desk.get("claims/?priority=2")) == {"arms-transfers"}
    assert keys(desk.get("claims/?public=no")) == {"arms-transfers"}
    assert keys(desk.get("claims/?public=yes&limit=200")) == whole - {"arms-transfers"}
    Standing.objects.update(marked_at=None, due_at=None)
    Standing.objects.filter(claim__key="arms-transfers").update(marked_at=now)
    assert keys(desk.get("claims/?due=yes")) == {"arms-transfers"}
    assert keys(desk.get("claims/?due=no&limit=200")) == whole - {"arms-transfers"}
    assert keys(desk.get("claims/?draft=none&limit=200")) == whole
    assert keys(desk.get("claims/?draft=my-review")) == keys(desk.get("claims/?draft=returned")) == set()
    assert keys(desk.get("claims/?flagged_since=2099-01-01T00:00:00Z")) == set()
    assert keys(desk.get("claims/?language=none&limit=200")) == set(
        Claim.objects.filter(language="").values_list("key", flat=True)
    )


def test_waived_with_a_flag_filters_by_that_flag(desk: Caller, now: Any) -> None:
    pk = Claim.objects.get(key="arms-transfers").pk
    until = now.replace(year=2099)
    waive([pk], ["contested"], Change(until - timedelta(days=9), "user:eve", "waived", "Seen."), until=until)
    assert keys(desk.get("claims/?waived=yes")) == {"arms-transfers"}
    assert keys(desk.get("claims/?waived=yes&flag=contested")) == {"arms-transfers"}
    assert keys(desk.get("claims/?waived=yes&flag=single_gateway")) == set()


def test_no_filter_of_the_desk_fails_on_odd_values(desk: Caller) -> None:
    from claims.api.claims.filters import DESK_PARAMETERS

    for name in sorted(DESK_PARAMETERS):
        for value in ("yes", "1", "2024-06", "2024-06-12T12:00:00Z", "me", "new", "’;--", "%00", "9" * 30):
            answer = desk.get(f"claims/?{name}={value}")
            assert answer.status_code in (200, 400), (name, value)
            if answer.status_code == 400:
                assert answer.json()["errors"][0]["parameter"] == name

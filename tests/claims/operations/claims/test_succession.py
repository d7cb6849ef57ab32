"""A claim that supersedes another: the older one's flag and link follow everything that happens to the newer one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.casefile import CaseFileError, encode, read_lines
from claims.models import Claim, ClaimRelation, Flag, PublicBody, Revision
from claims.operations.cases import load_lines
from claims.operations.claims.assignment import strike_relation
from claims.operations.desk.roles import EDITOR
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split, undo_split
from claims.operations.policy.drafts import set_policy
from claims.operations.writing import OperationError
from claims.queries.cases.export import export
from claims.queries.claims.selection import ids_of_all
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, person, row
from tests.claims.operations.moving import assert_whole, because, flags, pk
from tests.factcheck.api.asking import caller

CODE = "superseded_figure"
OLD = {"low": "1000000", "high": "1000000", "unit": "shells"}
NEW = {"low": "2000000", "high": "3000000", "unit": "shells", "as_of": "2024-09"}
SUPERSEDES = [{"kind": "supersedes", "claim": "old"}]


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    """An older count, a newer one that supersedes it, and a bystander."""
    claims = [
        claim("old", row("ada"), quantity=OLD),
        claim("new", row("ada"), quantity=NEW, relations=SUPERSEDES),
        claim("other", row("ada")),
    ]
    load({"sources": [person("ada")], "claims": claims}, at=now)
    return now + timedelta(hours=1)


def reason(key: str = "old") -> str:
    return Flag.objects.get(claim__key=key, code=CODE, cleared_at=None).reason


def newer(key: str = "old") -> Any:
    return json.loads(PublicBody.objects.get(claim__key=key).body).get("superseded_by")


def test_the_older_claim_is_flagged_with_the_newer_figure_and_leads_to_it(desk: datetime) -> None:
    assert reason() == "“new” gives a newer figure: 2 to 3 million shells as of 2024-09."
    assert (newer(), newer("new")) == (["new"], None)
    assert CODE not in flags("new") | flags("other")
    assert_whole(desk)


def test_striking_the_relation_clears_it(desk: datetime) -> None:
    strike_relation(ClaimRelation.objects.get(), because(desk))

    assert (CODE in flags("old"), newer()) == (False, None)
    assert_whole(desk + timedelta(hours=1))


def test_another_figure_of_the_newer_claim_rewords_it_and_past_ones_replay(desk: datetime) -> None:
    load({"claims": [claim("new", row("ada"), quantity={"low": "4000000"})]}, at=desk)
    assert reason() == "“new” gives a newer figure: at least 4 million."
    load({"claims": [claim("old", row("ada"), quantity=None)]}, at=desk + timedelta(hours=1))

    assert reason() == "“new” supersedes this claim."
    before = Claim.objects.get(key="old").as_of(recorded=desk - timedelta(minutes=1))
    assert [flag.reason for flag in before.flags if flag.code == CODE] == [
        "“new” gives a newer figure: 2 to 3 million shells as of 2024-09."
    ]
    assert_whole(desk + timedelta(hours=2))


def test_a_merged_newer_claim_gives_way_to_what_it_was_merged_into(desk: datetime) -> None:
    merge(pk("new"), pk("other"), because(desk))
    assert (reason(), newer()) == ("“other” supersedes this claim.", ["other"])

    undo_merge(pk("new"), because(desk + timedelta(hours=1)))

    assert newer() == ["new"]
    assert_whole(desk + timedelta(hours=2))


def test_a_split_or_deleted_newer_claim_supersedes_nothing(desk: datetime) -> None:
    split(pk("new"), [Part("one", "One."), Part("two", "Two.")], {}, because(desk))
    assert (CODE in flags("old"), newer()) == (False, None)
    undo_split(pk("new"), because(desk + timedelta(hours=1)))
    assert newer() == ["new"]

    remove_claim(pk("new"), because(desk + timedelta(hours=2)))

    assert (CODE in flags("old"), newer()) == (False, None)


def test_of_a_chain_each_claim_leads_to_the_next(desk: datetime) -> None:
    load({"claims": [claim("newest", row("ada"), relations=[{"kind": "supersedes", "claim": "new"}])]}, at=desk)

    assert (newer("old"), newer("new"), newer("newest")) == (["new"], ["newest"], None)


def test_the_link_stays_where_the_desk_switches_the_flag_off(desk: datetime) -> None:
    usual = {"min_on_record": 2, "min_disinterested": 1, "shelf_life_days": 90, "outcome_grace_days": 7}
    set_policy(because(desk), **usual, switched_off=[CODE])
    strike_relation(ClaimRelation.objects.get(), because(desk + timedelta(hours=1)))
    assert newer() is None

    load({"claims": [claim("new", row("ada"), relations=SUPERSEDES)]}, at=desk + timedelta(hours=2))

    assert (CODE in flags("old"), newer()) == (False, ["new"])


def test_an_export_loads_back_to_the_same(desk: datetime) -> None:
    exported = json.loads(encode(export(list(ids_of_all()), whole=True)))
    revisions = Revision.objects.count()

    assert load({name: exported[name] for name in ("sources", "claims")}, at=desk).revised == ()
    assert Revision.objects.count() == revisions


def test_a_circle_is_refused_in_a_case_file_with_its_place(desk: datetime) -> None:
    chain = [claim("newest", row("ada"), relations=[{"kind": "supersedes", "claim": "new"}])]
    load({"claims": chain}, at=desk)

    with pytest.raises(CaseFileError) as refused:
        load({"claims": [claim("old", row("ada"), relations=[{"kind": "supersedes", "claim": "newest"}])]}, at=desk)

    (problem,) = refused.value.problems
    assert problem.path == "$.claims[0].relations[0].claim"
    assert problem.message.startswith("cycle: old → newest → new → old; a claim cannot supersede a newer one")
    assert newer("newest") is None


def test_a_circle_within_one_file_is_refused_where_it_closes(desk: datetime) -> None:
    one = claim("a", row("ada"), relations=[{"kind": "supersedes", "claim": "b"}])
    two = claim("b", row("ada"), relations=[{"kind": "supersedes", "claim": "a"}])

    with pytest.raises(CaseFileError) as refused:
        load({"claims": [one, two]}, at=desk)

    assert [problem.path for problem in refused.value.problems] == ["$.claims[1].relations[0].claim"]


def test_a_stream_refuses_only_the_line_that_closes_a_circle(desk: datetime) -> None:
    records = [
        claim("a", row("ada")),
        claim("b", row("ada"), relations=[{"kind": "supersedes", "claim": "a"}]),
        claim("a", row("ada"), relations=[{"kind": "supersedes", "claim": "b"}]),
    ]
    lines = read_lines([b"\n".join(json.dumps(record).encode() for record in records)])
    found = list(load_lines(lines, lambda: because(desk)))

    assert ["cycle" in str(line.problems) for line in found] == [False, False, True]
    assert newer("a") == ["b"]


def test_the_api_refuses_a_circle(desk: datetime) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    etag = ed.get("claims/old/")["ETag"]
    said = {"kind": "supersedes", "claim": "new", "reason": "So."}
    answer = ed.post("claims/old/relations/", said, **{"If-Match": etag})

    assert answer.status_code == 422
    assert "cycle: old → new → old" in answer.content.decode()


def test_a_merge_that_would_close_a_circle_is_refused(desk: datetime) -> None:
    load({"claims": [claim("old", row("ada"), relations=[{"kind": "supersedes", "claim": "other"}])]}, at=desk)

    with pytest.raises(OperationError, match=r"^Cycle: other → old → other; a claim cannot supersede a newer one"):
        merge(pk("new"), pk("other"), because(desk))

    assert newer("other") == ["old"]


def test_the_page_of_the_older_claim_leads_to_the_newer_one(editor: Client, desk: datetime) -> None:
    page = editor.get(reverse("admin:claims_claim_change", args=[pk("old")])).content.decode()

    assert "gives a newer figure" in page
    assert reverse("admin:claims_claim_change", args=[pk("new")]) in page


def test_outsiders_are_not_told_of_a_hidden_newer_claim(desk: datetime, client: Client, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    shown = client.get("/api/v1/claims/old/").json()
    assert (shown["superseded_by"], CODE in str(shown["flags"])) == (["new"], True)
    load({"claims": [claim("new", row("ada"), public=False)]}, at=desk)

    hidden = client.get("/api/v1/claims/old/").json()

    assert ("superseded_by" in hidden, CODE in str(hidden), "new" in str(hidden["flags"])) == (False, False, False)
    assert client.get(f"/api/v1/claims/?flag={CODE}").json()["claims"] == []
    assert newer() == ["new"]

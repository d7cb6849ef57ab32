"""Where a claim is said to happen, and whether an editor says that it predicts: from every door to every reader."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.casefile import encode
from claims.models import Claim, PublicBody, Revision
from claims.operations.desk.roles import EDITOR
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.queries.cases.export import export
from claims.queries.history.revisions import recent_changes
from claims.runs.chunks import start_run, work_chunk
from claims.verification.storage import storing
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, person, row
from tests.claims.admin.listing import listed, shown
from tests.claims.admin.posting import opened, sendable
from tests.claims.operations.moving import because, pk
from tests.factcheck.api.asking import Caller, caller

BOTH = {"place": "Đà Nẵng", "predicts": False}


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    """A claim with both, and one with neither."""
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), **BOTH), claim("plain", row("ada"))]}, at=now)
    return now + timedelta(hours=1)


@pytest.fixture
def ed_over_the_api(desk: datetime) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))


def stored(key: str) -> tuple[str, bool | None]:
    found: tuple[str, bool | None] = Claim.objects.values_list("place", "predicts").get(key=key)
    return found


def body(key: str) -> dict[str, Any]:
    found = json.loads(PublicBody.objects.get(claim__key=key).body)
    return {name: found[name] for name in BOTH if name in found}


def test_a_case_file_brings_both_and_an_export_loads_back_to_the_same(desk: datetime) -> None:
    assert (stored("c"), body("c")) == (("Đà Nẵng", False), BOTH)
    exported = json.loads(encode(export([pk("c"), pk("plain")], whole=False)))

    again = load({"claims": exported["claims"]}, at=desk)

    assert again.revised == ()
    assert [{name: one.get(name) for name in BOTH} for one in exported["claims"]] == [BOTH, dict.fromkeys(BOTH)]


def test_of_a_claim_without_them_nothing_is_published(desk: datetime) -> None:
    assert (stored("plain"), body("plain")) == (("", None), {})


def test_what_a_case_file_leaves_out_stays_and_what_it_empties_goes(desk: datetime) -> None:
    load({"claims": [claim("c", row("ada"))]}, at=desk)
    assert stored("c") == ("Đà Nẵng", False)

    load({"claims": [claim("c", row("ada"), place="", predicts=None)]}, at=desk)

    assert (stored("c"), body("c")) == (("", None), {})


def test_a_place_has_at_most_300_characters(ed_over_the_api: Caller) -> None:
    etag = ed_over_the_api.get("claims/c/")["ETag"]
    answer = ed_over_the_api.patch("claims/c/", {"place": "x" * 301, "reason": "Long."}, **{"If-Match": etag})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/place")
    assert stored("c") == ("Đà Nẵng", False)


def test_the_api_changes_both_and_filters_by_place(ed_over_the_api: Caller) -> None:
    etag = ed_over_the_api.get("claims/c/")["ETag"]
    changed = ed_over_the_api.patch(
        "claims/c/", {"place": "Huế", "predicts": True, "reason": "She said so."}, **{"If-Match": etag}
    )

    assert (changed.json()["place"], changed.json()["predicts"]) == ("Huế", True)
    for asked, found in (("Hu%E1%BA%BF", ["c"]), ("Hue%CC%82%CC%81", ["c"]), ("none", ["plain"]), ("Hue", [])):
        assert [each["key"] for each in ed_over_the_api.get(f"claims/?place={asked}").json()["claims"]] == found, asked
    lines = {line.about: (line.before, line.after) for line in recent_changes(Claim.objects.get(key="c"), 1)[0].lines}
    assert (lines["place"], lines["prediction"]) == (("Đà Nẵng", "Huế"), ("no", "yes"))


def test_editors_change_both_in_the_form_and_filter_by_place(editor: Client, desk: datetime) -> None:
    url = reverse("admin:claims_claim_edit", args=[pk("c")])
    assert "as found from the dates" in editor.get(url).content.decode()
    editor.post(url, opened(editor, url))
    assert Revision.objects.filter(claim__key="c").count() == 1

    editor.post(url, opened(editor, url, place=" Huế ", predicts=""))

    assert (stored("c"), body("c")) == (("Huế", None), {"place": "Huế"})
    assert (listed(editor, place="Huế"), listed(editor, place="none")) == (["c"], ["plain"])
    assert '<option value="Huế">' in shown(editor).content.decode()


def test_the_form_says_what_a_colleague_changed_of_both(editor: Client, desk: datetime) -> None:
    url = reverse("admin:claims_claim_edit", args=[pk("c")])
    page = opened(editor, url, predicts="True")
    load({"claims": [claim("c", row("ada"), predicts=None)]}, at=desk)

    refused = editor.post(url, page)

    assert "predicts" in refused.context["form"].errors
    assert sendable(refused)["predicts"] == "True"


def test_parts_of_a_split_keep_both(desk: datetime) -> None:
    split(pk("c"), [Part("one", "One."), Part("two", "Two.")], {}, because(desk, "split", "two things"))

    assert stored("one") == stored("two") == ("Đà Nẵng", False)


def test_a_deleted_claim_has_neither(desk: datetime) -> None:
    remove_claim(pk("c"), because(desk, "removed", "ordered by a court"))

    assert (stored("c"), body("c")) == (("", None), {})


def test_a_body_that_only_ages_keeps_both(desk: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    aged: list[str] = []
    reassessed = storing.reassessed
    monkeypatch.setattr(storing, "reassessed", lambda text, found: aged.append(text) or reassessed(text, found))
    later = desk + timedelta(days=900)
    run = start_run("all", now=later, actor="job:nightly")
    while work_chunk(run, lambda: later) is not None:
        pass

    assert len(aged) == 2
    assert body("c") == BOTH

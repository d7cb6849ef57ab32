"""A hedge and a byline, in each door: case file, API, the form of the claim, the quick form, body, picture and export."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Flag, PublicBody
from claims.operations.cases import LoadResult
from claims.operations.desk.roles import EDITOR
from claims.operations.merges.split import Part, split
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.quick_desk import Desk, said
from tests.exchange import exported
from tests.factcheck.api.asking import caller
from tests.recompute import assert_stored_equals_fresh

HEDGE = {"degree": "probable", "words": "highly probable"}


@pytest.fixture
def c(loaded: Callable[..., LoadResult]) -> Claim:
    """A claim that Tokyo calls highly probable."""
    tokyo = row("jp", hedge=HEDGE, reporter="Jane Doe")
    loaded(sources=[person("jp", name="Tokyo"), outlet("paper")], claims=[claim("c", tokyo)])
    return Claim.objects.get(key="c")


def shown(of: Claim, key: str) -> dict[str, Any]:
    rows = json.loads(PublicBody.objects.get(claim=of).body)["attributions"]
    return next(row for row in rows if row["key"] == key)


def test_a_case_file_records_it_and_an_export_loads_back_to_the_same(c: Claim, now: datetime) -> None:
    case, before = exported()
    stored = Attribution.objects.get(key="jp")
    assert (stored.hedge, stored.hedge_words, stored.reporter) == ("probable", "highly probable", "Jane Doe")
    assert case["claims"][0]["attributions"][0]["hedge"] == HEDGE
    load(case, at=now + timedelta(hours=1))
    assert exported() == (case, before)


def test_readers_see_it_and_why_it_is_flagged(c: Claim, now: datetime) -> None:
    assert shown(c, "jp")["hedge"] == HEDGE
    assert shown(c, "jp")["reporter"] == "Jane Doe"
    reason = Flag.objects.get(claim=c, code="hedged_only").reason
    assert reason == "Tokyo calls it only probable; nobody on the record says so without a hedge."
    assert_stored_equals_fresh(now)


@pytest.mark.parametrize("other", [HEDGE | {"degree": "possible"}, HEDGE | {"words": "likely"}, None])
def test_another_hedge_is_another_statement(c: Claim, now: datetime, other: Any) -> None:
    with pytest.raises(CaseFileError, match='"supersedes": "jp"'):
        load({"claims": [claim("c", row("jp", hedge=other))]}, at=now + timedelta(hours=1))


def test_left_out_it_stays(c: Claim, now: datetime) -> None:
    load({"claims": [claim("c", row("jp"))]}, at=now + timedelta(hours=1))
    assert Attribution.objects.get(key="jp").hedge == "probable"


def test_a_copy_has_no_hedge_of_its_own(c: Claim, now: datetime) -> None:
    copy = row("reprint", "paper", "reports", copies="jp", hedge=HEDGE)
    with pytest.raises(CaseFileError, match=r"attributions\[0\].hedge: a copy hedges nothing"):
        load({"claims": [claim("c", copy)]}, at=now + timedelta(hours=1))


def test_the_parts_of_a_split_claim_keep_it(c: Claim, clock: Callable[[], datetime]) -> None:
    parts = [Part("half", "One half."), Part("rest", "The rest.")]
    split(c.pk, parts, {"jp": ["half"]}, Change(clock(), "user:eve", "split", "Two claims."))
    copied = Attribution.objects.get(claim__key="half")
    assert (copied.hedge, copied.hedge_words, copied.reporter) == ("probable", "highly probable", "Jane Doe")


def test_the_api_takes_and_returns_it(c: Claim) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    sent = {"key": "again", "source": "jp", "stance": "supports", "hedge": {"degree": "possible"}, "reporter": "Ann Roe"}
    answer = ed.changing("claims/c/attributions/", {"attributions": [sent], "reason": "Said again."}, "c")
    assert answer.status_code in (200, 201), answer.content
    assert shown(c, "again")["hedge"] == {"degree": "possible"}
    nodes = {node["key"]: node["hedge"] for node in ed.get("claims/c/chain/").json()["nodes"]}
    assert nodes == {"jp": "probable", "again": "possible"}


def test_words_without_a_degree_are_asked_about(editor: Client, c: Claim) -> None:
    desk = Desk(editor, c)
    answer = desk.look(said__name="Tokyo", hedge_words="may have")
    assert said(answer)["hedge"] == ["Say how certain these words are: probable or possible."]


def test_the_quick_form_records_it_and_does_not_join_a_flat_statement_to_it(editor: Client, c: Claim) -> None:
    desk = Desk(editor, c)
    flat = desk.look(said__name="Tokyo")
    assert [line["joins"] for line in flat.context["preview"]["lines"]] == [""]
    desk.record(desk.look(said__name="Tokyo", hedge="possible", hedge_words="may", reporter="Roe"))
    stored = Attribution.objects.exclude(key="jp").get()
    assert (stored.hedge, stored.hedge_words, stored.reporter) == ("possible", "may", "Roe")


def test_the_page_of_an_attribution_and_the_picture_say_it(editor: Client, c: Claim) -> None:
    page = editor.get(reverse("admin:claims_attribution_change", args=[Attribution.objects.get().pk]))
    assert "probable: “highly probable”" in page.content.decode()
    assert "Jane Doe" in page.content.decode()
    drawing = (
        editor.get(reverse("admin:claims_claim_chain", args=[c.pk])).content.decode().partition('<svg class="chain-picture')[2]
    )
    assert "probable" in drawing.partition("</svg>")[0]


def test_who_could_not_confirm_counts_on_no_side_and_is_named(loaded: Callable[..., LoadResult]) -> None:
    said_so = row("ada"), row("paper", stance="could_not_confirm")
    loaded(sources=[person("ada"), outlet("paper")], claims=[claim("c", *said_so)])
    body = json.loads(PublicBody.objects.get().body)
    assert (body["support"]["at_most"], body["denial"]["at_most"]) == (1, 0)
    assert body["explanation"].endswith("; Paper could not confirm it.")

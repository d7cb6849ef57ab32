"""A flag that another one says more exactly is stored, can be filtered for, and is shown under that other one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Claim, PublicBody
from claims.operations.cases import LoadResult
from claims.operations.desk.roles import VIEWER
from claims.operations.flags.waivers import waive
from claims.policy.assess import CODES, RULES
from claims.queries.history.night import night_report
from claims.runs.chunks import start_run, work_chunk
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_READ
from tests.cases import claim, outlet, row, two_statements
from tests.factcheck.api.asking import caller


@pytest.fixture
def c(loaded: Callable[..., LoadResult]) -> Claim:
    """A claim that an outlet asserts without naming a source: unstated_origin, and so unverified."""
    loaded(sources=[outlet("paper")], claims=[claim("c", row("paper", basis="unstated"))])
    return Claim.objects.get(key="c")


def test_every_implied_code_is_a_flag_that_implies_nothing_itself() -> None:
    implied = {code for rule in RULES for code in rule.implies}
    assert implied
    assert implied <= set(CODES)
    assert not [rule.code for rule in RULES if rule.code in implied and rule.implies]


def test_it_is_stored_and_the_body_and_the_api_say_what_implies_it(c: Claim) -> None:
    shown = {flag["code"]: flag.get("implied_by", "") for flag in json.loads(PublicBody.objects.get().body)["flags"]}
    assert shown == {"unstated_origin": "", "unverified": "unstated_origin"}
    reader = caller(VIEWER, (CLAIMS_READ,))
    own = reader.get("claims/c/flags/").json()["flags"]
    every = reader.get("flags/?code=unverified").json()["flags"]
    assert {flag["code"]: flag["implied_by"] for flag in own} == shown
    assert [flag["implied_by"] for flag in every] == ["unstated_origin"]


def test_the_desk_shows_it_under_the_other(editor: Client, c: Claim) -> None:
    page = editor.get(reverse("admin:claims_claim_change", args=[c.pk]))
    cards = {card["flag"].code: [other["flag"].code for other in card["implied"]] for card in page.context["cards"]}
    assert cards["unstated_origin"] == ["unverified"]
    assert "unverified" not in cards
    assert "This also means:" in page.content.decode()


def test_a_waiver_of_the_more_exact_flag_leaves_the_other_open(editor: Client, c: Claim, clock: Callable[[], datetime]) -> None:
    at = clock()
    waive([c.pk], ["unstated_origin"], Change(at, "user:eve", "waived", "Known."), until=at + timedelta(days=100))
    page = editor.get(reverse("admin:claims_claim_change", args=[c.pk]))
    assert "unverified" in {card["flag"].code for card in page.context["cards"] if not card["waived"]}


def test_the_table_of_verify_has_it_in_the_line_of_the_other(c: Claim) -> None:
    out = StringIO()
    call_command("verify", "--all", stdout=out, stderr=StringIO())
    assert "unstated_origin → unverified: Asserted by Paper" in " ".join(out.getvalue().replace("│", " ").split())
    assert "unverified: No independent" not in out.getvalue()


def test_the_report_of_a_night_has_it_in_the_line_of_the_other(loaded: Callable[..., LoadResult], now: datetime) -> None:
    loaded(**two_statements())
    Attribution.objects.update(basis="unstated")  # behind the back of the service: the night finds it
    run = start_run("all", now=now + timedelta(days=1), actor="job:night")
    while work_chunk(run, lambda: now + timedelta(days=1)) is not None:
        pass
    raised = {line.about: line.implies for line in night_report(run).raised}
    assert raised == {"unstated_origin": ("unverified",)}

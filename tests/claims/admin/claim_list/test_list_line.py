"""A line of the list of claims: its state in words and signs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from claims.models import Claim, Flag
from claims.operations.flags.waivers import waive
from claims.verification import Change
from sources.models import Source
from tests.cases import claim, load, outlet, row
from tests.claims.admin.listing import shown


def change(now, reason="why"):
    return Change(now, "user:ada", "waived", reason)


def waived(key, code, now, days=5):
    waive([Claim.objects.get(key=key).pk], [code], change(now), until=now + timedelta(days=days))


@pytest.fixture
def at(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield now + timedelta(hours=1)


def test_a_line_shows_the_state_of_a_claim_in_words_and_signs(editor, arms, at):
    page = shown(editor, q="arms-transfers").content.decode()

    assert '<span class="desk-tag" data-tone="contested">contested</span>' in page
    assert ">2–4+<" in page
    assert '<span aria-hidden="true">‼</span><span class="list-unseen">critical: </span>contested' in page
    assert 'href="/admin/claims/flag/help/contested/" data-help tabindex="-1"' in page
    assert "1\xa0hour" in page
    assert '<small class="list-about">ada</small>' in page


def test_a_waived_flag_is_dimmed_labelled_and_last(editor, arms, at):
    waived("arms-transfers", "contested", at)

    page = shown(editor, q="arms-transfers").content.decode()

    assert 'data-tone="critical" data-waived title="critical: ' in page
    assert "contested <em>waived</em>" in page
    assert page.index("interested party only") < page.index("contested <em>waived</em>")


def test_a_claim_without_denial_shows_none(editor, sample):
    page = shown(editor, q="visit-within-weeks")

    assert '<td class="field-denials' in page.content.decode()
    assert ">–</td>" in page.content.decode().split("field-denials", 1)[1][:700]


def test_hostile_text_is_escaped_in_every_cell(editor, now):
    evil = "<script>alert(1)</script>"
    load({"sources": [outlet("s", name=evil)], "claims": [claim("c", row("s"), text=evil)]}, at=now, actor=f"user:{evil}")
    Flag.objects.update(reason=f'"{evil}', waived_at=now, waived_by=evil, waiver_reason=evil, waived_until=datetime.max.replace(
        tzinfo=now.tzinfo, year=2999
    ))  # fmt: skip

    page = shown(editor, source=Source.objects.get().pk, q="script", said=evil).content.decode()

    assert evil not in page
    assert "waived" in page


@pytest.fixture
def changelist(db):
    return reverse("admin:claims_claim_changelist")


def test_a_claim_is_told_in_one_line(editor, arms, changelist):
    page = editor.get(changelist, {"q": "arms-transfers"}).content.decode()

    for text in ("massive amounts of artillery", "2–4+", ">2<", "contested", "interested party only", "north-korea"):
        assert text in page

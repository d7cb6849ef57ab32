"""The help: what each flag means and how to settle it, the glossary, and the keyboard shortcuts."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from claims.admin.flags.settling import ACTIONS
from claims.policy.flag_reference import entries

FLAGS, GLOSSARY, SHORTCUTS = (reverse(f"admin:help_{name}") for name in ("flags", "glossary", "shortcuts"))


def text_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return unescape(page.content.decode())


def test_each_flag_is_explained_from_its_rule(newcomer):
    listed = text_of(newcomer, FLAGS)
    for entry in entries():
        assert entry.raised[1:] in listed
        assert reverse("admin:help_flag", args=[entry.code]) in listed
    entry = next(entry for entry in entries() if entry.code == "single_origin")
    page = text_of(newcomer, reverse("admin:help_flag", args=[entry.code]))
    for said in (
        entry.raised[1:],
        entry.cleared[1:],
        entry.example,
        "Who else knows it, independently of …?",
        "Add a source",
        "from outside",
    ):
        assert said in page


def test_an_unknown_flag_is_not_found(newcomer):
    assert newcomer.get(reverse("admin:help_flag", args=["nonsense"])).status_code == 404


def test_a_stranger_signs_in_first():
    assert Client().get(FLAGS).status_code == 302


@pytest.mark.parametrize("address", [FLAGS, GLOSSARY, SHORTCUTS])
def test_the_sidebar_leads_to_the_help(newcomer, address):
    assert f'href="{address}"' in text_of(newcomer, reverse("admin:index"))


def test_every_question_mark_of_a_claim_leads_to_an_answer(viewer, arms):
    page = viewer.get(reverse("admin:claims_claim_change", args=[arms.pk]))
    glossary = text_of(viewer, GLOSSARY)
    marks = [mark.partition('"')[0] for mark in page.content.decode().split('class="help-mark" href="')[1:]]
    for card in page.context["cards"]:
        assert card["help"] in marks
    places = {mark.partition("#")[2] for mark in marks if mark.startswith(GLOSSARY)}
    assert places == {"origins", "on-record", "disinterested", "routes"}
    assert all(f'id="{place}"' in glossary for place in places)
    assert {mark for mark in marks if not mark.startswith(GLOSSARY)} <= {
        reverse("admin:help_flag", args=[code]) for code in ACTIONS
    }

"""The first hour of a desk: how to begin, and the first steps, ticked by what is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Revision
from claims.operations.decisions.ledger import reaffirm
from claims.verification import Change
from tests.cases import claim, load

pytestmark = pytest.mark.once

FRONT = "/admin/"
SAMPLE = "/admin/claims/claim/load-sample/"


def steps(client: Client) -> list[bool] | None:
    first = client.get(FRONT).context["desk"]["first"]
    return first and [step.is_done for step in first["steps"]]


def test_an_empty_desk_offers_ways_to_begin(editor: Client) -> None:
    page = editor.get(FRONT).content.decode()
    for url in (reverse("admin:claims_claim_add"), reverse("admin:claims_claim_load_case"), SAMPLE):
        assert f'"{url}"' in page
    assert steps(editor) == [False] * 5


def test_who_may_only_read_is_offered_nothing(viewer: Client) -> None:
    page = viewer.get(FRONT).content.decode()
    assert SAMPLE not in page
    assert reverse("admin:claims_claim_add") not in page


def test_the_sample_is_loaded_once_and_in_the_name_of_the_user(editor: Client) -> None:
    editor.post(SAMPLE)
    count = Claim.objects.count()
    assert count > 0
    assert set(Revision.objects.values_list("actor", "action")) == {("user:ed", "load case")}
    assert steps(editor) == [True, True, False, False, False]
    assert SAMPLE not in editor.get(FRONT).content.decode()

    revisions = Revision.objects.count()
    page = editor.post(SAMPLE, follow=True).content.decode()
    assert "was not loaded: this desk has records already" in page
    assert (Claim.objects.count(), Revision.objects.count()) == (count, revisions)


def test_the_sample_is_not_loaded_by_a_link_nor_without_permission(editor: Client, viewer: Client) -> None:
    assert editor.get(SAMPLE).status_code == 405
    assert viewer.post(SAMPLE).status_code == 403
    assert Client().post(SAMPLE).status_code == 302
    assert not Claim.objects.exists()


def test_steps_are_ticked_by_what_is_recorded(sample: None, editor: Client, now: datetime) -> None:
    arms = Claim.objects.get(key="arms-transfers")
    reaffirm(arms.pk, Change(now, "user:ed", "reaffirmed", "Still so."))
    assert steps(editor) == [True, True, True, False, False]
    links = [step.url for step in editor.get(FRONT).context["desk"]["first"]["steps"] if not step.is_done and step.url]
    assert links
    assert {editor.get(link).status_code for link in links} == {200}


def test_the_steps_disappear_when_all_were_taken_or_the_desk_has_grown(
    sample: None, editor: Client, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr("claims.queries.desk.first_hour.MOST_CLAIMS", Claim.objects.count())
    assert steps(editor) is not None
    load({"claims": [claim("more")]}, at=now)
    assert steps(editor) is None

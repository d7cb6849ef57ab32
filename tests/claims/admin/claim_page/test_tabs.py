"""The tabs of a claim: who may open which, what each asks of the database, and where the pages of actions lead back to."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin.claim_page.tabs import TABS, tab_url
from claims.models import Claim, Decision
from claims.operations.merges.merge import merge
from tests.cases import claim, load, outlet, row, unnamed
from tests.claims.admin.posting import opened
from tests.claims.operations.moving import because


def shown_tabs(client: Client, found: Claim) -> list[str]:
    return [address.split("/")[-2] for _, address, _ in client.get(tab_url(found.pk, "overview")).context["header"]["tabs"]]


def let(username: str, *codenames: str) -> None:
    User.objects.get(username=username).user_permissions.add(*Permission.objects.filter(codename__in=codenames))


@pytest.mark.parametrize("name", TABS)
def test_each_tab_has_its_address_and_says_which_it_is(name: str, editor: Client, arms: Claim) -> None:
    page = editor.get(tab_url(arms.pk, name))

    assert page.status_code == 200
    assert [address for _, address, current in page.context["header"]["tabs"] if current] == [tab_url(arms.pk, name)]
    assert page.content.decode().count('aria-current="page"') >= 1


def test_a_reader_may_open_all_but_the_form(newcomer: Client, arms: Claim) -> None:
    assert {newcomer.get(tab_url(arms.pk, name)).status_code for name in TABS} == {403}
    let("new", "view_claim")

    assert shown_tabs(newcomer, arms) == ["change", "chain", "decisions", "history"]
    assert {newcomer.get(tab_url(arms.pk, name)).status_code for name in TABS if name != "edit"} == {200}
    edit = tab_url(arms.pk, "edit")
    assert (newcomer.get(edit).status_code, newcomer.post(edit, {"text": "mine"}).status_code) == (403, 403)


def test_the_overview_takes_no_form(editor: Client, arms: Claim) -> None:
    assert editor.post(tab_url(arms.pk, "overview"), {"text": "mine"}).status_code == 403


def test_a_merged_claim_is_read_only(editor: Client, arms: Claim, now: Any) -> None:
    other = Claim.objects.get(key="ballistic-missiles")
    edit = tab_url(arms.pk, "edit")
    typed = opened(editor, edit, priority="1")
    merge(arms.pk, other.pk, because(now, reason="the same"))

    assert shown_tabs(editor, arms) == ["change", "chain", "decisions", "history"]
    assert "merged or split in the meantime" in editor.post(edit, typed, follow=True).content.decode()


@pytest.mark.parametrize("name", TABS)
def test_a_tab_takes_as_many_queries_for_many_rows_as_for_few(name: str, editor: Client, now: Any) -> None:
    sources = [outlet(f"s{i}") for i in range(30)] + [unnamed(f"u{i}", f"s{i}") for i in range(30)]
    few = [row("u0"), row("s0", stance="reports", cites=["u0"])]
    rows = [each for i in range(30) for each in (row(f"u{i}"), row(f"s{i}", stance="reports", cites=[f"u{i}"]))]
    load({"sources": sources, "claims": [claim("few", *few), claim("many", *rows)]}, at=now)
    counts = []
    for key in ("few", "many"):
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(tab_url(Claim.objects.get(key=key).pk, name)).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= CEILINGS[name]


#: Session, person, two of permissions, the claim; for the header its move, standing, last revision, verdicts, merged copies,
#: assignee, and who has it open (three). Beyond that, for the overview: attributions with sources and documents, their further
#: outlets, flags, stakes, relations; for the questions the facts of the claim (seven), its sources and judgements (five), the
#: policy, the assessment before. For the chain: links, attributions, outlets, what is discredited, further documents. For
#: decisions: these and requests, private notes. For the history: attributions, outlets, undone withdrawals, discreditings,
#: revisions (three). For the form: topics, and people who may be assigned. Everywhere what waits in the inbox, and the names of
#: people; on the overview the comments and whom one may mention, among the decisions the complaints.
CEILINGS = {"overview": 40, "chain": 24, "decisions": 21, "history": 26, "edit": 23}


def test_an_action_leads_back_to_the_tab_it_was_opened_from(senior: Client, arms: Claim) -> None:
    page = senior.get(tab_url(arms.pk, "decisions")).content.decode()
    reaffirm = f"{reverse('admin:claims_claim_reaffirm', args=[arms.pk])}?from=decisions"
    assert f'href="{reaffirm}"' in page

    sent = senior.post(reaffirm, opened(senior, reaffirm, reason="Nothing new."))

    assert sent.url == tab_url(arms.pk, "decisions")
    assert Decision.objects.get().reason == "Nothing new."
    elsewhere = f"{reverse('admin:claims_claim_reaffirm', args=[arms.pk])}?from=//evil.example"
    assert senior.post(elsewhere, opened(senior, elsewhere, reason="Again.")).url == tab_url(arms.pk, "overview")

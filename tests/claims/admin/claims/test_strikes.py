from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from claims.models import Claim, ClaimRelation, Flag, Interest, Revision
from claims.queries.claims.admin_lists import claim_panel
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.posting import errors, opened, sendable


def strike_of(record):
    return reverse(f"admin:claims_{record._meta.model_name}_strike", args=[record.pk])


def page_of(record):
    return reverse(f"admin:claims_{record._meta.model_name}_change", args=[record.pk])


def struck(client, record, reason="it does not hold"):
    return client.post(strike_of(record), opened(client, strike_of(record), reason=reason))


@pytest.fixture
def stake(db, now):
    """Ada alone backs the claim, and is said to gain by it."""
    interests = [{"source": "ada", "side": 1, "reason": "sells arms"}]
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), interests=interests)]}, at=now)
    return Interest.objects.select_related("claim").get()


@pytest.fixture
def contradiction(db, now):
    """Two claims said to contradict each other, both backed."""
    claims = [claim("one", row("ada")), claim("two", row("ben"), relations=[{"kind": "contradicts", "claim": "one"}])]
    load({"sources": [outlet("ada"), outlet("ben")], "claims": claims}, at=now)
    return ClaimRelation.objects.get()


@pytest.fixture(params=["stake", "contradiction"])
def record(request):
    return request.getfixturevalue(request.param)


def test_striking_a_stake_makes_its_source_disinterested(editor, stake):
    assert claim_panel(stake.claim).support.disinterested == 0

    sent = struck(editor, stake, "she sold her shares long before")

    assert sent.status_code == 302, errors(sent)
    assert claim_panel(stake.claim).support.disinterested == 1
    last = Revision.objects.filter(claim=stake.claim).order_by("-number").first()
    assert (last.number, last.actor, last.action) == (2, "user:ed", "stake struck")
    assert last.reason == "she sold her shares long before"


def test_striking_a_contradiction_reassesses_both_claims(editor, contradiction):
    raised = Flag.objects.filter(code="contested", cleared_at=None)
    assert raised.count() == 2

    sent = struck(editor, contradiction)

    assert sent.status_code == 302, errors(sent)
    assert not raised.exists()
    assert set(Claim.objects.values_list("revision", flat=True)) == {2}


def test_the_page_of_a_claim_links_to_it_until_it_is_struck(editor, record):
    pages = [page_of(each) for each in Claim.objects.all()]
    assert all(f'href="{strike_of(record)}?' in editor.get(url).content.decode() for url in pages)

    struck(editor, record)

    assert not any(strike_of(record) in editor.get(url).content.decode() for url in pages)


def test_its_own_page_shows_it_struck_and_why(editor, record):
    assert strike_of(record) in editor.get(page_of(record)).content.decode()

    page = editor.post(strike_of(record), opened(editor, strike_of(record), reason="<b>misread</b>"), follow=True)

    shown = page.content.decode()
    assert page.redirect_chain[-1][0] == page_of(record)
    assert "struck out " in shown
    assert "&lt;b&gt;misread&lt;/b&gt;" in shown
    assert strike_of(record) not in shown


def test_who_came_from_the_page_of_a_claim_is_led_back_to_it(editor, record):
    last = Claim.objects.order_by("id").last()
    url = f"{strike_of(record)}?claim={last.pk}&from=overview"

    assert editor.post(url, opened(editor, url, reason="misread")).url == page_of(last)


def test_without_a_reason_nothing_is_struck(editor, record):
    assert "reason" in errors(struck(editor, record, " "))

    record.refresh_from_db()
    assert record.struck_at is None


def test_a_stale_strike_is_rejected_once_and_can_be_sent_again(editor, superuser, record):
    other = Claim.objects.order_by("id").first()  # of a relation the end that it was not recorded with
    mine = opened(editor, strike_of(record), reason="mine, typed by hand")
    edit = reverse("admin:claims_claim_edit", args=[other.pk])
    superuser.post(edit, opened(superuser, edit, priority="1", reason="it is urgent"))

    sent = editor.post(strike_of(record), mine)

    assert "user:boss, changed (it is urgent)" in errors(sent)
    assert "mine, typed by hand" in sent.content.decode()
    record.refresh_from_db()
    assert record.struck_at is None
    assert editor.post(strike_of(record), sendable(sent)).status_code == 302


def test_what_is_struck_already_is_said_and_not_struck_again(editor, superuser, record):
    mine = opened(editor, strike_of(record), reason="mine")
    struck(superuser, record, "a colleague was first")

    for page in (editor.get(strike_of(record), follow=True), editor.post(strike_of(record), mine, follow=True)):
        assert "is already struck out: a colleague was first" in page.content.decode()
    record.refresh_from_db()
    assert record.struck_reason == "a colleague was first"


def test_it_is_struck_by_post_alone(editor, record):
    editor.get(strike_of(record), {"reason": "by a link", "revision_seen": 1})

    record.refresh_from_db()
    assert record.struck_at is None


def test_a_reader_gets_no_action_and_is_rejected(newcomer, record):
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))

    for page in (page_of(record), page_of(Claim.objects.first())):
        assert strike_of(record) not in newcomer.get(page).content.decode()
    assert newcomer.get(strike_of(record)).status_code == 403
    assert newcomer.post(strike_of(record), {"reason": "mine"}).status_code == 403
    record.refresh_from_db()
    assert record.struck_at is None


def test_the_permission_is_that_on_the_record_itself(newcomer, stake):
    wanted = Permission.objects.filter(codename__in=("view_interest", "change_claim", "change_claimrelation"))
    User.objects.get(username="new").user_permissions.add(*wanted)
    assert newcomer.get(strike_of(stake)).status_code == 403

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="change_interest"))
    assert struck(newcomer, stake).status_code == 302

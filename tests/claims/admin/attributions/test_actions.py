from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution, Citation, Revision
from sources.models import Document
from tests.claims.admin.posting import errors, opened


@pytest.fixture
def us(arms):
    return Attribution.objects.get(claim=arms, key="us-accuses")


def action(name, row):
    return reverse(f"admin:claims_attribution_{name}", args=[row.pk])


def link_action(name, link):
    return reverse(f"admin:claims_attribution_{name}_link", args=[link.citing_id, link.pk])


def latest(claim):
    return Revision.objects.filter(claim=claim).order_by("-number").first()


def test_withdrawing_says_by_whom_when_and_why(editor, us):
    data = opened(editor, action("withdraw", us), by="source", withdrawn_at="2024-06-11", reason="the spokesman misspoke")

    sent = editor.post(action("withdraw", us), data)

    assert sent.status_code == 302, errors(sent)
    us.refresh_from_db()
    assert (us.withdrawn_by, us.withdrawn_at, us.withdrawal_reason) == ("source", "2024-06-11", "the spokesman misspoke")
    assert (latest(us.claim).action, latest(us.claim).actor) == ("withdrawn", "user:ed")


def test_voiding_is_recorded_with_its_reason(editor, us):
    editor.post(action("void", us), opened(editor, action("void", us), reason="typed into the wrong claim"))

    us.refresh_from_db()
    assert us.void_reason == "typed into the wrong claim"
    assert "voided (our error)" in editor.get(reverse("admin:claims_attribution_change", args=[us.pk])).content.decode()


def test_attaching_a_document(editor, us):
    document = Document.objects.get()

    editor.post(action("attach", us), opened(editor, action("attach", us), document=document.pk, reason="we have it now"))

    us.refresh_from_db()
    assert us.document == document


@pytest.mark.parametrize("name", ["withdraw", "void", "attach"])
def test_without_a_reason_nothing_is_done(name, editor, us):
    document = Document.objects.get()
    data = opened(editor, action(name, us), by="source", document=document.pk, reason=" ")

    assert "reason" in errors(editor.post(action(name, us), data))
    assert latest(us.claim).number == us.claim.revision


def test_an_invalid_date_is_rejected_at_its_field(editor, us):
    data = opened(editor, action("withdraw", us), by="source", withdrawn_at="yesterday", reason="because it was so")

    sent = editor.post(action("withdraw", us), data)

    assert "yesterday" in errors(sent)
    assert "because it was so" in sent.content.decode()


def test_a_stale_action_is_rejected_once_and_can_be_sent_again(editor, us):
    mine = opened(editor, action("void", us), reason="our own error")
    other = Attribution.objects.get(claim=us.claim, key="us-photos")
    editor.post(action("void", other), opened(editor, action("void", other), reason="another error"))

    sent = editor.post(action("void", us), mine)

    assert "another error" in errors(sent)
    assert 'value="2"' in sent.content.decode()
    assert "our own error" in sent.content.decode()
    assert editor.post(action("void", us), mine | {"revision_seen": "2"}).status_code == 302


def test_actions_are_done_by_post_alone(editor, us):
    editor.get(action("void", us), {"reason": "by a link", "revision_seen": us.claim.revision})

    us.refresh_from_db()
    assert us.voided_at is None


def test_an_action_needs_the_token_against_forgery(ed, us):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ed)

    assert client.post(action("void", us), {"reason": "r", "revision_seen": us.claim.revision}).status_code == 403


@pytest.fixture
def link(arms):
    return Citation.objects.get(citing__claim=arms, citing__key="bloomberg", cited__key="us-photos")


def test_a_link_is_struck_out(editor, link):
    sent = editor.post(link_action("strike", link), opened(editor, link_action("strike", link), reason="misread"))

    assert sent.status_code == 302, errors(sent)
    link.refresh_from_db()
    assert link.struck_reason == "misread"


def test_a_link_is_redirected_to_another_attribution_of_the_claim(editor, link):
    Citation.objects.filter(citing=link.citing, cited__key="moscow-denies").delete()
    target = Attribution.objects.get(claim=link.citing.claim_id, key="moscow-denies")

    sent = editor.post(
        link_action("redirect", link), opened(editor, link_action("redirect", link), to=str(target.pk), reason="misread")
    )

    assert sent.status_code == 302, errors(sent)
    assert Citation.objects.filter(citing=link.citing, cited=target, struck_at=None).exists()


def test_the_last_link_of_a_bare_report_is_not_struck(editor, arms):
    link = Citation.objects.get(citing__claim=arms, citing__key="spokesman-review")

    sent = editor.post(link_action("strike", link), opened(editor, link_action("strike", link), reason="misread"))

    assert "only passes on" in errors(sent)


def test_a_struck_link_offers_nothing_more(editor, link, now):
    Citation.objects.filter(pk=link.pk).update(struck_at=now, struck_reason="misread")

    assert editor.get(link_action("strike", link)).status_code == 404


def test_the_page_links_to_the_form_that_supersedes_it(editor, us):
    page = editor.get(reverse("admin:claims_attribution_change", args=[us.pk])).content.decode()

    assert f"/claims/claim/{us.claim_id}/who-says-so/?supersede=us-accuses" in page

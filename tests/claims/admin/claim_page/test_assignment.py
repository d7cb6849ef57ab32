"""The button "Assign to me"."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.admin.claim_page.tabs import tab_url
from claims.models import Claim, Revision


def url(arms: Claim) -> str:
    return f"{reverse('admin:claims_claim_assign', args=[arms.pk])}?from=chain"


def test_it_assigns_the_claim_with_a_revision_and_leads_back(editor: Client, ed: User, arms: Claim) -> None:
    sent = editor.post(url(arms), {"assignee": ""})

    arms.refresh_from_db()
    last = Revision.objects.filter(claim=arms).latest("number")
    assert sent.url == tab_url(arms.pk, "chain")
    assert (arms.assignee, last.actor, last.action) == (ed, "user:ed", "assigned")
    assert "Assign to me" not in editor.get(tab_url(arms.pk, "chain")).content.decode()


def test_a_colleague_who_was_faster_keeps_it(editor: Client, superuser: Client, arms: Claim) -> None:
    superuser.post(url(arms), {"assignee": ""})

    page = editor.post(url(arms), {"assignee": ""}, follow=True).content.decode()

    boss = Claim.objects.get(pk=arms.pk).assignee
    assert boss is not None
    assert "boss has taken this claim in the meantime" in page
    assert boss.username == "boss"
    editor.post(url(arms), {"assignee": str(boss.pk)})  # seen, and taken over on purpose
    assert Claim.objects.get(pk=arms.pk).assignee != boss


def test_it_needs_the_permission_to_change_claims_and_a_post(newcomer: Client, editor: Client, arms: Claim) -> None:
    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))

    assert newcomer.post(url(arms), {"assignee": ""}).status_code == 403
    assert editor.get(url(arms)).status_code == 405
    assert Claim.objects.get(pk=arms.pk).assignee is None

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim, Revision
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_edit", args=[arms.pk])


def source(key):
    return Source.objects.get(key=key).pk


def test_sending_the_form_untouched_changes_nothing(editor, arms, url):
    sent = editor.post(url, opened(editor, url), follow=True)

    assert "Nothing changed" in sent.content.decode()
    assert Claim.objects.get(pk=arms.pk).revision == arms.revision
    assert arms.attributions.count() == Claim.objects.get(pk=arms.pk).attributions.count()


def test_changing_the_text_needs_a_reason_and_loses_nothing_typed(editor, arms, url):
    sent = editor.post(url, opened(editor, url, text="Another text.", place="Odesa"))

    assert "Enter a reason for the new text" in errors(sent)
    assert sent.context["form"]["place"].value() == "Odesa"
    assert Claim.objects.get(pk=arms.pk).text == arms.text


def test_a_claim_is_assigned_with_a_revision(editor, ed, arms, url):
    editor.post(url, opened(editor, url, assignee=str(ed.pk)))

    arms.refresh_from_db()
    assert arms.assignee == ed
    assert Revision.objects.filter(claim=arms).order_by("-number").first().action == "assigned"


def test_interests_and_relations_are_recorded(editor, arms, url):
    other = Claim.objects.exclude(pk=arms.pk).first()
    data = opened(editor, url, **row("interests", 0, source=source("bloomberg"), side="-1", reason="why"))
    data |= row("relations", 0, kind="contradicts", claim=other.pk)

    sent = editor.post(url, data)

    assert sent.status_code == 302, errors(sent)
    assert arms.interests.filter(source__key="bloomberg", side=-1).exists()
    assert arms.relations_from.filter(to_claim=other, kind="contradicts").exists()


def test_a_new_claim_never_writes_over_a_recorded_one(editor, arms):
    add = reverse("admin:claims_claim_add")
    sent = editor.post(add, opened(editor, add, text="Other words.", key="arms-transfers"))

    assert "already exists" in errors(sent)
    assert Claim.objects.get(pk=arms.pk).text == arms.text


def test_a_text_without_letters_requires_a_key(editor, sample):
    add = reverse("admin:claims_claim_add")

    assert "Enter a key" in errors(editor.post(add, opened(editor, add, text="这是一个说法。")))


class TestAStaleWrite:
    def test_is_refused_saying_what_changed_with_nothing_lost(self, editor, superuser, arms, url):
        mine = opened(editor, url, stage="checked", place="Odesa")
        superuser.post(url, opened(superuser, url, priority="1", reason="it is urgent"))

        sent = editor.post(url, mine)

        assert "changed since you opened it" in errors(sent)
        assert "user:boss, changed (it is urgent)" in errors(sent)
        assert sent.context["form"]["place"].value() == "Odesa"
        arms.refresh_from_db()
        assert (arms.stage, arms.priority, arms.revision) == ("new", 1, 2)

    def test_is_saved_on_top_once_the_editor_has_read_it(self, editor, superuser, arms, url):
        mine = opened(editor, url, stage="checked")
        superuser.post(url, opened(superuser, url, priority="1"))
        editor.post(url, mine)

        sent = editor.post(url, mine | {"revision_now": "2", "agree": "on"})

        assert sent.status_code == 302, errors(sent)
        arms.refresh_from_db()
        assert (arms.stage, arms.priority) == ("checked", 1)  # the colleague's change stays

    def test_is_rejected_again_if_the_claim_changes_again(self, editor, superuser, url):
        mine = opened(editor, url, stage="checked")
        for priority in ("1", "2"):
            superuser.post(url, opened(superuser, url, priority=priority))

        sent = editor.post(url, mine | {"revision_now": "2", "agree": "on"})

        assert "you saw revision 2" in errors(sent)

    def test_is_not_agreed_to_by_silence(self, editor, superuser, url):
        mine = opened(editor, url, stage="checked")
        superuser.post(url, opened(superuser, url, priority="1"))

        assert "changed since" in errors(editor.post(url, mine | {"revision_now": "2"}))


def test_a_new_claim_leads_to_its_overview_or_to_its_first_source(editor, sample):
    add = reverse("admin:claims_claim_add")

    sent = editor.post(add, opened(editor, add, text="The sea is salt."))
    then = editor.post(add, opened(editor, add, text="The sea is deep.", then_add="1"))

    salt, deep = (Claim.objects.get(key=key).pk for key in ("the-sea-is-salt", "the-sea-is-deep"))
    assert sent.url == reverse("admin:claims_claim_change", args=[salt])
    assert then.url == reverse("admin:claims_claim_quick", args=[deep])


def test_a_new_row_requires_the_permission_to_add_it(newcomer, arms, url):
    from django.contrib.auth.models import Permission, User

    wanted = Permission.objects.filter(codename__in=("view_claim", "change_claim"))
    User.objects.get(username="new").user_permissions.add(*wanted)

    assert newcomer.get(url).context["formsets"] == []

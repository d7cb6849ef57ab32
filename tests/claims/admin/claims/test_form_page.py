from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution, Claim, Revision
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_change", args=[arms.pk])


def source(key):
    return Source.objects.get(key=key).pk


def new(**typed):
    return row("attributions", 0, **{"source": source("bloomberg"), "stance": "supports", "basis": "statement", **typed})


def test_sending_the_form_untouched_changes_nothing(editor, arms, url):
    sent = editor.post(url, opened(editor, url), follow=True)

    assert "Nothing changed" in sent.content.decode()
    assert Claim.objects.get(pk=arms.pk).revision == arms.revision
    assert arms.attributions.count() == Claim.objects.get(pk=arms.pk).attributions.count()


def test_changing_the_text_needs_a_reason_and_loses_nothing_typed(editor, arms, url):
    sent = editor.post(url, opened(editor, url, text="Another text.", **new(quote_exact="typed by hand")))

    assert "Enter a reason for the new text" in errors(sent)
    assert "typed by hand" in sent.content.decode()
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
        mine = opened(editor, url, stage="checked", **new(quote_exact="typed by hand"))
        superuser.post(url, opened(superuser, url, priority="1", reason="it is urgent"))

        sent = editor.post(url, mine)

        page = sent.content.decode()
        assert "changed since you opened it" in errors(sent)
        assert "by boss, changed (it is urgent)" in errors(sent)
        assert "typed by hand" in page
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


def test_superseding_opens_a_row_with_all_but_the_stance(editor, arms, url):
    url = f"{url}?supersede=us-accuses"
    page = opened(editor, url)
    assert page["attributions-0-supersedes"] == "us-accuses"
    assert page["attributions-0-source"] == source("us-government")
    assert page.get("attributions-0-stance", "") == ""

    assert "Nothing changed" in editor.post(url, page, follow=True).content.decode()
    sent = editor.post(url, page | {"attributions-0-stance": "denies"})

    assert sent.status_code == 302, errors(sent)
    assert Attribution.objects.get(supersedes__key="us-accuses", claim=arms).stance == "denies"


def test_superseding_a_relay_keeps_what_it_passes_on(editor, url):
    page = opened(editor, f"{url}?supersede=bloomberg")

    assert set(page["attributions-0-cites"]) >= {"us-accuses", "moscow-denies"}
    assert opened(editor, f"{url}?supersede=spokesman-review")["attributions-0-copies"] == "bloomberg"


def test_a_reader_sees_no_form_and_cannot_write(newcomer, arms, url):
    from django.contrib.auth.models import Permission, User

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))
    page = newcomer.get(url)

    assert page.status_code == 200
    assert b'name="text"' not in page.content
    assert newcomer.post(url, {"text": "mine"}).status_code == 403


def test_a_new_row_requires_the_permission_to_add_it(newcomer, arms, url):
    from django.contrib.auth.models import Permission, User

    wanted = Permission.objects.filter(codename__in=("view_claim", "change_claim"))
    User.objects.get(username="new").user_permissions.add(*wanted)

    assert newcomer.get(url).context["formsets"] == []

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from claims.models import SavedView
from claims.operations.desk.roles import EDITOR, ensure_role
from claims.operations.desk.saved_views import MOST_VIEWS, save_view
from tests.claims.admin.listing import LIST, many, shown

VIEWS = f"{LIST}views/"


def save(client, name, query, **sent):
    return client.post(VIEWS, {"do": "save", "name": name, "query": query, **sent})


def message(answer):
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


@pytest.fixture
def other(db):
    user = User.objects.create_user("kim", is_staff=True)
    user.groups.add(ensure_role(EDITOR))
    client = Client()
    client.force_login(user)
    return client


def names(client):
    return [tab.name for tab in shown(client, view="all").context["tabs"]][1:]


def test_filters_search_and_order_are_kept_under_a_name(editor, now):
    many(now, 2)
    order = [*shown(editor).context["cl"].list_display].index("status")

    answer = save(editor, "My arms", f"status=contested&q=arms&o=-{order}&p=after-5&view=all")

    view = SavedView.objects.get()
    assert view.query == {"status": "contested", "q": "arms", "o": "-status"}
    assert answer.url == f"{LIST}?view={view.pk}&status=contested&q=arms&o=-{order}"


def test_the_open_view_is_marked_with_changed_filters(editor, now):
    save(editor, "Contested", "status=contested")
    pk = SavedView.objects.get().pk

    opened = shown(editor, view=pk, status="contested").context["tabs"]
    changed = shown(editor, view=pk, status="contested", stale="yes").context["tabs"]

    assert [(tab.is_open, tab.is_changed) for tab in opened] == [(False, False), (True, False)]
    assert [(tab.is_open, tab.is_changed) for tab in changed] == [(False, False), (True, True)]


def test_a_name_in_use_is_given_to_the_new_list(editor):
    save(editor, "Mine", "status=contested")

    answer = save(editor, " Mine ", "assignee=me")

    assert SavedView.objects.get().query == {"assignee": "me"}
    assert message(answer).endswith("“Mine” now shows these filters.")


def test_views_are_private_to_their_user(editor, other):
    save(editor, "Mine", "status=contested")
    pk = SavedView.objects.get().pk

    for do in ("rename", "remove", "default"):
        other.post(VIEWS, {"do": do, "view": pk, "name": "theirs"})

    assert names(other) == []
    assert "Mine" not in other.get(VIEWS).content.decode()
    assert (SavedView.objects.get().name, SavedView.objects.get().is_default) == ("Mine", False)


def test_a_view_is_renamed_and_removed(editor):
    save(editor, "Mine", "status=contested")
    pk = SavedView.objects.get().pk

    editor.post(VIEWS, {"do": "rename", "view": pk, "name": "Ours"})
    assert names(editor) == ["Ours"]
    editor.post(VIEWS, {"do": "remove", "view": pk})
    assert names(editor) == []


def test_no_two_views_have_one_name(editor):
    save(editor, "One", "status=contested")
    save(editor, "Two", "assignee=me")

    answer = editor.post(VIEWS, {"do": "rename", "view": SavedView.objects.get(name="Two").pk, "name": "One"})

    assert "You already have a view “One”" in message(answer)
    assert names(editor) == ["One", "Two"]


def test_the_list_opens_with_the_view_that_was_chosen_and_all_claims_stay_a_click_away(editor, now):
    many(now, 2)
    save(editor, "Mine", "assignee=me", default="on")

    opened = editor.get(LIST)

    assert opened.url == f"{LIST}?view={SavedView.objects.get().pk}&assignee=me"
    assert len(shown(editor, view="all").context["cl"].result_list) == 2
    assert len(shown(editor, status="contested").context["cl"].result_list) == 2


def test_one_view_at_most_opens_the_list(editor):
    save(editor, "One", "status=contested", default="on")
    save(editor, "Two", "assignee=me", default="on")
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == ["Two"]

    editor.post(VIEWS, {"do": "default"})

    assert not SavedView.objects.filter(is_default=True).exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_name(name, editor):
    answer = save(editor, name, "status=contested")

    assert "Give the view a name" in message(answer)
    assert answer.url == f"{LIST}?status=contested"
    assert not SavedView.objects.exists()


def test_there_are_only_so_many_views(editor, ed):
    for number in range(MOST_VIEWS):
        save_view(ed.pk, str(number), {"status": "contested"})

    assert "remove one" in message(save(editor, "one more", "status=contested"))
    assert "now shows" in message(save(editor, "0", "status=unverified"))


def test_unknown_parts_of_a_stored_view_are_ignored(editor, ed):
    view = save_view(ed.pk, "Old", {"gone": "x", "o": "gone.-status", "status": "contested"}).view

    tab = shown(editor, view="all").context["tabs"][1]

    assert tab.url.startswith(f"?view={view.pk}&status=contested&o=-")
    assert "gone" not in tab.url


@pytest.mark.parametrize(
    "sent", [{}, {"do": "drop"}, {"do": "rename", "view": "x", "name": "n"}, {"do": "remove", "view": "9" * 40}], ids=str
)
def test_nothing_that_is_sent_breaks_it(sent, editor):
    assert editor.post(VIEWS, sent).status_code == 302


def test_hostile_names_are_escaped(editor):
    save(editor, "<b>evil</b>", "q=<i>x</i>")

    assert "<b>evil</b>" not in shown(editor, view="all").content.decode() + editor.get(VIEWS).content.decode()


def test_views_require_the_permission_to_view_claims(newcomer):
    assert newcomer.get(VIEWS).status_code == newcomer.post(VIEWS, {"do": "save", "name": "n"}).status_code == 403

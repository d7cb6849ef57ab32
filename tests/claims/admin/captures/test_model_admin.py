from __future__ import annotations

from django.contrib.auth.models import Permission

from tests.sites import PARAGRAPH

LIST = "/admin/sources/capture/"


def test_the_list_shows_outcomes_in_words_and_is_searched_by_url(viewer, stored):
    stored()
    stored(outcome="not_found", problem="No page.", title="", url="https://other.example/x")

    shown = viewer.get(LIST, {"q": "other.example"}).content.decode()

    assert "page not found" in shown
    assert "The bridge" not in shown


def test_whoever_may_not_see_documents_sees_no_captures(client, ed, stored):
    capture = stored()
    ed.groups.clear()
    ed.user_permissions.add(Permission.objects.get(codename="view_capture"))
    client.force_login(ed)

    pages = [f"{LIST}{capture.pk}/{name}/" for name in ("change", "text", "file")]
    assert {client.get(url).status_code for url in (LIST, *pages, f"{LIST}list/")} == {403}


def test_no_page_edits_a_capture(superuser, stored):
    capture = stored()

    superuser.post(f"{LIST}{capture.pk}/change/", {"title": "Mine", "text": "Mine"})
    capture.refresh_from_db()

    assert (capture.title, capture.text) == ("The bridge", PARAGRAPH)
    assert superuser.post(f"{LIST}{capture.pk}/delete/", {"post": "yes"}).status_code == 403

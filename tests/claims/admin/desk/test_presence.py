"""The notice that a colleague has the same claim open, and of what was saved since."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from claims.models import Claim, OpenClaim, Revision
from claims.operations.claims.assignment import assign
from claims.verification import Change


@pytest.fixture
def page(arms: Claim) -> str:
    return f"/admin/claims/claim/{arms.pk}/"


def ask(client: Client, page: str, **sent: str) -> list[str]:
    answer = client.post(f"{page}presence/", sent)
    assert answer.status_code == 200
    lines: list[str] = answer.json()["lines"]
    return lines


def test_two_editors_see_each_other_but_not_themselves(editor: Client, superuser: Client, page: str) -> None:
    assert "Also open" not in editor.get(f"{page}change/").content.decode()

    assert "Also open: ed (" in superuser.get(f"{page}change/").content.decode()

    assert [line.split(" (")[0] for line in ask(editor, page)] == ["Also open: boss"]


def test_an_editor_who_closes_the_page_disappears(editor: Client, superuser: Client, page: str) -> None:
    superuser.get(f"{page}change/")
    assert superuser.post(f"{page}presence/", {"closed": "1"}).status_code == 204
    assert ask(editor, page) == []

    superuser.get(f"{page}change/")
    OpenClaim.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert ask(editor, page) == []


def test_changes_since_the_page_was_opened_are_shown(editor: Client, ed: User, page: str, arms: Claim) -> None:
    seen = str(arms.revision)
    assert ask(editor, page, revision=seen) == []
    assert assign(arms.pk, ed, Change(timezone.now(), "user:boss", "assigned", "yours"))

    (line,) = ask(editor, page, revision=seen)
    assert "by boss, assigned" in line
    assert ask(editor, page, revision="x") == []


def test_presence_is_not_recorded_and_requires_view_permission(editor: Client, newcomer: Client, page: str) -> None:
    before = Revision.objects.count()
    ask(editor, page)
    assert Revision.objects.count() == before
    assert newcomer.post(f"{page}presence/").status_code == 403
    assert editor.get(f"{page}presence/").status_code == 405

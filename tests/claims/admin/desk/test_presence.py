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
    told: list[str] = answer.json()["told"]
    return told


def test_two_editors_learn_of_each_other_and_nobody_of_himself(editor: Client, superuser: Client, page: str) -> None:
    assert "Also open" not in editor.get(f"{page}change/").content.decode()

    assert "Also open at the desk of ed (" in superuser.get(f"{page}change/").content.decode()

    assert [line.split(" (")[0] for line in ask(editor, page)] == ["Also open at the desk of boss"]


def test_who_closes_the_page_or_is_not_heard_of_is_gone(editor: Client, superuser: Client, page: str) -> None:
    superuser.get(f"{page}change/")
    assert superuser.post(f"{page}presence/", {"closed": "1"}).status_code == 204
    assert ask(editor, page) == []

    superuser.get(f"{page}change/")
    OpenClaim.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert ask(editor, page) == []


def test_what_was_saved_since_the_page_was_opened_is_told(editor: Client, ed: User, page: str, arms: Claim) -> None:
    seen = str(arms.revision)
    assert ask(editor, page, revision=seen) == []
    assert assign(arms.pk, ed, Change(timezone.now(), "user:boss", "assigned", "yours"))

    (told,) = ask(editor, page, revision=seen)
    assert "by boss, assigned" in told
    assert ask(editor, page, revision="x") == []


def test_it_is_no_part_of_the_record_and_needs_a_person_who_may_see_the_claim(
    editor: Client, newcomer: Client, page: str
) -> None:
    before = Revision.objects.count()
    ask(editor, page)
    assert Revision.objects.count() == before
    assert newcomer.post(f"{page}presence/").status_code == 403
    assert editor.get(f"{page}presence/").status_code == 405

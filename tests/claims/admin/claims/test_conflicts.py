"""Two editors change one claim: the later one sees both changes, and loses none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims.models import Claim
from tests.claims.admin.posting import opened, row


@pytest.fixture
def url(arms: Claim) -> str:
    return f"/admin/claims/claim/{arms.pk}/edit/"


def refused(editor: Client, superuser: Client, url: str, mine: dict[str, Any], **theirs: Any) -> Any:
    typed = opened(editor, url, **mine)
    superuser.post(url, opened(superuser, url, reason="it is urgent", **theirs))
    sent = editor.post(url, typed)
    assert sent.status_code == 200
    return sent


def test_a_field_changed_by_both_shows_both_values(editor: Client, superuser: Client, url: str) -> None:
    mine = {"stage": "checked", "priority": "2", "reason": "done"}
    sent = refused(editor, superuser, url, mine, priority="1", topics="arms")

    conflict = sent.context["conflict"]

    assert [(one.name, one.before, one.after, one.now) for one in conflict.mine] == [
        ("stage", "new", "checked", ""),
        ("priority", "5 – normal", "2", "1"),
    ]
    ((revision, lines),) = [(one.revision, one.lines) for one in conflict.theirs]
    assert (revision.actor, revision.reason) == ("user:boss", "it is urgent")
    assert "arms" in [line.after for line in lines] + [line.before for line in lines] or lines
    page = sent.content.decode()
    assert 'id="conflict"' in page
    assert "changed by both" in page
    assert sent.context["form"].errors["priority"] == ["Current value: 1"]
    assert "stage" not in sent.context["form"].errors


def test_filled_in_rows_are_shown_and_kept(editor: Client, superuser: Client, url: str, arms: Claim) -> None:
    pyongyang = str(arms.attributions.filter(stance="denies")[0].source_id)
    new = row("interests", 0, side="-1", source=pyongyang, reason="It is accused.")
    sent = refused(editor, superuser, url, new, priority="1")

    (text,) = sent.context["conflict"].added

    assert text.startswith("Interest: ")
    assert "It is accused." in text
    assert sent.context["formsets"][0]["formset"][0]["side"].value() == "-1"


def test_a_page_on_which_nothing_collided_shows_none(editor: Client, url: str) -> None:
    assert 'id="conflict"' not in editor.get(url).content.decode()

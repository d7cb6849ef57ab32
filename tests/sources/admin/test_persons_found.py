"""Persons found later in texts about unnamed sources are for senior editors alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from claims.models import Claim
from sources.models import PersonMatch, Source
from tests.cases import load, person
from tests.claims.admin.posting import opened

pytestmark = pytest.mark.usefixtures("sample")
UNNAMED = "/admin/sources/source/add/?unnamed=1"
FOUND = "/admin/sources/source/persons-found/"


def unnamed(**values: str) -> dict[str, str]:
    vedomosti = str(Source.objects.get(key="vedomosti").pk)
    return {"name": "Unnamed aide", "kind": "person", "vouched_by": vedomosti, **values}


def test_what_is_found_later_is_for_senior_editors_alone(editor: Client, senior: Client, viewer: Client, now: datetime) -> None:
    Claim.objects.update(public=False)
    assert editor.post(UNNAMED, opened(editor, UNNAMED, **unnamed(name="Ada Lovelace, aide"))).status_code == 302
    load({"sources": [person("ada", name="Ada Lovelace")]}, at=now)

    for client in (editor, viewer):
        assert b"persons-found" not in client.get("/admin/").content
        assert client.get(FOUND).status_code == 403
        assert client.post(FOUND, {"reason": "x", "matches": "1"}).status_code == 403
    assert b"persons-found" in senior.get("/admin/").content
    shown = senior.get(FOUND).content.decode()
    assert "Ada Lovelace, aide" in shown

    match = PersonMatch.objects.get()
    assert senior.post(FOUND, {"reason": "another Ada"}).status_code == 200
    assert senior.post(FOUND, {"reason": "another Ada", "matches": str(match.pk)}).status_code == 302
    match.refresh_from_db()
    assert (match.settled_by, match.settled_reason) == ("user:sen", "another Ada")
    assert b"persons-found" not in senior.get("/admin/").content


@pytest.mark.parametrize("where", ["words__word", "personmatch__id", "sourceword__word"])
def test_no_list_is_filtered_by_matches(where: str, editor: Client) -> None:
    for page in ("/admin/sources/source/", "/admin/sources/sourcechange/"):
        assert editor.get(f"{page}?{where}__startswith=p").status_code in (302, 400)

"""On the desk a name in a text about an unnamed source is a senior editor's to confirm, and matches are theirs alone to see."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from claims.models import Claim
from sources.models import IndependenceJudgement, PersonMatch, Source
from tests.cases import load, person
from tests.claims.admin.posting import errors, opened

pytestmark = pytest.mark.usefixtures("sample")

UNNAMED = "/admin/sources/source/add/?unnamed=1"
JUDGE = "/admin/sources/independencejudgement/add/"
FOUND = "/admin/sources/source/persons-found/"
CLOSE = "a person close to Putin"


def unnamed(**values: str) -> dict[str, str]:
    vedomosti = str(Source.objects.get(key="vedomosti").pk)
    return {"name": "Unnamed aide", "kind": "person", "vouched_by": vedomosti, **values}


def test_a_senior_confirms_in_the_form_and_an_editor_sees_who_can(editor: Client, senior: Client) -> None:
    refused = editor.post(UNNAMED, opened(editor, UNNAMED, **unnamed(description=CLOSE, names_confirmed="on")))
    assert "senior editor" in str(errors(refused))
    assert b'name="names_confirmed"' not in refused.content

    data = opened(senior, UNNAMED, **unnamed(description=CLOSE))
    assert "names_confirmed" not in data
    asked = senior.post(UNNAMED, data)
    assert b'name="names_confirmed"' in asked.content
    assert senior.post(UNNAMED, {**data, "names_confirmed": "on"}).status_code == 302
    assert senior.post(UNNAMED, {**data, "name": "Vladimir Putin, aide", "names_confirmed": "on"}).status_code == 200
    assert Source.objects.get(key="unnamed-aide").description == CLOSE


def test_the_reason_of_a_judgement_is_confirmed_likewise(senior: Client) -> None:
    one, other = (str(Source.objects.get(key=key).pk) for key in ("vedomosti-diplomat", "putin"))
    data = opened(senior, JUDGE, one=one, other=other, outcome="unsure", reason="He is Putin.")
    assert b'name="names_confirmed"' in senior.post(JUDGE, data).content
    assert not IndependenceJudgement.objects.filter(reason="He is Putin.").exists()
    assert senior.post(JUDGE, {**data, "names_confirmed": "on"}).status_code == 302


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

"""On the desk a name in a text about an unnamed source is a senior editor's to confirm, and matches are theirs alone to see."""

from __future__ import annotations

import pytest
from django.test import Client

from sources.models import IndependenceJudgement, Source
from tests.claims.admin.posting import errors, opened

pytestmark = pytest.mark.usefixtures("sample")
UNNAMED = "/admin/sources/source/add/?unnamed=1"
JUDGE = "/admin/sources/independencejudgement/add/"
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

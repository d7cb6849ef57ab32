from __future__ import annotations

import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.admin.cases import upload
from claims.models import Claim, Revision
from tests.cases import outlet, two_statements
from tests.claims.admin.posting import errors

URL = "/admin/claims/claim/load-case/"


def sent(client, content, *, name="case.json", reason="from the archive", **fields):
    data = content if isinstance(content, bytes) else json.dumps({"format": "factcheck-case/1", **content}).encode()
    return client.post(URL, {"file": SimpleUploadedFile(name, data), "reason": reason, **fields})


@pytest.mark.door
def test_a_case_file_is_loaded_in_the_editors_name(editor):
    assert sent(editor, two_statements()).status_code == 302

    last = Revision.objects.get()
    assert (last.actor, last.action, last.reason) == ("user:ed", "load case", "from the archive")


def test_a_recorded_source_gets_another_name_only_if_the_editor_says_so(editor):
    sent(editor, {"sources": [outlet("guardian", name="The Guardian")]})
    other = {"sources": [outlet("guardian", name="The Guardian (Nigeria)")]}
    assert [problem.path for problem in sent(editor, other).context["problems"]] == ["$.sources[0].name"]

    sent(editor, other, update_sources="on")

    shown = [str(message) for message in get_messages(editor.get("/admin/").wsgi_request)]
    assert "1 changed: guardian, name The Guardian → The Guardian (Nigeria)" in shown


def test_yaml_is_read_too(editor):
    assert (
        sent(editor, b"format: factcheck-case/1\nsources: [{key: a, name: A, kind: outlet}]\n", name="case.yaml").status_code
        == 302
    )


def test_every_problem_is_listed_with_its_place_and_nothing_is_stored(editor):
    case = two_statements()
    case["claims"][0]["attributions"][0]["source"] = "nobody"
    case["claims"][0]["attributions"][1]["stance"] = "reports"
    case["claims"][0]["priority"] = "high"

    page = sent(editor, case)

    places = [problem.path for problem in page.context["problems"]]
    assert places == ["$.claims[0].priority", "$.claims[0].attributions[0].source", "$.claims[0].attributions[1]"]
    assert "from the archive" in page.content.decode()
    assert not Claim.objects.exists()


def test_a_rejected_file_can_be_corrected_in_the_form(editor):
    case = two_statements()
    wrong = json.dumps({"format": "factcheck-case/1", **case}, indent=1).replace('"supports"', '"suports"')

    page = sent(editor, wrong.encode())
    form = page.context["form"]
    again = editor.post(
        URL, {"text": form["text"].value().replace("suports", "supports"), "name": form["name"].value(), "reason": "x"}
    )

    assert "suports" in page.content.decode()
    assert form["name"].value() == "case.json"
    assert again.status_code == 302, errors(again)
    assert Claim.objects.exists()


def test_a_missing_reason_keeps_the_file_and_a_yaml_file_stays_yaml(editor):
    page = sent(editor, b"format: factcheck-case/1\nsources: [{key: a, name: A, kind: outlet}]\n", name="a.yaml", reason="")
    form = page.context["form"]

    again = editor.post(URL, {"text": form["text"].value(), "name": form["name"].value(), "reason": "now"})

    assert again.status_code == 302, errors(again)


def test_a_new_file_takes_precedence_over_the_kept_text(editor):
    file = SimpleUploadedFile("new.json", json.dumps({"format": "factcheck-case/1", **two_statements()}).encode())

    assert editor.post(URL, {"file": file, "text": "{wrong", "name": "old.json", "reason": "x"}).status_code == 302


def test_a_file_is_required(editor):
    assert "Choose a case file" in errors(editor.post(URL, {"reason": "x"}))


def test_a_long_or_binary_file_is_not_kept(editor, monkeypatch):
    monkeypatch.setattr(upload, "MAX_KEPT", 5)

    assert "text" not in sent(editor, b"{wrong").context["form"].fields
    assert "text" not in sent(editor, b"\xff\x00").context["form"].fields


def test_an_invalid_case_file_is_rejected(editor):
    assert "was not loaded" in errors(sent(editor, b"\x00 not json <script>"))
    assert b"<script>alert" not in sent(editor, b'{"<script>alert(1)</script>": 1}').content


def test_a_file_too_large_for_one_request_is_refused_unread(editor, monkeypatch):
    monkeypatch.setattr(upload, "MAX_UPLOAD_BYTES", 10)

    assert "manage.py load_case" in errors(sent(editor, two_statements()))


def test_a_reason_is_required(editor):
    assert "reason" in errors(sent(editor, two_statements(), reason=""))
    assert not Claim.objects.exists()


def test_loading_a_file_requires_every_permission_that_it_may_use(newcomer):
    from django.contrib.auth.models import Permission, User

    User.objects.get(username="new").user_permissions.add(
        *Permission.objects.filter(codename__in=("add_claim", "change_claim"))
    )

    assert sent(newcomer, two_statements()).status_code == 403


def test_the_list_of_claims_links_to_it_for_users_with_permission(editor, newcomer, sample):
    from django.contrib.auth.models import Permission, User

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))

    assert URL in editor.get("/admin/claims/claim/").content.decode()
    assert URL not in newcomer.get("/admin/claims/claim/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_login(method, client, db):
    assert "/admin/login/" in getattr(client, method)(URL).url

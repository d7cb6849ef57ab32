"""Files over the API: what is captured of them, and that none of them does any harm."""

from __future__ import annotations

import zlib
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Capture, CaptureList
from tests.claims.api.refusing import refused
from tests.examples import tried
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described
from tests.pdfs import pdf
from tests.sites import Page, article, site

DOCUMENT = "sr-rare-visits"
BOTH = (CLAIMS_READ, SOURCES_WRITE)


@pytest.fixture
def editor(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def test_a_page_a_pdf_file_and_a_text_are_captured(editor: Caller) -> None:
    fields = {"url": "https://paper.example/a", "document": DOCUMENT, "reason": "For the claim.", "language": "uk"}
    response = editor.upload("captures/files/", "../../page.html", article(language=""), **fields)
    page = described(response, "capture_file")
    assert (response.status_code, response["Cache-Control"]) == (201, "private, no-store")
    assert response["Location"].endswith(f"/api/v1/captures/{page['id']}/")
    assert (page["outcome"], page["way"], page["name"], page["document"]) == ("captured", "uploaded", "page.html", DOCUMENT)
    assert (page["url"], page["reason"], page["language"]) == (fields["url"], "For the claim.", "uk")
    assert "the bridge will close" in page["text"]
    assert described(editor.get(f"captures/{page['id']}/"), "read_capture") == page
    for name, content, text, kind in (
        ("a.pdf", pdf("The dam failed."), "The dam failed.", "application/pdf"),
        ("printed", pdf("The dam failed."), "The dam failed.", "application/pdf"),
        ("a.txt", b"One\r\ntwo.", "One\ntwo.", "text/plain"),
    ):
        made = described(editor.upload("captures/files/", name, content), "capture_file")
        assert (made["text"], Capture.objects.get(pk=made["id"]).media_type) == (text, kind)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 garbage"),
        ("a.txt", b""),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 99),
        ("a.txt.gz", zlib.compress(b"a" * 5_000_000, wbits=31)),
        ("a.html", b"<html><script>document.write('x')</script></html>"),
    ],
)
def test_a_file_without_a_text_is_a_capture_that_says_so(name: str, content: bytes, editor: Caller) -> None:
    made = described(editor.upload("captures/files/", name, content), "capture_file")
    assert (made["outcome"], made.get("text", "")) == ("unreadable", "")
    assert made["problem"].endswith(".")
    assert described(editor.upload("captures/files/", "b.txt", b"Still here."), "capture_file")["outcome"] == "captured"


def test_brackets_entities_and_invisible_letters_end_in_a_clear_outcome(editor: Caller) -> None:
    brackets = described(editor.upload("captures/files/", "a.html", b"<html>" + b"<" * 5_000_000), "capture_file")
    bomb = b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><html>&b;</html>'
    assert "lollol" not in described(editor.upload("captures/files/", "a.html", bomb), "capture_file").get("text", "")
    hidden = described(editor.upload("captures/files/", "a.txt", "One\u202e\u200btwo\x00.".encode()), "capture_file")
    assert brackets["outcome"] in ("captured", "unreadable")
    assert hidden["outcome"] == "unreadable" or hidden["text"] == "Onetwo."


def test_what_is_no_form_with_one_file_is_refused(editor: Caller, settings: LazySettings) -> None:
    refused(editor.post("captures/files/", {"url": "x"}), 415, "unsupported-media-type")
    send = editor._client.generic
    bearer = {"Authorization": f"Bearer {editor.text}"}

    def sent(body: bytes, kind: str = "multipart/form-data; boundary=x") -> Any:
        return send("POST", "/api/v1/captures/files/", body, kind, headers=bearer)

    part = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="a.txt"\r\n\r\nText.\r\n'
    field = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\nText.\r\n'
    refused(sent(b"x", "multipart/form-data"), 400, "bad-request")
    refused(sent(b"x", f"multipart/form-data; boundary={'x' * 300}"), 400, "bad-request")
    for body in (b"garbage", part % b"other" + b"--x--", field % b"file" + b"--x--"):
        refused(sent(body), 422, "invalid", "/file")
    refused(sent(part % b"file" + part % b"file" + b"--x--"), 422, "invalid", "/file")
    refused(sent(part % b"file" + field % b"reason" + field % b"reason" + b"--x--"), 422, "invalid", "/reason")
    refused(sent(part % b"file" + field % b"identity" + b"--x--"), 422, "invalid", "/identity")
    refused(sent(part % b"file" + b"".join(field % b"f%d" % number for number in range(2_000)) + b"--x--"), 400, "bad-request")
    long = (field % b"reason").replace(b"Text.", b"Text" * 1_000_000)
    refused(sent(part % b"file" + long + b"--x--"), 413, "too-large")
    refused(editor.upload("captures/files/", "a.txt", b"x", document="none"), 422, "invalid", "/document")
    refused(editor.upload("captures/files/", "a.txt", b"x", reason="\u202eevil"), 422, "invalid", "/reason")
    refused(editor.upload("captures/files/", "a.txt", b"x" * (settings.CAPTURE_MAX_BYTES + 1)), 413, "too-large")
    assert not Capture.objects.exists()


PARTS = [
    b"--x", b"--x--", b"\r\n", b"\r\n\r\n", b'Content-Disposition: form-data; name="file"; filename="a.txt"', b"\x00", b"\xff",
    b'Content-Disposition: form-data; name="reason"', b"Content-Transfer-Encoding: base64", b"Content-Type: text/html",
    b'Content-Disposition: form-data; name="url"; filename*=utf-7\'\'a', b"Content-Length: -1", b";" * 3_000, b"Text.",
]  # fmt: skip


@settings(max_examples=tried(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PARTS), max_size=20).map(b"".join) | st.binary(max_size=60))
def test_any_bytes_are_a_form_or_are_refused(editor: Caller, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {editor.text}"}
    with override_settings(API_SLOW_PER_MINUTE=1_000_000, API_PER_MINUTE=1_000_000):
        for path in ("captures/files/", "capture-lists/files/"):
            response = editor._client.generic(
                "POST", f"/api/v1/{path}", body or b"x", "multipart/form-data; boundary=x", headers=headers
            )
            assert response.status_code in (201, 202, 400, 409, 413, 422), response.content


def test_a_key_for_repeating_is_refused_because_no_response_is_kept(editor: Caller) -> None:
    headers = {"Authorization": f"Bearer {editor.text}", "Idempotency-Key": "a"}
    form = {"file": SimpleUploadedFile("a.txt", b"x")}
    response = editor._client.post("/api/v1/captures/files/", form, headers=headers)
    assert "Idempotency-Key" in refused(response, 400, "bad-request")


@pytest.mark.django_db
def test_the_urls_of_a_table_are_fetched_and_its_faulty_lines_listed(
    settings: LazySettings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0
    reporter = caller(REPORTER, BOTH)
    with site({"/a": Page(article())}) as receiver, django_capture_on_commit_callbacks(execute=True):
        url = f"http://127.0.0.1:{receiver.port}/a"
        table = f"title,url\nOne,{url}\nTwo,javascript:alert(1)\nThree,{url}\nFour,ftp://a.example/\n".encode()
        response = reporter.upload("capture-lists/files/", "urls.csv", table, reason="For the story.")
    made = described(response, "capture_table")
    assert (response.status_code, made["reason"], [each["url"] for each in made["urls"]]) == (202, "For the story.", [url])
    assert [(each["line"], each["why"]) for each in made["faults"]] == [(3, "no_url"), (4, "repeated"), (5, "other_scheme")]
    (listed,) = described(reporter.get(f"capture-lists/{made['id']}/"), "read_capture_list")["urls"]
    assert listed["outcome"] == "captured"


@pytest.mark.parametrize("table", [b"", b"no,url\n", b"\xff\x00\xd8", b"%PDF-1.7\x80", b'"' * 900_000, b"=cmd|' /C calc'!A0\n"])
def test_a_table_without_urls_is_refused(table: bytes, editor: Caller) -> None:
    refused(editor.upload("capture-lists/files/", "urls.csv", table), 422, "invalid", "/file")
    assert not CaptureList.objects.exists()


def test_a_table_that_is_too_long_is_refused(editor: Caller) -> None:
    refused(editor.upload("capture-lists/files/", "a.csv", b"https://a.example/\n" * 60_000), 413, "too-large")
    many = b"".join(b"http://a.example/%d\n" % number for number in range(10_001))
    assert "at most 10,000" in refused(editor.upload("capture-lists/files/", "a.csv", many), 409, "conflict")


def test_who_may_not_record_uploads_nothing(sample: None) -> None:
    for path in ("captures/files/", "capture-lists/files/"):
        refused(caller(VIEWER, BOTH).upload(path, "a.txt", b"x"), 403, "not-allowed")
        refused(caller(EDITOR, (CLAIMS_READ,)).upload(path, "a.txt", b"x"), 403, "missing-scope")

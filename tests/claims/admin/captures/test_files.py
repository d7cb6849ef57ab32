from __future__ import annotations

import io
import zipfile

from sources.models import Document


def file_of(capture, name="file"):
    return f"/admin/sources/capture/{capture.pk}/{name}/"


def test_the_bytes_are_a_file_that_no_browser_opens(viewer, stored):
    capture = stored()

    sent = viewer.get(file_of(capture))

    assert sent.content == b"<script>alert(1)</script>"
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Content-Disposition"] == f'attachment; filename="capture-{capture.pk}.bin"'
    assert "sandbox" in sent["Content-Security-Policy"]


def test_captures_are_sent_for_viewers_of_web_archives(viewer, sample, stored):
    document = Document.objects.get()
    capture = stored(document=document)
    stored(document=document, outcome="gone", problem="Gone.")

    for url in (file_of(capture, "wacz"), f"/admin/sources/document/{document.pk}/wacz/"):
        sent = viewer.get(url)
        assert sent["Content-Type"] == "application/octet-stream"
        assert "example,paper)/bridge" in zipfile.ZipFile(io.BytesIO(sent.content)).read("indexes/index.cdxj").decode()


def test_what_has_no_bytes_has_no_file(viewer, stored):
    failed = stored(outcome="gone", problem="Gone.")

    assert {viewer.get(file_of(failed, name)).status_code for name in ("file", "wacz")} == {404}

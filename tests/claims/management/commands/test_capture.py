"""manage.py capture: pages, files and lists, each with what came of it."""

from __future__ import annotations

from io import StringIO
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from sources.models import Capture, Document
from tests.sites import PARAGRAPH, Page, article, site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings: LazySettings) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0
    settings.TIMESTAMP_URL = ""


def run(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("capture", *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_pages_are_captured_of_a_document_and_for_a_reason(sample: None) -> None:
    page = Page(article(f"KYIV (AP) — {PARAGRAPH}"))
    with site({"/a": page}) as receiver:
        urls = [f"http://127.0.0.1:{receiver.port}/{name}" for name in ("a", "b")]
        shown = run(*urls, "--document", "sr-rare-visits", "--reason", "To see.", "--stamp")

    assert "captured: The bridge" in shown
    assert "may be a copy (credit): KYIV (AP) —" in shown
    assert "not_found" in shown
    assert "The server does not know the page (404)." in shown
    assert "not stamped: There is no time-stamping authority" in shown
    stored = set(Capture.objects.values_list("document__key", "reason", "recorded_by"))
    assert stored == {("sr-rare-visits", "To see.", "command:capture")}


def test_a_document_with_the_url_is_named(sample: None) -> None:
    with site({"/a": Page(article())}) as receiver:
        Document.objects.update(url=f"http://127.0.0.1:{receiver.port}/a/")
        assert "the document sr-rare-visits has this URL" in run(f"http://127.0.0.1:{receiver.port}/a")


def test_files_and_lists_are_captured(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(article())
    with site({"/a": Page(article())}) as receiver:
        (tmp_path / "urls.csv").write_text(f"title,url\nA,http://127.0.0.1:{receiver.port}/a\nB,https://127.0.0.1/b\n")
        shown = run("--file", tmp_path / "page.html", "--csv", tmp_path / "urls.csv")

    assert [line.split()[1] for line in shown.splitlines() if line[0] != " "] == ["captured:", "captured:", "failed:"]
    assert Capture.objects.filter(name="page.html", way="uploaded").count() == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "Give URLs"),
        (("https://a.example/", "--document", "none"), "Unknown document"),
        (("--file", "/nowhere/at/all"), "No such file"),
        (("http://10.0.0.1/",), "Nothing was captured"),
        (("--csv", "/dev/null"), "There is no URL"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run(*arguments)
    assert not Document.objects.exists()

"""An editor captures a page of a site, records the document from what was read, and finds the capture with the document."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.utils import timezone

from sources.capturing.url_lists import work
from sources.models import Capture, CaptureList, Document, Source
from tests.sites import Page, article, site

pytestmark = pytest.mark.browser

#: Shows in the title of a window whether a captured page ran a script.
HOSTILE = "<script>document.title = 'captured'</script>"
HEAD = "<meta name='author' content='Jane Doe'><meta property='article:published_time' content='2024-06-11'>"


@pytest.fixture(autouse=True)
def _allowed(settings: Any) -> None:
    settings.CAPTURE_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    settings.CAPTURE_PER_HOST_SECONDS = 0.0


def test_a_page_is_captured_recorded_and_found_with_its_document(desk: Any) -> None:
    with site({"/bridge": Page(article(title="A bridge closes", head=HEAD + HOSTILE))}) as receiver:
        base = f"http://127.0.0.1:{receiver.port}"
        Source.objects.filter(key="bloomberg").update(homepage=base)
        page = desk.new_page()
        page.goto("/admin/sources/document/")
        page.click("a:text-is('Capture a page')")
        page.wait_for_function("document.activeElement?.name === 'url'")
        page.keyboard.type(f"{base}/gone")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The site has no page at this URL.")

        page.click("text=Upload or paste it")
        page.fill("[name=url]", f"{base}/bridge")
        page.click("button:text-is('Capture')")
        page.wait_for_selector("text=A copy is stored.")

    page.click("text=Record the document")
    assert page.input_value("[name=title]") == "A bridge closes"
    assert page.input_value("[name=author]") == "Jane Doe"
    page.select_option("[name=kind]", "article")
    page.click("button:text-is('Save')")

    page.wait_for_selector("text=is recorded as")
    document = Document.objects.get(title="A bridge closes")
    assert (document.publisher.key, document.published_at) == ("bloomberg", "2024-06-11")
    page.click("#outcome dd a")
    page.click("#captures >> text=Text")
    assert "the bridge will close for repairs" in page.inner_text(".capture-whole")
    assert page.title() != "captured"
    assert Capture.objects.get(document=document).recorded_by == "user:ed"


def test_the_page_of_a_list_follows_the_workers(desk: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setattr("sources.tasks.publish", lambda *_task: None)  # the workers are this test
    desk.set_default_timeout(60_000)
    with site({"/a": Page(article(title="A bridge closes"))}) as receiver:
        page = desk.new_page()
        page.goto("/admin/sources/capture/list/")
        page.fill("[name=text]", f"http://127.0.0.1:{receiver.port}/a")
        page.click("button:text-is('Preview')")
        page.click("button:text-is('Capture 1 URL')")
        page.wait_for_selector("text=0 of 1 done.")
        work(CaptureList.objects.get(), timezone.now, lambda: False)

    page.wait_for_selector("text=The list is complete.")
    page.wait_for_selector("#captured >> text=A bridge closes")
    assert page.locator("[data-live]").count() == 0

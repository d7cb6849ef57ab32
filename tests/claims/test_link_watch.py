"""The watch over pages, against a site on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from claims import link_watch
from claims.link_watch import DAILY, WEEKLY, check_due
from claims.models import Claim, Flag, PageProblem
from claims.operations.documents.link_watch import turn_watch
from claims.tasks import watch_links
from claims.verification import Change
from sources.models import Capture, Document, LinkCheck, LinkState
from sources.vocabulary import CaptureOutcome
from tests.cases import claim, load, outlet, person, row
from tests.sites import PARAGRAPH, Page, article, site

pytestmark = pytest.mark.django_db
QUOTE = {"exact": "the bridge will close for repairs", "prefix": "The council said on Monday that "}


class Watched:
    """A site with two pages, of which a claim quotes one; a clock."""

    def __init__(self, port: int, pages: dict[str, Page], now: datetime) -> None:
        self.pages, self.now, self.port = pages, now, port
        url = f"http://127.0.0.1:{port}"
        documents = [
            {"key": key, "publisher": "paper", "kind": "article", "title": key, "url": f"{url}/{key}"} for key in ("a", "b")
        ]
        said = row("council", document="a", quote=QUOTE)
        load({"sources": [outlet("paper"), person("council")], "documents": documents, "claims": [claim("c", said)]}, at=now)

    def after(self, time: timedelta) -> int:
        """Let the watch run after a while; return how many pages it visited."""
        self.now += time
        cache.clear()
        return check_due(lambda: self.now)


@pytest.fixture
def watched(now: datetime, settings: LazySettings) -> Iterator[Watched]:
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0.0
    settings.CAPTURE_SECONDS = 2.0
    pages = {"/a": Page(article()), "/b": Page(article())}
    with site(pages) as receiver:
        yield Watched(receiver.port, pages, now)


def test_only_pages_of_claims_are_visited_and_copied_once(watched: Watched) -> None:
    assert watched.after(DAILY) == 1
    assert watched.after(DAILY) == 1
    assert watched.after(DAILY / 2) == 0
    assert (
        list(LinkCheck.objects.values_list("document__key", "outcome", "recorded_by"))
        == [("a", "captured", "job:link-watch")] * 2
    )
    assert Capture.objects.get().text.count(PARAGRAPH) == 1
    assert PageProblem.objects.count() == 0


def test_an_upload_in_between_is_no_change_of_the_page(watched: Watched) -> None:
    watched.after(DAILY)
    of = {"document": Document.objects.get(key="a"), "fetched_at": watched.now}
    Capture.objects.create(way="uploaded", text="A print.", text_sha256="a" * 64, sha256="a" * 64, **of)

    assert watched.after(DAILY) == 1

    assert Capture.objects.filter(way="fetched").count() == 1
    assert not PageProblem.objects.exists()


def test_a_silent_edit_of_the_quote_is_flagged_with_the_new_copy(watched: Watched) -> None:
    watched.after(DAILY)
    watched.pages["/a"] = Page(article(PARAGRAPH.replace("will close", "may close")))
    watched.after(DAILY)
    state = LinkState.objects.select_related("capture").get()
    assert (state.changed_at, Capture.objects.count()) == (watched.now, 2)
    assert "may close" in state.capture.text
    assert Flag.objects.filter(code="quote_missing", cleared_at=None).count() == 1


def test_what_changes_beside_the_article_raises_nothing(watched: Watched) -> None:
    watched.after(DAILY)
    page = article().replace(b"<body>", b"<body><nav><a href='/'>Updated 5 minutes ago</a></nav><aside>Buy this.</aside>")
    watched.pages["/a"] = Page(page)
    watched.after(DAILY)
    assert (Capture.objects.count(), PageProblem.objects.count()) == (1, 0)


def test_a_dead_page_is_checked_daily_and_a_failed_visit_stores_no_copy(watched: Watched) -> None:
    Claim.objects.update(stage="checked")
    watched.after(DAILY)
    assert watched.after(DAILY) == 0
    watched.pages["/a"] = Page(status=404)
    assert watched.after(WEEKLY) == 1
    assert [watched.after(DAILY) for _ in range(3)] == [1, 1, 1]
    assert (LinkState.objects.get().gone_checks, Capture.objects.count()) == (4, 1)
    assert Flag.objects.get(code="dead_link", cleared_at=None).severity == "warning"


def test_what_no_claim_needs_waits(watched: Watched) -> None:
    watched.after(DAILY)
    Claim.objects.update(stage="dropped")
    assert watched.after(DAILY) == 0
    assert LinkState.objects.get().due_at == watched.now + WEEKLY


def test_a_page_from_whose_copy_a_text_was_erased_is_not_visited_again(watched: Watched) -> None:
    watched.after(DAILY)
    Capture.objects.update(text_sha256="", sha256="0" * 64)
    assert watched.after(DAILY) == 0
    assert (Capture.objects.count(), LinkState.objects.get().due_at) == (1, watched.now + WEEKLY)


def test_robots_txt_is_respected(watched: Watched) -> None:
    watched.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    watched.after(DAILY)
    state = LinkState.objects.get()
    assert (state.outcome, state.blocked_since, PageProblem.objects.count()) == (CaptureOutcome.ROBOTS, watched.now, 0)


def test_a_server_that_fails_altogether_fails_rather_than_refuses(watched: Watched) -> None:
    watched.pages.update({"/a": Page(status=503), "/robots.txt": Page(status=503)})
    watched.after(DAILY)
    state = LinkState.objects.get()
    assert (state.outcome, state.failing_since, state.blocked_since) == (CaptureOutcome.SERVER_ERROR, watched.now, None)


def test_it_stops_when_told_and_goes_on_later(watched: Watched) -> None:
    assert check_due(lambda: watched.now, lambda: True) == 0
    assert watched.after(timedelta(0)) == 1


def test_a_stop_by_the_desk_is_honoured_before_the_next_visit(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [row("council", document="b", quote=QUOTE)]
    load({"claims": [claim("d", *said)]}, at=watched.now)
    stop, start = (Change(watched.now, "user:boss", "link watch", why) for why in ("Too many.", "Enough."))
    visits: list[str] = []
    capture = link_watch.capture_url

    def stopping(url: str, **given: Any) -> Any:
        visits.append(url)
        turn_watch(stop, stop=True)
        return capture(url, **given)

    monkeypatch.setattr(link_watch, "capture_url", stopping)
    assert watched.after(DAILY) == 1
    assert watched.after(DAILY) == 0
    monkeypatch.undo()
    turn_watch(start, stop=False)
    assert (len(visits), watched.after(timedelta(0))) == (1, 2)


def test_a_visit_that_fails_on_our_side_does_not_come_again_at_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("claims.link_watch.capture_url", lambda *_a, **_k: 1 / 0)
    assert watched.after(DAILY) == 1
    assert watched.after(timedelta(minutes=5)) == 0
    assert "could not be checked" in caplog.text
    assert Document.objects.count() == 2


def test_the_task_does_nothing_if_it_is_off_or_another_worker_does_it(
    watched: Watched, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[object] = []
    monkeypatch.setattr("claims.tasks.check_due", lambda *args: ran.append(args))
    settings.LINK_WATCH = False
    watch_links.delay()
    settings.LINK_WATCH = True
    cache.set("claims.watch_links", 1)
    watch_links.delay()
    assert ran == []
    cache.clear()
    watch_links.delay()
    watch_links.delay()
    assert len(ran) == 2

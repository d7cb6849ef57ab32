"""Pages are visited without a broker, by a command that may be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone

from claims import link_watch
from claims.models import Heartbeat
from claims.operations.documents.link_watch import turn_watch
from claims.verification import Change
from sources.models import LinkCheck
from tests.cases import claim, load, outlet, person, row
from tests.claims.management.typed import run
from tests.sites import Page, article, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(settings: Any) -> Iterator[dict[str, Page]]:
    """Three pages, each of a claim."""
    settings.CAPTURE_ALLOWED_NETWORKS, settings.CAPTURE_PER_HOST_SECONDS = [ip_network("127.0.0.0/8")], 0.0
    found = {f"/{name}": Page(article()) for name in "abc"}
    with site(found) as receiver:
        url = f"http://127.0.0.1:{receiver.port}/"
        documents = [{"key": name, "publisher": "paper", "kind": "article", "title": name, "url": url + name} for name in "abc"]
        claims = [claim(f"c-{name}", row("council", document=name)) for name in "abc"]
        load({"sources": [outlet("paper"), person("council")], "documents": documents, "claims": claims}, at=timezone.now())
        yield found


def test_what_is_due_is_visited_and_a_second_run_has_nothing_to_do(pages: dict[str, Page]) -> None:
    assert run("watch_links").strip() == "3 pages visited; 0 are still due."
    assert run("watch_links").strip() == "0 pages visited; 0 are still due."
    assert LinkCheck.objects.count() == 3
    assert Heartbeat.objects.get().name == "link-command"


def test_it_stops_when_told_and_the_next_run_does_the_rest(pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("watch_links", "--minutes", "0").strip() == "0 pages visited; 3 are still due. The time is over."
    capture, visits = link_watch.capture_url, []

    def interrupted(url: str, **given: Any) -> Any:
        visits.append(url)
        if len(visits) == 2:
            raise KeyboardInterrupt
        return capture(url, **given)

    monkeypatch.setattr(link_watch, "capture_url", interrupted)
    assert run("watch_links").startswith("1 pages visited; 1 are still due. Interrupted")
    monkeypatch.undo()
    assert run("watch_links").strip() == "1 pages visited; 0 are still due."
    assert LinkCheck.objects.count() == 2  # the third is due again in an hour


def test_it_says_why_nothing_is_visited(pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(link_watch, "check_page", lambda *_a, **_k: None)
    assert "0 pages visited; 2 are still due. The network of this machine does not work." in run("watch_links")
    turn_watch(Change(timezone.now(), "user:boss", "link watch", "Too many."), stop=True)
    assert "The visits were stopped by user:boss: Too many." in run("watch_links")
    settings.LINK_WATCH = False
    with pytest.raises(CommandError, match="LINK_WATCH is off"):
        run("watch_links")

"""Working through a list of URLs: politely, resumably, and past whatever goes wrong."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from factcheck import outbound
from sources.capturing import url_lists
from sources.capturing.url_lists import work
from sources.models import Capture
from sources.operations.capture_lists import make_list
from sources.queries.documents.capture_lists import progress_of, stalled_lists
from sources.tasks import resume_lists, work_list
from tests.sites import Page, article, site

PAGES = {"/a": Page(article()), "/b": Page(status=410), "/robots.txt": Page(b"User-agent: *\nDisallow: /c")}


@pytest.mark.django_db
def test_a_list_is_worked_through_as_robots_may(now: datetime) -> None:
    with site(PAGES) as receiver:
        urls = [f"http://127.0.0.1:{receiver.port}/{name}" for name in ("a", "b", "c")]
        made = make_list([*urls, "nonsense"], at=now, actor="user:ed", reason="A story.")
        work_list(made.pk)
        work_list(0)

    assert progress_of(made).outcomes == {"captured": 1, "gone": 1, "robots": 1, "refused_address": 1}
    assert [got.path for got in receiver.got] == ["/robots.txt", "/a", "/b"]
    assert set(Capture.objects.values_list("recorded_by", "reason")) == {("user:ed", "A story.")}


@pytest.mark.django_db
def test_it_ends_in_between_and_goes_on_where_it_was(now: datetime) -> None:
    turns = iter([False, True])
    with site(PAGES) as receiver:
        urls = [f"http://127.0.0.1:{receiver.port}/{name}" for name in ("a", "b")]
        made = make_list(urls, at=now, actor="user:ed")

        assert not work(made, lambda: now, lambda: next(turns))
        assert progress_of(made).done == 1
        resume_lists()

    assert progress_of(made).done == 2


@pytest.mark.django_db
def test_an_error_of_ours_holds_up_no_list_but_an_unavailable_database_does(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_list(["https://a.example/", "https://b.example/"], at=now, actor="user:ed")
    errors = iter([RecursionError(), OperationalError()])

    def failing(*_given: object, **_named: object) -> None:
        raise next(errors)

    monkeypatch.setattr(url_lists, "capture_url", failing)
    with pytest.raises(OperationalError):
        work(made, lambda: now, lambda: False)

    assert progress_of(made).outcomes == {"failed": 1}
    assert work(made, lambda: now + timedelta(minutes=1), lambda: False)


@pytest.mark.django_db
def test_without_a_network_a_list_waits_and_a_single_url_says_so(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_given: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
    urls = ["https://a.example/", "https://b.example/"]
    several, single = make_list(urls, at=now, actor="user:ed"), make_list(urls[:1], at=now, actor="user:ed")
    for made in (several, single):
        assert work(made, lambda: now, lambda: False)

    assert (progress_of(several).done, progress_of(single).outcomes) == (0, {"offline": 1})
    assert stalled_lists(now + timedelta(minutes=11)) == [several.pk]

"""Exporting, stamping and looking up captures, as the settings say."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.conf import LazySettings

from sources.capturing import archives, capture_text, capture_url
from sources.capturing.archives import StampError, copies_in_archives, stamp, wacz_of
from sources.fetching.timestamps import Stamp
from sources.queries.documents.captures import timestamps_of
from tests.sites import Page, article, site


@pytest.mark.django_db
def test_captures_with_bytes_are_exported(now: datetime) -> None:
    with site({"/a": Page(article())}) as receiver:
        rows = [capture_url(f"http://127.0.0.1:{receiver.port}/{name}", at=now, actor="user:ed") for name in ("a", "b")]
    rows.append(capture_text("Pasted.", at=now, actor="user:ed"))

    packed = wacz_of(rows, title="The bridge", now=now)

    index = zipfile.ZipFile(io.BytesIO(packed)).read("indexes/index.cdxj").decode()
    assert ("/a " in index, "/b " in index, "urn:sha256:" in index) == (True, False, True)


@pytest.mark.django_db
def test_a_capture_is_stamped_if_there_is_an_authority_and_a_copy(
    now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture, failed = capture_text("x", at=now, actor="user:ed"), capture_text("", at=now, actor="user:ed")
    settings.TIMESTAMP_URL = ""
    with pytest.raises(StampError, match="TIMESTAMP_URL"):
        stamp(capture, actor="user:ed")
    settings.TIMESTAMP_URL = "https://tsa.example/"
    monkeypatch.setattr(archives, "stamped", lambda body, *_given: Stamp(body, now))
    with pytest.raises(StampError, match="no bytes"):
        stamp(failed, actor="user:ed")

    stamp(capture, actor="user:ed")

    (stored,) = timestamps_of(capture)
    assert (bytes(stored.token), stored.authority, stored.stamped_at) == (b"x", "https://tsa.example/", now)


def test_copies_are_looked_up_where_the_settings_say(settings: LazySettings) -> None:
    settings.MEMENTO_TIMEMAP = ""
    assert copies_in_archives("https://a.example/") == []
    with site({}) as receiver:
        settings.MEMENTO_TIMEMAP = f"http://127.0.0.1:{receiver.port}/"
        assert copies_in_archives("https://a.example/") == []
    assert [got.path for got in receiver.got] == ["/https://a.example/"]

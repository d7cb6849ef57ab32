"""Stopping and starting the visits to pages on the page “System”."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.queries.documents.watched import watch_stop

pytestmark = pytest.mark.django_db


def test_administrators_stop_and_start_it_with_a_reason(administrator: Client, senior: Client, settings: Any) -> None:
    system, stop, start = (reverse(f"admin:claims_verificationrun_{name}") for name in ("system", "stop_links", "start_links"))
    assert stop in administrator.get(system).content.decode()
    assert "Nobody has stopped them so far." in administrator.get(stop).content.decode()
    assert senior.get(stop).status_code == senior.post(stop, {"reason": "mine"}).status_code == 403
    assert administrator.post(stop, {"reason": " "}).status_code == 200
    assert watch_stop() is None

    stopped = administrator.post(stop, {"reason": "A site <b>complained</b>."}, follow=True)
    assert stopped.redirect_chain[0][0] == system
    text = stopped.content.decode()
    assert start in text
    assert "The visits are stopped." in text
    assert "A site &lt;b&gt;complained&lt;/b&gt;." in administrator.get(start).content.decode()
    assert "stopped already" in administrator.post(stop, {"reason": "again"}).content.decode()
    assert "The visits go on." in administrator.post(start, {"reason": "Settled."}, follow=True).content.decode()
    assert watch_stop() is None
    settings.LINK_WATCH = False
    assert "The setting LINK_WATCH is off" in administrator.get(stop).content.decode()

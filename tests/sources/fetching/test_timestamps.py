"""Time stamps of a local authority, which OpenSSL runs and OpenSSL verifies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from sources.fetching.client import Limits
from sources.fetching.timestamps import StampError, stamped
from tests.sites import Page, site
from tests.stamp_authority import make_authority, run, stamping

LIMITS = Limits(most_bytes=10, seconds=5, user_agent="x", allowed=(ip_network("127.0.0.0/8"),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("authority"))


def ask(folder: Path, change: Callable[[bytes], bytes] = lambda query: query, body: bytes = b"A page.") -> Any:
    with stamping(folder, change) as authority:
        return stamped(body, authority, LIMITS)


def test_a_stamp_is_verified_by_openssl(folder: Path) -> None:
    made = ask(folder)
    (folder / "page").write_bytes(b"A page.")
    (folder / "token").write_bytes(made.token)

    shown = run("ts", "-verify", "-data", f"{folder}/page", "-in", f"{folder}/token", "-CAfile", f"{folder}/cert.pem")

    assert b"OK" in shown
    assert abs((datetime.now(UTC) - made.at).total_seconds()) < 60


def test_a_stamp_of_something_else_is_refused(folder: Path) -> None:
    (folder / "other").write_bytes(b"Another page.")
    other = run("ts", "-query", "-data", f"{folder}/other", "-sha256", "-cert")

    with pytest.raises(StampError, match="something else"):
        ask(folder, lambda _query: other)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (Page(b"no stamp"), "no time stamp"),
        (Page(b"\x30\x80" * 99), "no time stamp"),
        (Page(b"0\x050\x03\x02\x01\x02"), "refused"),
        (Page(status=500), "answered with 500"),
        (None, "answered with 404"),
        (Page(status=302, headers={"Location": "http://127.0.0.1:1/"}), "answered with 302"),
        (Page(b"\x30" * 200_000), "no time stamp"),
    ],
)
def test_an_authority_that_fails_gives_no_stamp(page: Page | None, why: str) -> None:
    with site({"/tsa": page} if page else {}) as receiver, pytest.raises(StampError, match=why):
        stamped(b"A page.", f"http://127.0.0.1:{receiver.port}/tsa", LIMITS)


def test_an_authority_that_never_ends_gives_no_stamp() -> None:
    def drip(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"\x30")
            handler.wfile.flush()
            threading.Event().wait(0.02)

    with site({"/tsa": drip}) as receiver, pytest.raises(StampError, match=r"within 0\.3 seconds"):
        stamped(b"A page.", f"http://127.0.0.1:{receiver.port}/tsa", LIMITS._replace(seconds=0.3))


def test_an_authority_within_the_network_is_not_asked() -> None:
    with pytest.raises(StampError, match="not a public address"):
        stamped(b"A page.", "http://10.0.0.1/tsa", LIMITS)

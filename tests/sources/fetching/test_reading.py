"""Reading in a process that can be killed: what hangs, takes all memory or breaks it is an answer, and the next is read."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from sources.fetching import reading
from sources.fetching.contents import UnreadableError
from sources.fetching.reading import read
from tests.sites import PARAGRAPH, article


@pytest.fixture(autouse=True)
def _still_reads() -> Any:
    yield
    assert PARAGRAPH in read(article(), media_type="text/html").text


def refused(body: bytes, media_type: str = "text/html", seconds: float = 0.3) -> str:
    with pytest.raises(UnreadableError) as found:
        read(body, media_type=media_type, seconds=seconds)
    return str(found.value)


def test_a_page_is_read_with_its_charset_and_url() -> None:
    body = "<html><head><link rel=canonical href=/b></head><body><p>Міст закрито.</p></body></html>".encode("cp1251")

    found = read(body, media_type="text/html", charset="windows-1251", url="https://a.example/a")

    assert ("Міст закрито." in found.text, found.canonical_url) == (True, "https://a.example/b")


def test_a_page_that_takes_long_is_given_up() -> None:
    started = time.monotonic()

    assert refused(b"<p>1 May 2020 " * 200_000) == "It takes more than 0.3 seconds to read."

    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "body",
    [b"[" * 5_000_000, b"<div>" * 1_000_000, b"(" * 5_000_000, b"<a " * 1_500_000, b"&" * 5_000_000, b"<![CDATA[" * 500_000],
    ids=["brackets", "depth", "parentheses", "attributes", "ampersands", "cdata"],
)
def test_five_megabytes_of_brackets_are_read_or_refused(body: bytes) -> None:
    started = time.monotonic()
    with suppress(UnreadableError):
        assert read(body, media_type="text/html", seconds=0.5).text

    assert time.monotonic() - started < 3


def test_a_process_that_is_killed_is_started_anew() -> None:
    read(article())
    process: Any = reading._reader._process
    process.kill()

    assert PARAGRAPH in read(article()).text


def test_a_process_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    read(article())
    process: Any = reading._reader._process
    os.kill(process.pid, 19)  # SIGSTOP
    monkeypatch.setattr(reading, "_PATIENCE", 0.1)

    assert refused(article(), seconds=0.1) == "Reading it failed."
    assert process.poll() is not None
    monkeypatch.setattr(reading, "_PATIENCE", 20)


def test_it_knows_nothing_of_the_environment() -> None:
    read(article())
    process: Any = reading._reader._process
    with open(f"/proc/{process.pid}/environ", "rb") as file:  # noqa: PTH123
        assert b"SECRET" not in file.read()


def test_threads_take_turns() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda n=n: found.append(read(f"Text {n}.".encode()).text)) for n in range(4)]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(found) == [f"Text {n}." for n in range(4)]

"""Whoever saves does not wait for all who read before: writes have threads of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

READERS, SECONDS = 24, 0.2
APP = f"""
import time

def application(environ, start_response):
    if environ["REQUEST_METHOD"] == "GET":
        time.sleep({SECONDS})
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a gunicorn of four threads, whose reads take long."""
    (tmp_path / "slow.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    worker = "--worker-class=factcheck.serving.lanes.LaneWorker"
    command = [sys.executable, "-m", "gunicorn", worker, "--threads=4", f"--bind=127.0.0.1:{number}", "--no-control-socket"]
    with subprocess.Popen([*command, f"--chdir={tmp_path}", f"--pythonpath={Path.cwd()}", "slow:application"]) as server:
        for _ in range(200):
            try:
                asked(number, "GET")
                break
            except OSError:
                time.sleep(0.05)
        yield number
        server.terminate()


def asked(port: int, method: str) -> float:
    """Send a request; return when its answer was there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, "/", body=b"{}" if method == "POST" else None)
    assert connection.getresponse().read() == b"ok"
    connection.close()
    return time.monotonic()


@pytest.mark.once
def test_a_write_overtakes_the_reads_that_wait_for_a_thread(port: int) -> None:
    with ThreadPoolExecutor(READERS + 1) as clients:
        reads = [clients.submit(asked, port, "GET") for _ in range(READERS)]
        time.sleep(SECONDS)  # all of them have come, and most of them wait
        written = clients.submit(asked, port, "POST").result()
        ends = sorted(read.result() for read in reads)
    assert written < ends[READERS // 2], "it waited behind the reads"

"""A worker that is asked to end tells the processes that it forked."""

from __future__ import annotations

import os

from celery.signals import worker_shutting_down

from factcheck.jobs import ending


def test_a_forked_process_learns_that_the_worker_is_to_end() -> None:
    assert not ending.is_ending()
    begin, answer = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        os.read(begin[0], 1)  # forked before, let go after
        os.write(answer[1], b"1" if ending.is_ending() else b"0")
        os._exit(0)
    try:
        worker_shutting_down.send(sender="w", sig="TERM", how="Warm", exitcode=0)
        os.write(begin[1], b"x")
        assert os.read(answer[0], 1) == b"1"
    finally:
        ending._ASKED[0] = 0
        os.waitpid(child, 0)

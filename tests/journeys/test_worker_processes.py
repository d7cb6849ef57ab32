"""``manage.py verify --workers``: processes of one machine that share a run, without a broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from claims.models import VerificationRun
from claims.models.run import RUNNING
from tests.journeys.processes import CHUNKS, PATIENCE, ROOT, Processes, chunks_done, locked, until, waiting_for_locks
from tests.journeys.stale_night import assert_complete, load_stale_claims

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def verify(processes: Processes) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "verify", "--all", "--workers", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, env=processes.environment, cwd=ROOT, start_new_session=True, **pipes)
    processes.started.append(process)
    return process


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the ids of the processes that do the work."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(place.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            if parent == process.pid and b"spawn_main" in place.joinpath("cmdline").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue  # it ended while we looked
    return found


def test_processes_share_a_run_and_do_each_chunk_once(processes: Processes) -> None:
    expected = load_stale_claims(actor="command:verify")
    with locked("c25"):
        command = verify(processes)
        until(lambda: chunks_done() == CHUNKS - 1)  # one worker waits in its chunk, the other has done all the rest
        assert waiting_for_locks() == 1
    told, _ = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0, told.decode()
    assert_complete(expected)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the worker processes")
def test_a_killed_process_is_told_and_the_same_command_goes_on(processes: Processes) -> None:
    expected = load_stale_claims(actor="command:verify")
    with locked("c25"):
        command = verify(processes)
        until(lambda: chunks_done() == CHUNKS - 1 and waiting_for_locks() == 1)
        for worker in workers_of(command):
            os.kill(worker, signal.SIGKILL)
        told = command.communicate(timeout=PATIENCE)[0].decode()
    assert command.returncode == 1
    assert f"after {CHUNKS - 1} of {CHUNKS} chunks, which are stored. Run the command again to resume." in told
    run = VerificationRun.objects.get()
    assert (run.state, "ended early" in run.trouble) == (RUNNING, True)
    again = verify(processes)
    told = again.communicate(timeout=PATIENCE)[0].decode()
    assert again.returncode == 0, told
    assert f"after {CHUNKS - 1} of its {CHUNKS} chunks" in told
    assert_complete(expected)

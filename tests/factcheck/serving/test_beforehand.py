"""The server is prepared for threads before it has any."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claims.casefile import CaseFile
from factcheck.serving.beforehand import structs

#: Eight threads that need the same type for the first time, in turns that are as short as possible.
AT_ONCE = """
import sys
from threading import Barrier, Thread
import factcheck.wsgi
from claims.casefile import FORMAT, case_of_values

sys.setswitchinterval(1e-6)
together = Barrier(8)

def read():
    together.wait()
    case_of_values({"format": FORMAT, "claims": [{"key": "a", "text": "It came to pass."}]})

threads = [Thread(target=read) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.once
def test_threads_that_need_a_type_for_the_first_time_do_not_crash_the_process() -> None:
    ended = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2_000:]


def test_every_type_is_found_however_deep() -> None:
    class Deep(CaseFile): ...

    assert {CaseFile, Deep} <= set(structs())

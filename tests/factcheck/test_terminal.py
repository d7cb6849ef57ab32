"""Commands that are asked to end."""

from __future__ import annotations

import signal
import threading

import pytest

from factcheck.terminal import ending_gracefully


def test_a_command_that_is_asked_to_end_is_interrupted() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), ending_gracefully():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_thread_has_no_signals_and_works_all_the_same() -> None:
    done = []

    def work() -> None:
        with ending_gracefully():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]

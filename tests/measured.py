"""Coverage of the core, measured in its own tests alone: line by line, a page of the admin takes half as long again.

Loaded by ``-p tests.measured``, before Django and what it imports; ``MEASURED`` names the folders of the core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

#: Their tests, whose folders mirror the code.
_TESTS_OF_THE_CORE = ("claims/policy/", "claims/operations/", "claims/casefile/", "sources/")


class Measurement:
    """Branches that are taken while modules are imported and in tests of the core; each worker writes a file of its own."""

    def __init__(self) -> None:
        self.coverage = Coverage(source=os.environ["MEASURED"].split(","), data_suffix=True)
        self.goes_on = False
        self.switch(on=True)

    def switch(self, *, on: bool) -> None:
        if on is not self.goes_on:
            self.coverage.start() if on else self.coverage.stop()
            self.goes_on = on

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        self.switch(on=place.startswith(_TESTS_OF_THE_CORE))
        return (yield)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        self.switch(on=False)
        self.coverage.save()


MEASUREMENT = Measurement()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(MEASUREMENT)

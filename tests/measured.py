"""Coverage of the core, measured in its own tests alone: line by line, a page of the admin takes half as long again.

Not measured either: the import of anything else, and histories on a database, which write what single tests write too.

Loaded by ``-p tests.measured``, before Django and what it imports; ``MEASURED`` names the folders of the core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from coverage import Coverage

#: Their tests, whose folders mirror the code.
_TESTS_OF_THE_CORE = ("claims/policy/", "claims/operations/", "claims/casefile/", "sources/operations/")


class Measurement:
    """Branches that are taken while the core is imported and in its tests; each worker writes a file of its own."""

    def __init__(self) -> None:
        self.core = os.environ["MEASURED"].split(",")
        self.coverage = Coverage(source=self.core, data_suffix=True)
        self.goes_on = False
        self.switch(on=True)

    def switch(self, *, on: bool) -> None:
        if on is not self.goes_on:
            self.coverage.start() if on else self.coverage.stop()
            self.goes_on = on

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Import the core, and not with it the thousands of tests that are imported now."""
        for package in (name.replace("/", ".") for name in self.core):
            found = getattr(import_module(package), "__path__", ())
            for module in walk_packages(found, f"{package}."):
                import_module(module.name)
        self.switch(on=False)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.switch(on=_is_measured(item))
        return (yield)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        self.switch(on=False)
        self.coverage.save()


def _is_measured(item: pytest.Item) -> bool:
    place = item.path.relative_to(Path(__file__).parent).as_posix()
    is_history = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return place.startswith(_TESTS_OF_THE_CORE) and not is_history


MEASUREMENT = Measurement()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(MEASUREMENT)

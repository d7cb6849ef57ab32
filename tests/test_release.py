"""A release has a later version and says what is new; a tag leads to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap.release import ReleaseError, with_date, with_version

ROOT = Path(__file__).resolve().parent.parent
CHANGES = "# Changelog\n\n## Unreleased\n\n- A new thing.\n\n## 0.1.0\n\n- The first.\n"


def test_a_release_is_committed_and_tagged_and_a_second_needs_changes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bootstrap", tmp_path / "bootstrap", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    (tmp_path / ".gitignore").write_text("__pycache__\n")

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=ada", "-c", "user.email=ada@example.org"]
        return subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    def release(version: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bootstrap.release", version], cwd=tmp_path, check=False, capture_output=True, text=True
        )

    git("init", "-q")
    git("config", "user.name", "ada")
    git("config", "user.email", "ada@example.org")
    assert "not committed" in release("0.2.0").stderr
    git("add", "-A")
    git("commit", "-qm", "x")
    assert release("0.2.0").returncode == 0
    assert git("describe", "--tags").strip() == "v0.2.0"
    assert 'version = "0.2.0"' in (tmp_path / "pyproject.toml").read_text()
    assert git("status", "--porcelain") == ""
    assert "no changes" in release("0.3.0").stderr


def test_a_version_is_later_than_the_last() -> None:
    for wrong in ("0.1.0", "0.0.9"):
        with pytest.raises(ReleaseError, match="not later"):
            with_version('version = "0.1.0"', wrong)


def test_what_is_new_gets_the_version_and_the_day() -> None:
    assert "## Unreleased\n\n## 0.2.0 (2026-01-02)\n\n- A new thing.\n\n## 0.1.0" in with_date(CHANGES, "0.2.0", "2026-01-02")

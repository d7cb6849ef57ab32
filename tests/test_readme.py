"""The README shows what really comes out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.migrated import prepare_file

ROOT = Path(__file__).resolve().parent.parent


def test_the_table_in_the_readme_is_the_output_of_the_demo(tmp_path: Path) -> None:
    """To renew it: ``python -m tests.readme_demo``."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3", "DEBUG": "1", "CELERY_BROKER_URL": ""}
    prepare_file(tmp_path / "demo.sqlite3")
    command = [sys.executable, "manage.py", "verify", "--all", "--now", "2024-06-12T12:00Z"]
    subprocess.run(
        [sys.executable, "manage.py", "quickstart", "--demo"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    shown = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    readme = (ROOT / "README.md").read_text()
    printed = readme.partition("<!-- demo -->\n```text\n")[2].partition("```\n<!-- /demo -->")[0]
    assert printed.strip() == shown.strip()

"""Write into docs/performance.md what comes in: ``python -m tests.benchmarks | python -m tests.benchmarks.write_page``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"

if __name__ == "__main__":
    shown = f"<!-- bench -->\n```text\n{sys.stdin.read().strip()}\n```\n<!-- /bench -->"
    PAGE.write_text(re.sub(r"<!-- bench -->.*<!-- /bench -->", lambda _: shown, PAGE.read_text(), flags=re.DOTALL))

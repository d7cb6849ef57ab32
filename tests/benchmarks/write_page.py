"""Write into docs/performance.md what comes in: ``python -m tests.benchmarks | python -m tests.benchmarks.write_page``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def filled(page: str, name: str, lines: Sequence[str]) -> str:
    """Return a page with lines between the markers of a name; without any, those that are there stay."""
    shown = "\n".join((f"<!-- {name} -->", "```text", *lines, "```", f"<!-- /{name} -->"))
    return re.sub(rf"<!-- {name} -->.*<!-- /{name} -->", lambda _: shown, page, flags=re.DOTALL) if lines else page


if __name__ == "__main__":
    said = sys.stdin.read().strip().splitlines()
    parts = {"bench-api": lambda line: line.startswith("API"), "pages": lambda line: "page, " in line}
    page = filled(PAGE.read_text(), "bench", [line for line in said if not any(is_of(line) for is_of in parts.values())])
    for name, is_of in parts.items():
        page = filled(page, name, list(filter(is_of, said)))
    PAGE.write_text(page)

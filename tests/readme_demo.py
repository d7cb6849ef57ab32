"""Write the output of ``make demo`` into the README: ``python -m tests.readme_demo``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{directory}/demo.sqlite3"}
        command = [sys.executable, "manage.py", "quickstart", "--demo"]
        output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    table = output[output.index("┏") :]
    shown = f"<!-- demo -->\n```text\n{table}```\n<!-- /demo -->"
    README.write_text(re.sub(r"<!-- demo -->.*<!-- /demo -->", lambda _: shown, README.read_text(), flags=re.DOTALL))


if __name__ == "__main__":
    main()

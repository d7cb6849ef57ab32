"""Print every figure: ``make bench``; arguments (``--million``, ``--only sqlite``) go to the benchmark of scale."""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks import bulk

# Each in a process of its own, and this one without Django: the memory of a large one would show as that of those it starts.
subprocess.run([sys.executable, "-m", "tests.benchmarks.policy"], check=True)
for line in bulk.report(streamed=bulk.ALL_STREAMED if "--million" in sys.argv else bulk.STREAMED):
    print(line, flush=True)
api = subprocess.run([sys.executable, "-m", "tests.benchmarks.api"], check=False).returncode
scale = subprocess.run([sys.executable, "-m", "tests.benchmarks.scale", *sys.argv[1:]], check=False).returncode
sys.exit(api or scale)

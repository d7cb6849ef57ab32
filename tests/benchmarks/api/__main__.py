"""Print what a request of the API costs: ``python -m tests.benchmarks.api``."""

from __future__ import annotations

from tests.benchmarks.api.report import Size, report

if __name__ == "__main__":
    report(lambda line: print(line, flush=True), Size())

"""Print every figure: ``make bench``."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
django.setup()

from tests.benchmarks import bulk, policy  # noqa: E402 - after the setup, which must come first

for lines in (policy.report(), bulk.report()):
    for line in lines:
        print(line, flush=True)

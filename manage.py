#!/usr/bin/env python
"""Run a management command of the service."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    from factcheck.command_line import run

    run(sys.argv)

"""The worker process of ``verify --workers``. It is imported before Django is set up, so our imports are in the function."""

from __future__ import annotations

import os
from contextlib import suppress

import django


def work(run_id: int) -> None:
    """Do chunks of a run until none is left. The parent process reports if another run closed this one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.db import reset_queries  # noqa: PLC0415 - only now may models be imported
    from django.utils import timezone  # noqa: PLC0415

    from claims.queries.facts.current import Sources  # noqa: PLC0415
    from claims.runs.chunks import run_of, work_chunk  # noqa: PLC0415
    from claims.runs.lifecycle import RunClosedError  # noqa: PLC0415

    run, sources = run_of(run_id), Sources()
    with suppress(RunClosedError):
        while work_chunk(run, timezone.now, sources) is not None:
            reset_queries()  # with DEBUG on, Django stores the text of every query

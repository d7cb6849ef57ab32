"""The report of a run over the API."""

from __future__ import annotations

from datetime import datetime

from claims.models.run import ALL
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from tests.factcheck.api.asking import Caller
from tests.factcheck.api.described import described

ACTOR = "job:nightly"


def test_the_report_shows_what_is_new_and_what_is_missing(one: Caller, later: datetime) -> None:
    run = start_run(ALL, now=later, actor=ACTOR)
    work_chunk(run, lambda: later)
    shown = described(one.get(f"runs/{run.pk}/report/"), "read_night_report")
    assert shown["raised"] == [{"claim": "c0", "flag": "stale", "implies": []}, {"claim": "c1", "flag": "stale", "implies": []}]
    assert shown["unfinished"].startswith("Not finished: 1 of its 3 chunks are done.")
    while work_chunk(run, lambda: later):
        pass
    finish_run(run, later)
    short = described(one.get(f"runs/{run.pk}/report/?limit=1"), "read_night_report")
    assert (short["unfinished"], len(short["raised"]), short["left_out"]["raised"]) == ("", 1, 4)
    assert short["left_out"]["cleared"] == 0
    assert described(one.get("runs/999/report/"), "read_night_report")["status"] == 404
    assert one.get(f"runs/{10**30}/").status_code == 404

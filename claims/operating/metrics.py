"""What ``/metrics`` reads at each scrape: checks, queues, runs and flags. Names of metrics are part of the interface.

``docs/grafana.json`` and ``docs/alerts.yml`` use them; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from claims.operating.check import State
from claims.operating.checks import all_checks
from claims.queries.history.heartbeats import heartbeats
from claims.queries.history.pending import flags_by_code, last_runs, pending
from claims.queries.history.runs import running, so_far
from claims.queries.webhooks.outbox import outbox
from factcheck.backups.record import last_good
from factcheck.jobs.queue_length import waiting_tasks
from sources.queries.changes import waiting_since


class DeskCollector(Collector):
    """Reads the state of the desk as of a time. Ages are in seconds; of an empty queue 0."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def describe(self) -> list[GaugeMetricFamily]:
        """Return no description, so that registering reads nothing."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        checks = all_checks(self.now)
        order = list(State)
        yield _gauge(
            "check_state",
            "Of each check of the page System: 0 ok, 1 unknown, 2 warning, 3 failed.",
            {(check.name,): order.index(check.state) for check in checks},
            "check",
        )
        if checks[0].state != State.OK:  # without a database there is nothing to read
            return
        ages = {(name,): self._age(at) for name, at in heartbeats().items()}
        yield _gauge("heartbeat_age_seconds", "Since worker or beat last worked.", ages, "part")
        good = last_good()
        made = {(): self._age(good.at)} if good else {}
        yield _gauge("backup_age_seconds", "Of the last good backup; without one there is no value.", made)
        yield from self._queues()
        yield from self._runs()
        flags = {(code,): number for code, number in flags_by_code().items()}
        yield _gauge("open_flags", "Open flags, waived ones included.", flags, "code")

    def _queues(self) -> Iterator[GaugeMetricFamily]:
        waits, box = pending(self.now), outbox(self.now)
        yield _gauge("claims_marked", "Claims marked for the next verification.", {(): waits.marked})
        yield _gauge("claims_due", "Claims whose result time alone may have changed.", {(): waits.due})
        ages = {
            ("claims",): self._age(waits.marked_since),
            ("source_changes",): self._age(waiting_since()),
            ("webhooks",): self._age(box.since),
        }
        yield _gauge("queue_age_seconds", "How long the oldest of what waits has waited.", ages, "queue")
        tasks = waiting_tasks() if settings.CELERY_BROKER_URL else None
        waiting = {} if tasks is None else {(): tasks}
        yield _gauge("queue_length", "Tasks that wait in the broker; no value if it does not respond.", waiting)
        yield _gauge("webhook_messages_waiting", "Messages of webhooks that wait.", {(): box.waiting})
        yield _gauge("webhooks_failing", "Webhooks whose receivers do not accept messages.", {(): box.failing})

    def _runs(self) -> Iterator[GaugeMetricFamily]:
        last = last_runs()
        began = {(run.scope,): self._age(run.began_at) for run in last}
        yield _gauge("last_run_age_seconds", "Since the last run over a scope began.", began, "scope")
        completed = {(run.scope,): self._age(run.completed_at) for run in last if run.completed_at}
        yield _gauge("last_completed_run_age_seconds", "Since a run over a scope was completed.", completed, "scope")
        runs = so_far(running())
        done = {(one.run.scope,): one.chunks_done for one in runs}
        yield _gauge("run_chunks_done", "Chunks done of the run in progress.", done, "scope")
        chunks = {(one.run.scope,): one.chunks for one in runs}
        yield _gauge("run_chunks", "Chunks of the run in progress.", chunks, "scope")
        failed = {(one.run.scope,): one.counts["failed"] for one in runs}
        yield _gauge("run_claims_failed", "Claims that the run in progress could not verify.", failed, "scope")

    def _age(self, at: datetime | None) -> float:
        return max((self.now - at).total_seconds(), 0.0) if at else 0.0


def _gauge(name: str, does: str, values: Mapping[Any, float], *labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"factcheck_{name}", does, labels=labels)
    for of, value in values.items():
        family.add_metric(of, value)
    return family

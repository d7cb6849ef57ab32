"""A Celery worker of the earlier version while its database is migrated and afterwards, until a present one replaces it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

import psycopg
import redis
from celery import Celery

from factcheck.webhook_signing import signature
from tests.receiver import Got, receiving
from tests.upgrade.record import PEOPLE, Api, Record
from tests.upgrade.traffic import WRITTEN_TO
from tests.upgrade.versions import Version

BROKER: Final = "redis://127.0.0.1:6379/0"
#: Seconds within which a run of seconds has to end, and messages have to come.
_PATIENCE: Final = 120.0
#: Chunks of a run: enough to replace a worker between two of them.
_CHUNKS: Final = 8


class NoWorkers(ExitStack):
    """For a database without workers."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def end_night(self) -> None:
        """Do nothing, as the others."""

    go_on = hand_over = end_night


class Workers:
    """The worker of the earlier version, a receiver of its webhook, and what was wrong with either."""

    def __init__(self, old: Version, new: Version, record: Record, address: str, broker: str) -> None:
        self.old, self.new, self.broker = old, new, broker
        self.api = Api(address, record.tokens[PEOPLE[0]])
        self.prefix = f"upgrade-{os.getpid()}-"
        self.wrong: list[str] = []

    def __enter__(self) -> Workers:
        with ExitStack() as stack:
            self.queue = stack.enter_context(self._queue())
            self.database = stack.enter_context(psycopg.connect(self.old.environment["DATABASE_URL"], autocommit=True))
            self.receiver = stack.enter_context(receiving())
            wanted = {"name": "Worker", "url": self.receiver.url, "desk": True, "reason": "A worker sends."}
            self.hook = self.api.post("webhooks/", wanted).json()
            self.worker = stack.enter_context(self._worker(self.old, "old-worker"))
            self._stack = stack.pop_all()
        self.night = self._verify()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()
        for version, name in ((self.old, "old-worker"), (self.new, "new-worker")):
            if "Traceback" in (text := version.log(name)):
                self.wrong.append(f"the log of the {name} ends: {text[-1500:]}")

    def end_night(self) -> None:
        """Wait for the run that began before the migration."""
        self._ended("a run that began before the migration", self.night)

    def go_on(self) -> None:
        """Have the earlier worker do a run, and send what was written meanwhile, with the new schema in place."""
        self._ended("a run of the earlier worker on the new schema", self._verify())
        self._delivered("the earlier worker")

    def hand_over(self) -> None:
        """Kill the earlier worker in the middle of a run, and have a present one end the run and send the rest."""
        with self._in_the_middle():
            run = self._verify()
            self._until("the earlier worker is in the middle of a run", lambda: self._chunks(run, "done") and self._waits())
            done = self._chunks(run, "done")
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait(timeout=30)
        self._stack.enter_context(self._worker(self.new, "new-worker"))
        self._ended(f"a run of which the earlier worker, killed then, did {done} chunks, and a present one the rest", run)
        wanted = {"attributions": [{"source": "kim", "stance": "supports", "basis": "evidence", "key": "handed-over"}]}
        self.api.post(f"claims/{WRITTEN_TO[0]}/attributions/", wanted)
        self._delivered("the present worker")

    def _verify(self) -> int:
        """Mark all claims, have a run over them begin as beat does, and return its number."""
        before = self._one("SELECT coalesce(max(id), 0) FROM claims_verificationrun")
        self.database.execute("UPDATE claims_standing SET marked_at = now()")
        self._call("claims.verify_nightly")
        self._until("a run begins", lambda: self._one("SELECT max(id) FROM claims_verificationrun") != before)
        return self._one("SELECT max(id) FROM claims_verificationrun")

    def _ended(self, what: str, run: int) -> None:
        self._until(what, lambda: self._one("SELECT state FROM claims_verificationrun WHERE id = %s", run) == "done")
        row = "SELECT state, failed, trouble, verified FROM claims_verificationrun WHERE id = %s"
        state, failed, trouble, verified = self.database.execute(row, (run,)).fetchone() or ("gone", 0, "", 0)
        broken = self._one("SELECT count(*) FROM claims_standing WHERE error <> ''")
        if (state, failed, trouble, broken) != ("done", 0, "", 0) or not verified:
            self.wrong.append(f"{what} is {state}, with {failed} claims that failed, {broken} errors: {trouble}")
        chunks = f"{self._chunks(run, 'done')} chunks, {verified} claims"
        print(f"    {what}: {state}, {chunks}", flush=True)

    def _delivered(self, who: str) -> None:
        before, newest = len(self.receiver.got), self._one("SELECT max(id) FROM claims_revision")
        self._until(f"{who} sends a message of revision {newest}", lambda: self._has_come(newest))
        came = self.receiver.got[before:]
        bad = [got.headers["webhook-id"] for got in came if not self._is_signed(got)]
        if bad or not came:
            self.wrong.append(f"{who} sent {len(came)} messages; not signed with the secret: {bad}")
        print(f"    {who} sent {len(came)} messages of the webhook, each signed with its secret", flush=True)

    def _has_come(self, revision: int) -> bool:
        self._call("claims.deliver_webhooks")
        sent = (
            "SELECT count(*) FROM claims_webhookdelivery d JOIN claims_webhooksubscription s ON s.id = d.subscription_id"
            " WHERE s.key = %s AND d.revision_id = %s AND d.state = 'sent'"
        )
        return bool(self._one(sent, self.hook["key"], revision))

    def _is_signed(self, got: Got) -> bool:
        sent_at = datetime.fromtimestamp(int(got.headers["webhook-timestamp"]), UTC)
        wanted = signature(self.hook["secret"], got.headers["webhook-id"], sent_at, got.body)
        return wanted in got.headers["webhook-signature"].split()

    @contextmanager
    def _in_the_middle(self) -> Iterator[None]:
        """Hold a claim of the middle that no writer writes to, so that a worker waits there."""
        keys = "SELECT id FROM claims_claim WHERE key <> ALL(%s) ORDER BY id"
        ids = [row[0] for row in self.database.execute(keys, (list(WRITTEN_TO),))]
        # Another connection: what this one marks meanwhile is to be seen at once.
        with psycopg.connect(self.old.environment["DATABASE_URL"]) as holding:
            holding.execute("SELECT id FROM claims_claim WHERE id = %s FOR UPDATE", (ids[len(ids) // 2],))
            yield

    def _waits(self) -> bool:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(self._one(waiting))

    def _chunks(self, run: int, state: str) -> int:
        counted = "SELECT count(*) FROM claims_verificationchunk WHERE run_id = %s AND state = %s"
        return int(self._one(counted, run, state))

    def _one(self, query: str, *values: object) -> Any:
        row = self.database.execute(query, values).fetchone()
        return row[0] if row else None

    def _until(self, what: str, holds: Any) -> None:
        limit = time.monotonic() + _PATIENCE
        while not holds():
            if time.monotonic() > limit:
                self.wrong.append(f"waited in vain until {what}")
                return
            self._call("claims.resume_stopped_runs")  # as beat does, each minute
            time.sleep(0.2)

    def _worker(self, version: Version, name: str) -> Any:
        size = max(1, int(self._one("SELECT count(*) FROM claims_claim")) // _CHUNKS)
        variables = {
            "CELERY_BROKER_URL": self.broker,
            "CELERY_KEY_PREFIX": self.prefix,
            "VERIFICATION_CHUNK": str(size),
            "VERIFICATION_AT_REST": "3",
        }
        command = ("celery", "-A", "factcheck.celery", "worker", "--concurrency=1", "--without-gossip", "--without-mingle")
        return version.running(name, *command, "--loglevel=ERROR", **variables)

    def _call(self, task: str) -> None:
        with Celery(broker=self.broker, set_as_current=False) as sender:
            sender.conf.broker_transport_options = {"global_keyprefix": self.prefix}
            sender.send_task(task)

    @contextmanager
    def _queue(self) -> Iterator[None]:
        """Require the broker, and leave nothing in it."""
        with redis.Redis.from_url(self.broker) as client:
            try:
                client.ping()
            except redis.RedisError as error:
                raise SystemExit(f"no Redis for the workers at {self.broker}: {error}. Name one with --broker.") from None
            yield
            for key in client.scan_iter(f"{self.prefix}*"):
                client.delete(key)

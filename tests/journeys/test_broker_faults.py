"""Redis restarted in the middle of a run, with its queue and without; and lost together with the worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from claims.models import VerificationRun
from claims.models.run import DONE, DUE
from tests.journeys.processes import CHUNKS, OwnRedis, Processes, chunks_done, is_done, kill, locked, until
from tests.journeys.stale_night import assert_complete, load_stale_claims

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("durable", [True, False], ids=["with its queue", "without its queue"])
def test_redis_restarted_in_the_middle_of_a_chunk_holds_up_neither_this_run_nor_the_next(
    processes: Processes, own_redis: OwnRedis, durable: bool
) -> None:
    expected = load_stale_claims()
    own_redis.start(durable=durable)
    processes.worker()
    with locked("c25"):
        processes.call("claims.verify_everything")
        until(lambda: chunks_done() == CHUNKS - 1)
        own_redis.kill()
        own_redis.start(durable=durable)
    until(is_done)
    assert_complete(expected)
    processes.call("claims.verify_nightly")
    until(lambda: VerificationRun.objects.filter(scope=DUE, state=DONE).exists())


def test_a_run_of_which_nothing_is_left_but_its_rows_is_taken_up_by_beat(
    processes: Processes, own_redis: OwnRedis, tmp_path: Path
) -> None:
    expected = load_stale_claims()
    noon = (timezone.now().hour + 12) % 24
    processes.environment |= {"VERIFICATION_AT_REST": "1", "NIGHTLY_HOUR": str(noon)}  # beat begins no run of its own
    own_redis.start(durable=False)
    worker = processes.worker()
    with locked("c25"):
        processes.call("claims.verify_everything")
        until(lambda: chunks_done() == CHUNKS - 1)
        kill(worker)
        own_redis.kill()
    own_redis.start(durable=False)
    processes.worker()
    processes.beat(tmp_path / "beat")
    until(is_done)
    assert_complete(expected)

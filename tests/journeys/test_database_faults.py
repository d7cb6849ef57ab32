"""The database cut off in the middle of a chunk, and a disk that is full."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from claims.models import VerificationRun
from claims.models.run import RUNNING
from tests.journeys import full_disk
from tests.journeys.processes import (
    CHUNK,
    CHUNKS,
    CLAIMS,
    Processes,
    chunks_done,
    cut_other_connections,
    is_done,
    locked,
    until,
    waiting_for_locks,
)
from tests.journeys.stale_night import assert_complete, load_stale_claims

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _room_again() -> Iterator[None]:
    yield
    full_disk.empty()


def trouble() -> str:
    return "".join(VerificationRun.objects.values_list("trouble", flat=True))


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.worker
def test_a_worker_whose_connections_are_cut_in_the_middle_of_a_chunk_says_so_and_finishes(processes: Processes) -> None:
    expected = load_stale_claims()
    processes.worker(processes=1)  # a second one, cut off between two chunks, would replace or clear what the first stored
    with locked("c25"):
        processes.call("claims.verify_everything")
        until(lambda: waiting_for_locks() == 1)
        before = chunks_done()
        assert 0 < before < CHUNKS
        cut_other_connections()
        until(lambda: "terminating connection" in trouble())
        assert chunks_done() == before
        until(lambda: waiting_for_locks() == 1)  # it came back by itself
    until(is_done)
    assert_complete(expected)


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.worker
@pytest.mark.usefixtures("_room_again")
def test_a_worker_without_disk_space_says_so_and_goes_on_once_there_is_some(processes: Processes, admin_client: Client) -> None:
    expected = load_stale_claims()
    full_disk.fill(room=CLAIMS + 5 * CHUNK)
    processes.worker()
    processes.call("claims.verify_everything")
    until(lambda: "No space left on device" in trouble())
    run = VerificationRun.objects.get()
    assert run.state == RUNNING
    assert 0 < chunks_done() < CHUNKS
    for told in (admin_client.get(f"/admin/claims/verificationrun/{run.pk}/change/").content.decode(), night_report()):
        assert "Not finished:" in told
        assert "No space left on device" in told
    full_disk.empty()
    until(is_done)
    assert_complete(expected)


@pytest.mark.usefixtures("_room_again")
def test_manage_py_verify_without_disk_space_ends_with_one_line_and_goes_on_once_there_is_some(settings: Any) -> None:
    settings.VERIFICATION_CHUNK = CHUNK
    expected = load_stale_claims(actor="command:verify")
    full_disk.fill(room=CLAIMS + 5 * CHUNK)
    with pytest.raises(CommandError) as stopped:
        call_command("verify", "--all", stdout=StringIO(), stderr=StringIO())
    done = chunks_done()
    assert 0 < done < CHUNKS
    assert f"{done} of {CHUNKS} chunks are done and stored." in str(stopped.value)
    assert "Free space on its disk" in str(stopped.value)
    assert "\n" not in str(stopped.value)
    full_disk.empty()
    told = StringIO()
    call_command("verify", "--all", stdout=StringIO(), stderr=told)
    assert f"after {done} of its {CHUNKS} chunks" in told.getvalue()
    assert_complete(expected)


def night_report() -> str:
    out = StringIO()
    call_command("night_report", stdout=out)
    return out.getvalue()

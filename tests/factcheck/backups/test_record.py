"""Each backup is on record: made or failed, restored on trial, and deleted once newer ones replace it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from factcheck.backups import record
from factcheck.backups.manifest import BackupError, Contents, Manifest
from factcheck.backups.models import Backup
from factcheck.backups.record import back_up_on_schedule, last_and_last_good, make_recorded, prune
from factcheck.backups.tasks import back_up
from factcheck.database.advisory import BACKING_UP, alone
from tests.claims.open_transactions import on_own_connection
from tests.factcheck.backups.made import backup_of

DAY = timedelta(days=1)
HELD = Contents(rows={"claims_claim": 3}, revisions="ab" * 32, head="7 cd")


def nothing(*_progress: Any) -> None:
    pass


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups are made of nothing: what makes them is tested in test_backups."""

    def make(path: Path, _recipients: Any, at: datetime, _report: Any) -> Manifest:
        path.write_text("backup")
        about = {"format": 1, "release": "1.2.3", "engine": "sqlite", "server": "3", "migrations": {}}
        return Manifest(at=at, contents=HELD, dump_sha256="", dump_bytes=6, **about)

    monkeypatch.setattr(record, "make", make)


@pytest.fixture
def scheduled(making: None, settings: Any, tmp_path: Path) -> Path:
    settings.BACKUP_DIRECTORY = str(tmp_path)
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY = 2, 0, 0
    return tmp_path


@pytest.mark.django_db
def test_a_backup_is_on_record_with_what_proves_it(making: None, tmp_path: Path, now: datetime) -> None:
    make_recorded(tmp_path / "a.age", ["age1…"], now, nothing, actor="command:backup")
    row = Backup.objects.get()
    assert (row.at, row.actor, row.directory, row.name, row.bytes) == (now, "command:backup", str(tmp_path), "a.age", 6)
    assert (row.engine, row.release, row.revisions, row.head, row.recipients) == ("sqlite", "1.2.3", "ab" * 32, "7 cd", 1)


@pytest.mark.django_db
def test_a_failed_backup_is_on_record_with_the_reason(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(BackupError):
        make_recorded(tmp_path / "no" / "a.zip", [], now, nothing, actor="command:backup")
    assert "There is no directory" in Backup.objects.get().trouble
    assert last_and_last_good() == (Backup.objects.get(), None)


def test_a_backup_is_good_though_the_database_takes_no_note(
    making: None, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(Backup, "save", refuse)
    make_recorded(tmp_path / "a.zip", [], now, nothing, actor="command:backup")
    assert "could not be noted" in caplog.text


@pytest.mark.django_db
def test_scheduled_backups_replace_older_ones_and_no_others(scheduled: Path, now: datetime) -> None:
    by_hand = scheduled / "mine.zip"
    make_recorded(by_hand, [], now, nothing, actor="command:backup")
    back_up_on_schedule(now)
    first = Backup.objects.latest("pk")
    Backup.objects.filter(pk=first.pk).update(verified_at=now)
    for night in range(1, 5):
        back_up_on_schedule(now + night * DAY)
    names = {path.name for path in scheduled.iterdir()}
    assert names == {"mine.zip", first.name, *(f"factcheck-202406{12 + night}T120000Z.zip" for night in (3, 4))}
    assert set(Backup.objects.filter(deleted_at=None).values_list("name", flat=True)) == names
    assert prune(now) == []


@pytest.mark.django_db
def test_a_trial_is_noted_with_the_backup(making: None, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    make_recorded(path, [], now, nothing, actor="command:backup")
    monkeypatch.setattr(record, "restored_on_trial", nothing)
    call_command("verify_backup", str(path))
    assert Backup.objects.get(verified_trouble="").verified_at is not None

    def differs(*_of: Any) -> None:
        raise BackupError("table claims_claim: 3 rows in the backup, 2 restored")

    monkeypatch.setattr(record, "restored_on_trial", differs)
    with pytest.raises(CommandError, match="was not restored: table claims_claim"):
        call_command("verify_backup", str(path))
    assert "2 restored" in Backup.objects.get().verified_trouble
    assert last_and_last_good()[1] is None


@pytest.mark.django_db
def test_the_task_does_nothing_while_another_worker_makes_a_backup(scheduled: Path) -> None:
    back_up()
    assert Backup.objects.count() == 1
    if connection.vendor == "postgresql":
        import concurrent.futures

        with alone(BACKING_UP) as is_alone, concurrent.futures.ThreadPoolExecutor(1) as pool:
            assert is_alone
            pool.submit(on_own_connection, back_up).result()
        assert Backup.objects.count() == 1


@pytest.mark.django_db
def test_the_last_good_one_may_be_older_than_the_last(now: datetime) -> None:
    good = backup_of(now)
    last = backup_of(now + DAY, trouble="The disk is full.")
    assert last_and_last_good() == (last, good)

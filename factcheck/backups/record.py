"""Make backups that are on record, verify them, and delete those that newer ones replace."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import Error
from django.db.models import QuerySet
from django.utils import timezone

from factcheck.backups.making import make
from factcheck.backups.manifest import BackupError, Manifest
from factcheck.backups.models import Backup
from factcheck.backups.retention import Dated, Kept, to_delete
from factcheck.backups.trial import restored_on_trial

log = logging.getLogger(__name__)

Report = Callable[[str, int, int], None]
#: Of a scheduled backup.
JOB: Final = "job:backup"


def file_name(at: datetime, recipients: Sequence[str]) -> str:
    """Return the name of the file of a backup."""
    return f"factcheck-{at:%Y%m%dT%H%M%SZ}.{'age' if recipients else 'zip'}"


def make_recorded(path: Path, recipients: Sequence[str], at: datetime, report: Report, *, actor: str) -> Manifest:
    """Make a backup as ``making.make`` does, and note whether it was made. Raises: BackupError, after it is noted."""
    began = time.monotonic()
    row = Backup(at=at, actor=actor, directory=str(path.parent.resolve()), name=path.name, recipients=len(recipients))
    try:
        made = make(path, recipients, at, report)
    except (BackupError, OSError) as error:
        row.seconds, row.trouble = time.monotonic() - began, str(error)
        _note(row)
        raise
    row.seconds, row.bytes = time.monotonic() - began, path.stat().st_size
    row.engine, row.server, row.release = made.engine, made.server, made.release
    row.revisions, row.head = made.contents.revisions, made.contents.head
    _note(row)
    return made


def _note(row: Backup) -> None:
    """Store what became of a backup. If the database does not take it, the backup is good all the same."""
    try:
        row.save(force_insert=True)
    except Error:
        log.warning("what became of a backup could not be noted", exc_info=True)


def last_good() -> Backup | None:
    """Return the last backup that was made and is not known to be damaged."""
    return _of_good().first()


def last_and_last_good() -> tuple[Backup | None, Backup | None]:
    """Return the last attempt, and the last backup that is good: in one query if they are the same."""
    last = Backup.objects.order_by("-at", "-pk").first()
    is_good = last is None or not (last.trouble or last.verified_trouble)
    return last, last if is_good else _of_good().first()


def _of_good() -> QuerySet[Backup]:
    return Backup.objects.filter(trouble="", verified_trouble="").order_by("-at", "-pk")


def verify_recorded(path: Path, identities: Sequence[Path], into: str, now: Callable[[], datetime]) -> bool:
    """Restore a backup on trial, and note the result with it. Return whether it is on record.

    Raises: BackupError if it cannot be restored or holds something else, after that is noted.
    """
    rows = Backup.objects.filter(name=path.name, trouble="", bytes=path.stat().st_size if path.exists() else -1)
    try:
        restored_on_trial(path, identities, into)
    except BackupError as error:
        rows.update(verified_at=now(), verified_trouble=str(error))
        raise
    return bool(rows.update(verified_at=now(), verified_trouble=""))


def back_up_on_schedule(now: datetime) -> Manifest:
    """Make a backup in BACKUP_DIRECTORY, then delete those that newer ones replace. Raises: BackupError, OSError."""
    directory, recipients = Path(settings.BACKUP_DIRECTORY), settings.BACKUP_RECIPIENTS
    made = make_recorded(directory / file_name(now, recipients), recipients, now, lambda *_progress: None, actor=JOB)
    log.info("a backup was made: %s rows", sum(made.contents.rows.values()))
    prune(now)
    return made


def prune(now: datetime) -> list[str]:
    """Delete the scheduled backups in BACKUP_DIRECTORY that newer ones replace; return their names.

    Backups made by command stay: whoever made them may need them.
    """
    directory = Path(settings.BACKUP_DIRECTORY).resolve()
    rows = Backup.objects.filter(directory=str(directory), actor=JOB, trouble="", deleted_at=None).order_by("at", "pk")
    found = {row.pk: row for row in rows if (directory / row.name).exists()}
    kept = Kept(settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY)
    dated = [
        Dated(row.pk, timezone.localdate(row.at), bool(row.verified_at and not row.verified_trouble)) for row in found.values()
    ]
    gone = to_delete(dated, kept)
    for pk in gone:
        (directory / found[pk].name).unlink(missing_ok=True)
        Backup.objects.filter(pk=pk).update(deleted_at=now)
    return [found[pk].name for pk in gone]

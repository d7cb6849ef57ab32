"""Making a backup of the database of the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import factcheck
from factcheck.backups import archive, postgresql, sqlite
from factcheck.backups.manifest import FORMAT, BackupError, Manifest

Report = Callable[[str, int, int], None]

_ENGINES: Final[dict[str, ModuleType]] = {engine.ENGINE: engine for engine in (postgresql, sqlite)}


def database() -> tuple[Any, dict[str, Any]]:
    """Return how the database of the settings is dumped and loaded, and its settings."""
    return _ENGINES[connection.vendor], connection.settings_dict


def applied() -> dict[str, list[str]]:
    """Return the migrations that are applied, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def make(path: Path, recipients: Sequence[str], at: datetime, report: Report) -> Manifest:
    """Write a backup to ``path``, which must not exist, encrypted for ``recipients`` if there are any.

    Others read and write meanwhile; the backup is of one moment. Stopped or failed, it leaves no file.

    Raises: BackupError.
    """
    keys = archive.recipients_of(recipients)
    if path.exists():
        raise BackupError(f"{path} exists: a backup never replaces another.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no directory {path.parent}.")
    engine, settings = database()
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    made: list[Manifest] = []
    try:
        with engine.dumping(settings, path.parent, report) as (dump, contents):

            def manifest() -> Manifest:
                about = Manifest(
                    format=FORMAT, release=factcheck.RELEASE, engine=engine.ENGINE, server=engine.server(settings), at=at,
                    migrations=applied(), contents=contents, dump_sha256=dump.sha256, dump_bytes=dump.bytes,
                )  # fmt: skip
                made.append(about)
                return about

            archive.write(part, dump, manifest, keys, compress=engine.COMPRESS)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return made[0]

"""Restoring a backup into the empty database of the settings, and proving that it holds what the backup held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

from django.conf import settings as settings_of_desk
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import import_string

from factcheck.backups import archive, making
from factcheck.backups.manifest import BackupError, Manifest

Report = Callable[[str, int, int], None]
#: Sentences on altered records, at most.
_MOST_LISTED: Final = 5


def restore(path: Path, identities: Sequence[Path], report: Report) -> Manifest:
    """Restore a backup, compare what is restored with the manifest, migrate it if the backup is of an older release, and verify
    the signed heads of its revision chains.

    Raises: BackupError if the database is not empty, the backup is of another engine or of a newer release, or if what was
    restored differs from what the backup held: do not use that database.
    """
    engine, settings = making.database()
    connection.close()
    with archive.opened(path, identities, Path(gettempdir())) as (manifest, stream):
        _refuse(manifest, engine, settings)
        dump = archive.Digested(stream, lambda _done: None)
        engine.load(settings, dump, Path(gettempdir()), report)
        if (dump.sha256, dump.bytes) != (manifest.dump_sha256, manifest.dump_bytes):
            raise BackupError("The dump in the backup is not the one that was written: it is damaged. Use another backup.")
    different = list(manifest.contents.differences(engine.held(settings)))
    if different:
        raise BackupError(f"The restored database is not that of the backup; do not use it: {'; '.join(different)}.")
    call_command("migrate", verbosity=0, interactive=False)
    if altered := list(islice(import_string(settings_of_desk.BACKUP_RESTORED)(), _MOST_LISTED)):
        raise BackupError(
            "The restored database is that of the backup, but its record is not what its signed heads cover:"
            f" {'; '.join(altered)}. See “If a record was altered” in docs/operating.md."
        )
    return manifest


def read_all(path: Path, identities: Sequence[Path]) -> Manifest:
    """Read all of a backup and return its manifest; nothing is restored. Raises: BackupError if it is damaged."""
    with archive.opened(path, identities, Path(gettempdir())) as (manifest, stream):
        dump = archive.Digested(stream, lambda _done: None)
        while dump.read():
            pass
        if dump.sha256 != manifest.dump_sha256:
            raise BackupError("The dump in the backup is not the one that was written: it is damaged. Use another backup.")
    return manifest


def _refuse(manifest: Manifest, engine: Any, settings: dict[str, Any]) -> None:
    if manifest.engine != engine.ENGINE:
        raise BackupError(
            f"The backup is of {manifest.engine}, and DATABASE_URL names a database of {engine.ENGINE}."
            " Restore it into an empty database of its own engine."
        )
    if not engine.is_empty(settings):
        raise BackupError("The database is not empty. Restore into a new, empty one, so that nothing is lost or mixed.")
    if engine.ENGINE == "postgresql" and int(engine.server(settings)) < int(manifest.server):
        raise BackupError(f"The backup is of PostgreSQL {manifest.server}, and this server is older.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if _unknown(app, name, known)]
    if newer:
        raise BackupError(
            f"The backup is of release {manifest.release}, which is newer than this code (it has {newer[0]})."
            " Restore it with that release or a later one."
        )


def _unknown(app: str, name: str, known: Any) -> bool:
    # Migrations that were squashed long ago are no longer in the code, but the one that replaced them names them.
    replaced = {one for migration in known.values() for one in getattr(migration, "replaces", ())}
    return (app, name) not in known and (app, name) not in replaced and any(label == app for label, _name in known)

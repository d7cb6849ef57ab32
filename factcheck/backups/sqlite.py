"""SQLite: copied by its online backup, page by page, while others read and write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from factcheck.backups.archive import Digested
from factcheck.backups.contents import contents
from factcheck.backups.manifest import BackupError, Contents

ENGINE: Final = "sqlite"
#: A database is a plain file.
COMPRESS: Final = True
#: Pages copied between two signs of progress: 4 MB.
_PAGES: Final = 1000
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"

Report = Callable[[str, int, int], None]


def server(_settings: dict[str, Any]) -> str:
    return sqlite3.sqlite_version


@contextmanager
def dumping(settings: dict[str, Any], scratch: Path, report: Report) -> Iterator[tuple[Digested, Contents]]:
    """Yield a copy of the database, and what it holds."""
    with TemporaryDirectory(dir=scratch, prefix="backup-") as directory:
        copied = Path(directory) / "copy.sqlite3"
        with closing(sqlite3.connect(_existing(settings), uri=True)) as source, closing(sqlite3.connect(copied)) as target:
            source.backup(target, pages=_PAGES, progress=lambda _s, left, all_: report("copied pages", all_ - left, all_))
            # A copy in WAL mode would need a second file beside it.
            target.execute("PRAGMA journal_mode=DELETE")
            held = contents(target.execute, _tables(target))
        size = copied.stat().st_size
        with copied.open("rb") as file:
            yield Digested(file, lambda done: report("written bytes", done, size)), held


def is_empty(settings: dict[str, Any]) -> bool:
    path = Path(settings["NAME"])
    if not path.exists():
        return True
    with closing(sqlite3.connect(path)) as database:
        return not _tables(database)


def load(settings: dict[str, Any], dump: IO[bytes], scratch: Path, _report: Report) -> None:
    """Put a dump into an empty database."""
    with TemporaryDirectory(dir=scratch, prefix="restoring-") as directory:
        copied = Path(directory) / "copy.sqlite3"
        with copied.open("wb") as file:
            while block := dump.read(1 << 20):
                file.write(block)
        try:
            with closing(sqlite3.connect(copied)) as source, closing(sqlite3.connect(settings["NAME"])) as target:
                source.backup(target)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the backup is damaged: {error}.") from error


def held(settings: dict[str, Any]) -> Contents:
    with closing(sqlite3.connect(settings["NAME"])) as database:
        return contents(database.execute, _tables(database))


def _existing(settings: dict[str, Any]) -> str:
    path = Path(settings["NAME"]).resolve()
    if not path.exists():
        raise BackupError(f"There is no database at {path}: nothing to back up.")
    return f"{path.as_uri()}?mode=ro"


def _tables(database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute(_TABLES)]

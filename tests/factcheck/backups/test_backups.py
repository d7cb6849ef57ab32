"""Backups: made while the database is in use, restored into an empty one, and proven to hold the same."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from claims.models import Claim, Revision
from factcheck.backups import making, postgresql, sqlite
from factcheck.backups.archive import DUMP, MANIFEST
from factcheck.backups.making import make
from factcheck.backups.manifest import BackupError, Contents, Manifest, decode, encode
from factcheck.backups.restoring import read_all, restore
from factcheck.backups.trial import restored_on_trial
from tests.cases import load_sample
from tests.claims.heads import forge, heads_of

ROOT = Path(__file__).resolve().parent.parent.parent.parent
POSTGRESQL = connection.vendor == "postgresql"


def nothing(*_progress: Any) -> None:
    pass


@pytest.fixture
def desk(transactional_db: None, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample case; SQLite's database is in memory in tests, and is copied to the file of which backups are made."""
    load_sample(now)
    if not POSTGRESQL:
        path = tmp_path / "desk.sqlite3"
        monkeypatch.setattr(making, "database", lambda: (sqlite, {"NAME": str(path)}))
    to_file(tmp_path)


def to_file(directory: Path) -> None:
    if not POSTGRESQL:
        path = directory / "desk.sqlite3"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as copied:
            connection.connection.backup(copied)


def held_now() -> Contents:
    engine, settings = making.database()
    return engine.held(settings)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the same engine."""
    if not POSTGRESQL:
        yield f"sqlite:///{tmp_path / 'restored.sqlite3'}"
        return
    known, name = connection.settings_dict, f"restored_{uuid.uuid4().hex[:12]}"
    server = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    with psycopg.connect(**{key: value for key, value in server.items() if value}, dbname="postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT'] or 5432}/{name}"
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": "", "CELERY_BROKER_URL": ""}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def made(tmp_path: Path, now: datetime, *recipients: str) -> Path:
    path = tmp_path / "desk.backup"
    make(path, recipients, now, nothing)
    return path


def rewritten(path: Path, **changed: Any) -> Path:
    """Return a backup with another manifest."""
    other = path.with_name("other.backup")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        after.writestr(DUMP, before.read(DUMP))
        after.writestr(MANIFEST, encode(msgspec.structs.replace(decode(before.read(MANIFEST)), **changed)))
    return other


def test_a_restored_database_is_proven_to_be_the_same(desk: None, empty: str, tmp_path: Path, now: datetime) -> None:
    path = made(tmp_path, now)
    assert path.stat().st_mode & 0o077 == 0
    done = manage(empty, "restore", str(path))
    assert (done.returncode, "Restored and compared" in done.stdout) == (0, True), done
    assert manage(empty, "check_integrity").returncode == 0
    assert read_all(path, []).contents == held_now()
    again = manage(empty, "restore", str(path))
    assert (again.returncode, "The database is not empty" in again.stderr) == (1, True)


def test_a_restored_record_is_verified_by_its_heads(desk: None, empty: str, tmp_path: Path, now: datetime) -> None:
    (head,) = heads_of(now)
    forge(Claim.objects.earliest("pk").key, 1, actor="user:eve")
    to_file(tmp_path)
    path = made(tmp_path, now)
    assert read_all(path, []).contents.head == f"1 {head.sha256}"
    done = manage(empty, "restore", str(path))
    assert (done.returncode, "was altered since head 1 of 2024-06-12" in done.stderr) == (1, True), done


def test_a_trial_leaves_no_database_and_says_what_is_wrong(desk: None, tmp_path: Path, now: datetime) -> None:
    before, path = databases(), made(tmp_path, now)
    restored_on_trial(path, [])
    contents = read_all(path, []).contents
    rows = {**contents.rows, "claims_claim": contents.rows["claims_claim"] + 1}
    with pytest.raises(BackupError, match="do not use it: table claims_claim"):
        restored_on_trial(rewritten(path, contents=msgspec.structs.replace(contents, rows=rows)), [])
    assert databases() == before


def databases() -> list[str]:
    if not POSTGRESQL:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'factcheck_trial_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def test_a_backup_of_an_older_release_is_migrated(desk: None, empty: str, tmp_path: Path, now: datetime) -> None:
    loader = MigrationLoader(connection)
    (_app, last), *_others = loader.graph.leaf_nodes("claims")
    before = next(parent.key[1] for parent in loader.graph.node_map["claims", last].parents if parent.key[0] == "claims")
    try:
        call_command("migrate", "claims", before, verbosity=0)
        to_file(tmp_path)
        path = made(tmp_path, now)
    finally:
        call_command("migrate", "claims", verbosity=0)
    assert last not in read_all(path, []).migrations["claims"]
    assert manage(empty, "restore", str(path)).returncode == 0
    assert f"[X] {last}" in manage(empty, "showmigrations", "claims").stdout


@pytest.mark.once
def test_an_encrypted_backup_opens_for_its_recipients_alone(desk: None, empty: str, tmp_path: Path, now: datetime) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    keys = {name: tmp_path / name for name in ("mine", "other", "none")}
    for name, text in (("mine", f"# a comment\n{mine}\n"), ("other", f"{other}\n"), ("none", "nothing\n")):
        keys[name].write_text(text)
    path = made(tmp_path, now, str(mine.to_public()))
    assert path.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"manifest" not in path.read_bytes()
    for identities, why in (
        ([], "--identity"),
        ([keys["other"]], "cannot be decrypted"),
        ([keys["none"]], "no age secret key"),
    ):
        with pytest.raises(BackupError, match=why):
            read_all(path, identities)
    assert manage(empty, "restore", str(path), "--identity", str(keys["mine"])).returncode == 0
    with pytest.raises(BackupError, match="no age recipient"):
        make(tmp_path / "x", ["age1nobody"], now, nothing)


@pytest.mark.parametrize("at", [0, 0.3, 0.6, 0.999], ids=str)
@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_damaged_backup_is_refused(desk: None, tmp_path: Path, now: datetime, at: float, encrypted: bool) -> None:
    mine = pyrage.x25519.Identity.generate()
    (tmp_path / "mine").write_text(str(mine))
    path = made(tmp_path, now, *([str(mine.to_public())] if encrypted else []))
    content = bytearray(path.read_bytes())
    place = int((len(content) - 1) * at)
    content[place : place + 40] = bytes(byte ^ 0x5A for byte in content[place : place + 40])
    path.write_bytes(content)
    with pytest.raises(BackupError, match=r"damaged|cannot be read|no backup"):
        read_all(path, [tmp_path / "mine"])


def test_a_backup_that_is_cut_off_or_is_none_is_refused(desk: None, tmp_path: Path, now: datetime) -> None:
    path = made(tmp_path, now)
    cut, other = tmp_path / "cut", tmp_path / "other"
    cut.write_bytes(path.read_bytes()[:-500])
    other.write_text("a letter")
    for each in (cut, other, tmp_path / "missing"):
        with pytest.raises(BackupError, match=r"damaged|cannot be read"):
            read_all(each, [])


def test_another_engine_and_a_newer_release_are_refused(
    desk: None, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, now)
    monkeypatch.setattr(making.database()[0], "is_empty", lambda _settings: True)
    monkeypatch.setattr(connection, "close", lambda: None)  # the tests' own
    of_now: Manifest = read_all(path, [])
    other = "sqlite" if POSTGRESQL else "postgresql"
    later = {**of_now.migrations, "claims": [*of_now.migrations["claims"], "9999_of_the_future"]}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"engine": other}, f"The backup is of {other}"),
        ({"migrations": later, "release": "9.0.0"}, "release 9.0.0, which is newer"),
        ({"format": 99}, "format 99"),
        *([({"server": "99"}, "this server is older")] if POSTGRESQL else []),
    ]
    for changed, why in cases:
        with pytest.raises(BackupError, match=why):
            restore(rewritten(path, **changed), [], nothing)


@pytest.mark.once
def test_a_difference_from_the_backup_is_told(desk: None, empty: str, tmp_path: Path, now: datetime) -> None:
    path = made(tmp_path, now)
    contents = read_all(path, []).contents
    rows = {**contents.rows, "claims_claim": contents.rows["claims_claim"] + 1}
    other = rewritten(path, contents=msgspec.structs.replace(contents, rows=rows, revisions="0" * 64, head="1 ab"))
    done = manage(empty, "restore", str(other))
    assert done.returncode == 1
    assert "do not use it: table claims_claim" in done.stderr
    assert "the digests of the revisions are not those of the backup" in done.stderr
    assert "the last head of the revision chains is missing, and was 1 ab in the backup" in done.stderr


def test_the_contents_cover_every_revision(desk: None, tmp_path: Path, now: datetime) -> None:
    before = read_all(made(tmp_path, now), []).contents
    assert before.rows["claims_revision"] == Revision.objects.count() > 0
    Revision.objects.filter(pk=Revision.objects.latest("pk").pk).update(sha256="0" * 64)
    to_file(tmp_path)
    (tmp_path / "desk.backup").unlink()
    after = read_all(made(tmp_path, now), []).contents
    assert (after.rows, after.revisions == before.revisions) == (before.rows, False)


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite's backup is a copy, which is counted itself")
def test_what_is_written_meanwhile_is_in_neither_the_dump_nor_the_counts(
    desk: None, empty: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = postgresql.contents

    def counted(ask: Any, tables: Any) -> Any:
        found = counting(ask, tables)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_session VALUES ('late', 'x', now())")
        return found

    monkeypatch.setattr(postgresql, "contents", counted)
    path = made(tmp_path, now)
    assert manage(empty, "restore", str(path)).returncode == 0


@pytest.mark.parametrize("recipients", [0, 1])
def test_a_stopped_backup_leaves_no_file(desk: None, tmp_path: Path, now: datetime, recipients: int) -> None:
    def stop(*_progress: Any) -> None:
        raise KeyboardInterrupt

    held = set(tmp_path.iterdir())
    keys = [str(pyrage.x25519.Identity.generate().to_public())] * recipients
    with suppress(KeyboardInterrupt):
        make(tmp_path / "desk.backup", keys, now, stop)
    assert set(tmp_path.iterdir()) == held


def test_the_command_names_the_file_and_replaces_none(desk: None, tmp_path: Path) -> None:
    out, directory = StringIO(), tmp_path / "backups"
    directory.mkdir()
    call_command("backup", str(directory), stdout=out)
    (path,) = directory.iterdir()
    assert path.suffix == ".zip"
    assert f"{path}: " in out.getvalue()
    assert "not encrypted" in out.getvalue()
    with pytest.raises(CommandError, match="never replaces"):
        call_command("backup", str(path))
    with pytest.raises(CommandError, match="There is no directory"):
        call_command("backup", str(tmp_path / "no" / "file"))


@pytest.mark.skipif(not POSTGRESQL, reason="PostgreSQL's programs")
def test_missing_and_older_programs_are_told(
    desk: None, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(BackupError, match="pg_dump was not found"):
            made(tmp_path, now)
    monkeypatch.setattr(postgresql, "server", lambda _settings: "99")
    with pytest.raises(BackupError, match="install its client of version 99"):
        made(tmp_path, now)

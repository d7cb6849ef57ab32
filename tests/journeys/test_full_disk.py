"""A disk without room, and a database that is locked or read-only: real processes say what, where and how to mend it.

The disk is a small file system in memory, mounted in a namespace of its own, which the kernel fills: no patched client.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cases import claim, outlet, row
from tests.journeys.processes import ROOT, without

MEND = "then run the same command again."
#: The first batch of lines is a thousand, which take 8,336 kilobytes of the write-ahead log; the second finds no room.
CLAIMS, OF_A_BATCH = 1_500, 9_500


class Desk:
    """A database in a folder of its own, and commands that work on it."""

    def __init__(self, place: Path) -> None:
        self.place, self.disk = place, place / "disk"
        self.disk.mkdir()

    def manage(self, *command: str, prepare: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in a mount namespace, after ``prepare`` made that as the test needs it."""
        kept = self.place / "db.sqlite3"
        database = self.disk / "db.sqlite3" if "mount" in prepare else kept
        variables = {"DATABASE_URL": f"sqlite:///{database}", "REDIS_URL": "", "CELERY_BROKER_URL": ""}
        called = shlex.join([sys.executable, "manage.py", *command])
        script = f"{prepare}\n{called}\nsaid=$?; cp {self.disk}/db.sqlite3* {self.place} 2>/dev/null; exit $said"
        shell = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
        return subprocess.run(shell, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False)

    def full(self, *command: str, room: int) -> subprocess.CompletedProcess[str]:
        """Run a command where the database has ``room`` kilobytes of its disk left."""
        size = sum(each.stat().st_size for each in self.place.glob("db.sqlite3*")) // 1024 + room
        mount = f"mount -t tmpfs -o size={size}k tmpfs {self.disk}; cp {self.place}/db.sqlite3* {self.disk} 2>/dev/null"
        return self.manage(*command, prepare=mount)

    def claims(self) -> int:
        with closing(sqlite3.connect(self.place / "db.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM claims_claim").fetchone()[0])


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that was migrated. Made anew: a copy of the suite's waits for whatever else reads that."""
    path = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    variables = {"DATABASE_URL": f"sqlite:///{path}", "REDIS_URL": "", "CELERY_BROKER_URL": ""}
    migrate = [sys.executable, "manage.py", "migrate"]
    subprocess.run(migrate, cwd=ROOT, env=os.environ | variables, check=True, capture_output=True)
    return path


@pytest.fixture
def desk(tmp_path: Path, migrated: Path) -> Desk:
    """A desk that has recorded nothing, with two files to load: as a whole, and by lines."""
    mounted = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        without("this account may mount no file system of its own (unshare --map-root-user --mount)")
    shutil.copy(migrated, tmp_path / "db.sqlite3")
    claims = [claim(f"c{number}", row("paper"), text=f"Claim {number}. {'long ' * 200}") for number in range(CLAIMS)]
    case = {"format": "factcheck-case/1", "sources": [outlet("paper")], "claims": claims}
    (tmp_path / "case.json").write_text(json.dumps(case))
    lines = [{"format": "factcheck-case/1", "sources": [outlet("paper")], "claims": []}, *claims]
    (tmp_path / "case.ndjson").write_text("\n".join(map(json.dumps, lines)))
    return Desk(tmp_path)


def test_commands_on_a_full_disk_end_with_one_line_and_go_on_once_there_is_room(desk: Desk) -> None:
    case, lines = str(desk.place / "case.json"), str(desk.place / "case.ndjson")
    whole = desk.full("load_case", case, room=2_000)
    assert_one_line(whole, "has no disk space left", f"Nothing was stored of {case}.", "Free space on its disk", MEND)
    assert desk.claims() == 0

    half = desk.full("load_case", lines, room=OF_A_BATCH)
    assert_one_line(half, "has no disk space left", f"{lines} is stored up to line 1000,", "continues from there", MEND)
    assert desk.claims() == 999
    assert desk.manage("load_case", lines).returncode == 0
    assert desk.claims() == CLAIMS

    assert_one_line(desk.full("verify", "--all", room=64), "The database file", "its disk", MEND)
    exported = desk.manage("export_case", prepare="exec > /dev/full")
    assert_one_line(exported, "The output has no disk space left", "incomplete", MEND)


def test_what_is_not_migrated_or_can_only_be_read_is_said_as_well(desk: Desk) -> None:
    case = str(desk.place / "case.json")
    with closing(sqlite3.connect(desk.place / "db.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
    read_only = f"mount --bind {desk.place} {desk.place}; mount -o remount,bind,ro {desk.place}"
    assert_one_line(desk.manage("load_case", case, prepare=read_only), "The database file", MEND)
    (desk.place / "db.sqlite3").unlink()
    assert_one_line(desk.full("migrate", room=100), "migrate stopped. The database file", "its disk", MEND)
    assert_one_line(desk.manage("night_report"), "lacks tables or columns of this version", "Run manage.py migrate", MEND)


def assert_one_line(ended: subprocess.CompletedProcess[str], *says: str) -> None:
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1]
    for words in says:
        assert words in last

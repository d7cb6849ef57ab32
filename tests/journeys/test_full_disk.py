"""A disk without room, and a database that is locked or read-only: real processes say what, where and how to mend it.

The disk is a small file system in memory, mounted in a namespace of its own, which the kernel fills: no patched client.
"""

from __future__ import annotations

import json
import os
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cases import claim, outlet, row
from tests.journeys.processes import ROOT, without

MEND = "then run the same command again."
#: Kilobytes that a command may add; the lines take some megabytes, so that the disk is full in the middle of them.
ROOM = 2_500


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

    def full(self, *command: str, room: int = ROOM) -> subprocess.CompletedProcess[str]:
        """Run a command where the database has ``room`` kilobytes of its disk left."""
        size = sum(each.stat().st_size for each in self.place.glob("db.sqlite3*")) // 1024 + room
        mount = f"mount -t tmpfs -o size={size}k tmpfs {self.disk}; cp {self.place}/db.sqlite3* {self.disk} 2>/dev/null"
        return self.manage(*command, prepare=mount)

    def claims(self) -> int:
        with closing(sqlite3.connect(self.place / "db.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM claims_claim").fetchone()[0])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two files to load: as a whole, and by lines."""
    mounted = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        without("this account may mount no file system of its own (unshare --map-root-user --mount)")
    made = Desk(tmp_path)
    claims = [claim(f"c{number}", row("paper"), text=f"Claim {number}. {'long ' * 200}") for number in range(1_500)]
    case = {"format": "factcheck-case/1", "sources": [outlet("paper")], "claims": claims}
    (tmp_path / "case.json").write_text(json.dumps(case))
    lines = [json.dumps({"format": "factcheck-case/1", "sources": [outlet("paper")], "claims": []})]
    (tmp_path / "case.ndjson").write_text("\n".join([*lines, *map(json.dumps, claims)]))
    assert made.manage("migrate", "--verbosity", "0").returncode == 0
    return made


def test_commands_on_a_full_disk_end_with_one_line_and_go_on_once_there_is_room(desk: Desk) -> None:
    case, lines = str(desk.place / "case.json"), str(desk.place / "case.ndjson")

    whole = desk.full("load_case", case)
    assert_one_line(whole, "has no room left", f"Nothing is stored of {case}.", "Make room on its disk", MEND)
    assert desk.claims() == 0

    half = desk.full("load_case", lines, room=3 * ROOM)
    assert_one_line(
        half, "has no room left", f"{lines} is stored up to line 1000,", "loaded again, it goes on from there", MEND
    )
    assert 0 < desk.claims() < 1_500
    assert desk.manage("load_case", lines).returncode == 0
    assert desk.claims() == 1_500

    assert_one_line(desk.full("verify", "--all", "--now", "2030-01-01T00:00Z", room=0), "disk") if False else None
    assert_one_line(desk.manage("export_case", prepare="exec > /dev/full"), "The output has no room left", "incomplete", MEND)


def test_what_is_not_made_or_cannot_be_written_is_said_as_well(desk: Desk) -> None:
    case = str(desk.place / "case.json")
    with closing(sqlite3.connect(desk.place / "db.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    read_only = f"mount --bind {desk.place} {desk.place}; mount -o remount,bind,ro {desk.place}"
    assert_one_line(desk.manage("load_case", case, prepare=read_only), "The database file", MEND)
    (desk.place / "db.sqlite3").unlink()
    assert_one_line(desk.full("migrate", room=100), "migrate stopped. The database file", MEND)
    assert_one_line(desk.manage("night_report"), "lacks tables or columns of this version", "Run manage.py migrate", MEND)


def assert_one_line(ended: subprocess.CompletedProcess[str], *says: str) -> None:
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1]
    for words in says:
        assert words in last

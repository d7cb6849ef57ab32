"""A PostgreSQL of a test's own, which it may kill and pause."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.processes import PATIENCE, free_port, until, without

#: Nothing of it need outlive this machine; what was committed outlives the server.
FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=40")


class OwnPostgresql:
    """One cluster in a directory of its own, with an empty database ``desk``."""

    def __init__(self, settings: tuple[str, ...] = FAST) -> None:
        self.settings = settings
        self.programs, self.port = _programs(), free_port()
        self.directory = Path(tempfile.mkdtemp(prefix="own-postgresql-"))
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/desk"
        # It refuses to run as root.
        self.account: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.account:
            shutil.chown(self.directory, "postgres", "postgres")
        self.run("initdb", "--username=postgres", "--auth=trust", "--no-sync", f"--pgdata={self.directory}/data")
        self.start()
        self.run("createdb", "--host=127.0.0.1", f"--port={self.port}", "--username=postgres", "desk")

    def start(self) -> None:
        options = [f"--port={self.port}", "--listen_addresses=127.0.0.1", f"--unix_socket_directories={self.directory}"]
        command = [self.programs / "postgres", "-D", self.directory / "data", *options]
        command += [word for setting in self.settings for word in ("-c", setting)]
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.directory, start_new_session=True, stdout=log, stderr=log, **self.account
            )
        until(self._answers)

    def kill(self) -> None:
        """End it at once; its port then refuses connections."""
        self._signal(signal.SIGQUIT)
        self.process.wait(timeout=PATIENCE)

    def pause(self) -> None:
        """Have it take connections and answer nothing, nor what was asked already."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def copy_tables(self, url: str) -> None:
        """Make the tables of another database, without their rows but those that say which migrations were applied."""
        for content in (["--schema-only"], ["--data-only", "--table=django_migrations"]):
            dump = [self.programs / "pg_dump", "--no-owner", *content, url]
            found = subprocess.run(dump, check=True, capture_output=True, timeout=PATIENCE)
            load = [self.programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url]
            subprocess.run(load, input=found.stdout, check=True, capture_output=True, timeout=PATIENCE)

    def remove(self) -> None:
        if self.process.poll() is None:
            self.resume()
            self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs, as the account that the server runs as."""
        command = [self.programs / program, *arguments]
        subprocess.run(command, cwd=self.directory, check=True, capture_output=True, timeout=PATIENCE, **self.account)

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the server, and where it stops or goes on, to the process of each connection."""
        server = self.process.pid
        alone = number is signal.SIGQUIT  # it ends the others itself
        for process in [server] if alone else [server, *_children(server)]:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres connect_timeout=2").close()
            return True
        return False


def _programs() -> Path:
    """Return the directory of the newest server that is installed."""
    on_path = shutil.which("postgres")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if on_path is None and not found:
        without("no PostgreSQL server to start one that may be killed: install postgresql")
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

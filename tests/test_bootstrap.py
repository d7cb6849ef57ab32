"""The bootstrap as a stranger meets it: real processes and environments, a package index of one package, no network."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bootstrap import suite
from bootstrap.pip_errors import explain
from bootstrap.processes import Run, run_together
from bootstrap.services import Service

ROOT = Path(__file__).resolve().parent.parent
WHEEL = "tiny-1.0-py3-none-any.whl"
STUB = "import sys, tiny\nprint('service started:', *sys.argv[1:])\n"
#: Nothing listens on this port, and nothing may: it is below 1024.
DEAD_INDEX = "http://127.0.0.1:9/simple"


class Project:
    """A clone of the project with one requirement, which lies in a directory beside it."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "clone"
        self.shelf = directory / "shelf"
        self.shelf.mkdir(parents=True)
        digest = write_wheel(self.shelf / WHEEL)
        shutil.copytree(ROOT / "bootstrap", self.root / "bootstrap", ignore=shutil.ignore_patterns("__pycache__"))
        (self.root / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
        (self.root / "manage.py").write_text(STUB)

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "VENV", "VIRTUAL_ENV"))}
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.shelf), "PIP_NO_CACHE_DIR": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "bootstrap", *arguments],
            cwd=self.root,
            env={name: value for name, value in (ours | pip | variables).items() if value},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that it and its pip can be killed together
        )

    def call(self, *arguments: str, **variables: str) -> tuple[int, str]:
        process = self.start(*arguments, **variables)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output


def write_wheel(path: Path) -> str:
    """The smallest package that pip takes; returns the file's SHA-256."""
    info = "tiny-1.0.dist-info"
    files = {
        "tiny.py": b"",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_record_digest(content)},{len(content)}" for name, content in files.items()]
    with zipfile.ZipFile(path, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)
        wheel.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,", ""]))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _record_digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


@contextmanager
def hanging_index() -> Iterator[tuple[str, threading.Event]]:
    """A package index that takes a call and never answers; gives its address, and an event for the first call."""
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            held = []
            while True:
                try:
                    held.append(server.accept())
                except OSError:
                    return
                called.set()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple", called
        server.shutdown(socket.SHUT_RDWR)


def wait_until(true: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.002)


def end(process: subprocess.Popen[str], number: signal.Signals) -> str:
    os.killpg(process.pid, number)
    return process.communicate(timeout=60)[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project after its first, undisturbed `make demo`."""
    project = Project(tmp_path_factory.mktemp("installed"))
    code, output = project.call("demo")
    assert (code, "service started: quickstart --demo" in output) == (0, True), output
    return project


def with_environment_of(other: Project, directory: Path, *, filled: bool) -> Project:
    """A project with a copy of another's environment, which says that it was made here: to make one takes five seconds."""
    project = Project(directory)
    shutil.copytree(other.venv, project.venv, symlinks=True)
    marker = project.venv / "factcheck-venv.json"
    content = json.loads(marker.read_text()) | {"path": str(project.venv)}
    if not filled:
        del content["requirements"]
        for path in project.venv.glob("lib/python*/site-packages/tiny*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    marker.write_text(json.dumps(content))
    return project


@pytest.fixture
def unfilled(installed: Project, tmp_path: Path) -> Project:
    """A project whose environment was made, and nothing installed into it yet."""
    return with_environment_of(installed, tmp_path, filled=False)


def demo_where(setup: str, project: Project, path: str) -> subprocess.CompletedProcess[str]:
    """The outcome of `make demo` under a Python to which the line `setup` was done first."""
    start = f"import runpy, sys; sys.argv = ['bootstrap', 'demo']; {setup}; runpy.run_module('bootstrap', run_name='__main__')"
    command = [sys.executable, "-c", start]
    return subprocess.run(command, cwd=project.root, env={"PATH": path}, capture_output=True, text=True, check=False)


PYTHON_3_8 = "sys.version_info = (3, 8, 18, 'final', 0)"


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "interpreter.py"])
def test_what_an_old_python_meets_is_syntax_that_it_can_read(name: str) -> None:
    ast.parse((ROOT / "bootstrap" / name).read_text(), feature_version=(3, 6))


def test_a_wrong_python_gets_one_line_that_says_what_to_do(project: Project) -> None:
    done = demo_where(PYTHON_3_8, project, path=str(project.shelf))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("needs Python 3.11 to 3.14, and this is 3.8 (")
    assert done.stderr.count("\n") == 1
    assert not project.venv.exists()


def test_a_wrong_python_hands_over_to_a_right_one_and_passes_by_one_that_does_not_start(project: Project) -> None:
    broken, good = project.shelf / "python3.13", project.shelf / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n")
    good.write_text('#!/bin/sh\nif [ "$1" = -c ]; then echo 3 12; else echo "3.12 got $*"; fi\n')
    for fake in (broken, good):
        fake.chmod(0o755)
    done = demo_where(PYTHON_3_8, project, path=str(project.shelf))
    assert done.stdout.splitlines() == [f"this is Python 3.8; going on with {good}", "3.12 got -m bootstrap demo"]


def test_a_python_without_venv_gets_the_package_to_install(project: Project) -> None:
    done = demo_where("sys.modules['ensurepip'] = None", project, path=os.defpath)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 1
    assert f"this Python {version} comes without ensurepip" in done.stderr
    assert done.stderr.endswith(f"apt-get install python{version}-venv\n")


def test_a_taken_port_is_found_before_anything_is_installed(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, output = project.call("run", "--port", str(port))
    assert code == 1
    assert output.startswith(f"port {port} is in use; stop what runs there or `make run PORT=")
    assert not project.venv.exists()


def test_run_starts_the_site_on_the_port(installed: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    code, output = installed.call("run", "--port", str(port))
    assert (code, output) == (0, f"service started: quickstart --port {port}\n")


def test_a_second_run_installs_nothing_and_needs_no_index(installed: Project) -> None:
    code, output = installed.call("demo", PIP_FIND_LINKS=os.devnull)
    assert (code, output) == (0, "service started: quickstart --demo\n")


def test_changed_requirements_are_installed_into_the_same_environment(installed: Project, tmp_path: Path) -> None:
    project = with_environment_of(installed, tmp_path, filled=True)
    with (project.root / "requirements.txt").open("a") as requirements:
        requirements.write("# changed\n")
    code, output = project.call("demo")
    assert code == 0
    assert output.startswith("installing 1 packages (requirements.txt) …")


def test_no_network_is_one_clear_line_and_the_next_run_goes_on(project: Project) -> None:
    code, output = project.call("demo", PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_INDEX_URL=DEAD_INDEX, PIP_RETRIES="1")
    assert code == 1
    assert "could not reach the package index; connect, or set PIP_INDEX_URL / PIP_FIND_LINKS to a local one, and run" in output
    assert "Traceback" not in output
    assert "tiny" in (project.root / "var" / "pip.log").read_text()
    code, output = project.call("demo")
    assert (code, "making" in output) == (0, False), output


def test_a_package_that_differs_from_the_locked_one_is_refused(unfilled: Project) -> None:
    (unfilled.root / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    code, output = unfilled.call("demo")
    assert code == 1
    assert "a package differs from the one that was locked, so nothing was installed" in output
    assert "service started" not in output


@pytest.mark.parametrize("written", ["pyvenv.cfg", "bin/python", "lib"])
def test_an_environment_that_was_killed_while_it_was_made_is_mended(project: Project, written: str) -> None:
    process = project.start("demo")
    wait_until((project.venv / written).exists, process)
    end(process, signal.SIGKILL)
    code, output = project.call("demo")
    assert (code, "service started" in output) == (0, True), output


def test_an_install_that_was_killed_holds_off_others_and_is_mended(unfilled: Project) -> None:
    with hanging_index() as (index, called):
        slow = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": index}
        process = unfilled.start("demo", **slow)
        wait_until(called.is_set, process)
        code, output = unfilled.call("demo")
        assert (code, output) == (1, "another run is installing into .venv; when it is done, run `make demo` again\n")
        # Our own process alone: its pip lives on, and the environment is not free before that ends too.
        process.kill()
        code, output = unfilled.call("demo")
        assert (code, "another run is installing" in output) == (1, True)
        end(process, signal.SIGKILL)
    code, output = unfilled.call("demo")
    assert (code, output.startswith("making anew .venv")) == (0, True), output


def test_ctrl_c_says_how_to_go_on_and_the_next_run_does(unfilled: Project) -> None:
    # A suite that a shell started in the background ignores Ctrl-C, and so would what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with hanging_index() as (index, called):
        process = unfilled.start("demo", PIP_NO_INDEX="", PIP_FIND_LINKS="", PIP_INDEX_URL=index)
        wait_until(called.is_set, process)
        output = end(process, signal.SIGINT)
    assert process.returncode == 130
    assert output.endswith("stopped; run it again to go on\n")
    assert "Traceback" not in output
    assert unfilled.call("demo")[0] == 0


def test_an_environment_whose_python_is_gone_is_made_anew(installed: Project, tmp_path: Path) -> None:
    project = with_environment_of(installed, tmp_path, filled=True)
    python = project.venv / "bin" / "python"
    python.unlink()
    python.symlink_to(tmp_path / "uninstalled")
    code, output = project.call("demo")
    assert (code, output.startswith("making anew .venv")) == (0, True), output


def test_a_copied_environment_is_made_anew_in_its_new_place(installed: Project, tmp_path: Path) -> None:
    copy = Project(tmp_path)
    shutil.copytree(installed.venv, copy.venv, symlinks=True)
    code, output = copy.call("demo")
    assert (code, output.startswith("making anew .venv")) == (0, True), output


def test_a_directory_that_is_no_environment_is_left_alone(project: Project, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "letters.txt").write_text("mine")
    code, output = project.call("demo", VENV=str(home))
    assert (code, "is not a virtual environment and not empty" in output) == (1, True)
    assert [entry.name for entry in home.iterdir()] == ["letters.txt"]


def test_where_nothing_can_be_written_one_line_says_so(project: Project) -> None:
    (project.root / "var").write_text("a file, where a directory should be: like a read-only disk, and it works for root too")
    code, output = project.call("demo")
    assert (code, output.count("\n")) == (1, 1)
    assert output.startswith(f"cannot write in {project.root / 'var'} (")


def test_an_unknown_failure_of_pip_is_not_dressed_up_as_another() -> None:
    assert explain("ERROR: something new", "make run") == "pip failed; mend what it says, and run `make run` again"


POSTGRESQL = Service("PostgreSQL", "postgres://u@127.0.0.1:5432/d", "15.20")
REDIS = Service("Redis", "redis://127.0.0.1:6379/15", "7.0.15")
NO_POSTGRESQL = Service("PostgreSQL", problem="no server at 127.0.0.1:5432; set DATABASE_URL")


def test_the_suite_runs_on_sqlite_alone_and_on_all_that_answers() -> None:
    subjects = [part.subject for part in suite.parts([POSTGRESQL, REDIS])]
    both = "PostgreSQL 15.20 + Redis 7.0.15"
    assert subjects == ["suite on SQLite", f"suite on {both}", f"journeys on {both}"]
    assert [part.subject for part in suite.parts([NO_POSTGRESQL, REDIS])] == [
        "suite on SQLite",
        "suite on SQLite + Redis 7.0.15",
        "journeys on SQLite + Redis 7.0.15",
    ]


def test_the_parts_share_what_one_of_them_is_enough_for() -> None:
    options = [part.options for part in suite.parts([POSTGRESQL, REDIS])]
    assert options == [["--part=first"], ["--part=second"], ["--part=journeys"]]
    assert [part.options for part in suite.parts([NO_POSTGRESQL])] == [[]]


def test_parts_run_at_the_same_time_and_each_says_how_it_ended(tmp_path: Path) -> None:
    met, log = tmp_path / "met", tmp_path / "log"
    waits = Run(("sh", "-c", f"until [ -e {met} ]; do sleep 0.01; done; exit 3"), os.environ)
    meets = Run(("sh", "-c", f"echo here; touch {met}"), os.environ, log)
    assert dict(run_together([waits, meets])) == {waits: 3, meets: 0}
    assert log.read_text() == "here\n"


def test_no_part_outlives_the_others_when_they_are_stopped(tmp_path: Path) -> None:
    log = tmp_path / "log"
    stays = Run(("sh", "-c", "echo $$; exec sleep 60"), os.environ, log)
    ends = Run(("sh", "-c", f"until [ -s {log} ]; do sleep 0.01; done"), os.environ)
    runs = run_together([stays, ends])
    assert next(runs) == (ends, 0)
    runs.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(log.read_text()), 0)


def test_a_database_that_did_not_answer_is_named_at_the_end() -> None:
    line = str(suite.skipped(NO_POSTGRESQL, required=False))
    assert line == "suite on PostgreSQL: NOT RUN (no server at 127.0.0.1:5432; set DATABASE_URL)"


def test_a_database_left_out_is_a_failure_only_where_it_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    named = Service("PostgreSQL", problem="refused", asked_for=True)
    assert suite.close([suite.skipped(NO_POSTGRESQL, required=False)]) == 0
    assert suite.close([suite.skipped(NO_POSTGRESQL, required=True)]) == 1
    assert suite.close([suite.skipped(named, required=False)]) == 1
    assert capsys.readouterr().out.count("NOT RUN") == 3


def test_a_browser_left_out_is_a_failure_only_in_ci() -> None:
    assert not suite.browser_outcome("", required=False).failed
    assert suite.browser_outcome("", required=True).failed
    assert str(suite.browser_outcome("/usr/bin/chromium", required=True)) == "pages in a real browser: in /usr/bin/chromium"

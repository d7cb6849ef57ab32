"""The sub-commands, one function each."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bootstrap.checks import run_checks
from bootstrap.environment import Environment, prepare, project_environment
from bootstrap.ports import LAST_PORT, require_free
from bootstrap.processes import Interrupted, StopError, run_attached, step, stop_on_signals
from bootstrap.suite import run_fast, run_suite

ROOT = Path(__file__).resolve().parent.parent
SERVICE = ("requirements.txt",)
DEVELOPMENT = (*SERVICE, "requirements-dev.txt")
#: Sub-commands that pass further arguments on to the program that they start.
_PASS_ON = {"test", "test-fast", "test-syntactic", "bench", "lock"}
#: The models of the extractor *syntactic*, which neither the service nor its suite needs, and the tests that need them.
_SYNTACTIC = ("requirements-syntactic.txt",)
_SYNTACTIC_TESTS = ("tests/claims/intake/extraction", "tests/extraction")


def main(arguments: Sequence[str]) -> int:
    """Run one sub-command; return an exit code, 130 for Ctrl-C."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal that cannot show a dash gets a question mark
    stop_on_signals()
    os.chdir(ROOT)
    chosen = _parse(arguments)
    environment = project_environment(ROOT)
    try:
        _require_writable(environment)
        return _COMMANDS[chosen.command](environment, chosen)
    except StopError as stop:
        print(stop, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"could not go on: {error.strerror or error}{f' ({error.filename})' if error.filename else ''}", file=sys.stderr)
        return 1
    except Interrupted as interrupted:
        print("stopped; run it again to go on", file=sys.stderr)
        return 128 + interrupted.number


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    own, rest = list(arguments), []
    if own and own[0] in _PASS_ON:
        rest = [argument for argument in own[1:] if argument != "--coverage"]
        own = [argument for argument in own if argument == "--coverage" or argument is own[0]]
    chosen = _parser().parse_args(own)
    chosen.rest = rest
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m bootstrap", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="install, load the sample case, verify it and run the site")
    run.add_argument("--port", type=_port, default=8000)
    commands.add_parser("demo", help="the same up to the table of flagged claims")
    test = commands.add_parser("test", help="the suite; further arguments go to pytest")
    test.add_argument("--coverage", action="store_true", help="measure branches, and fail where the core has too few")
    commands.add_parser("test-fast", help="what is tested between edits; further arguments go to pytest")
    commands.add_parser("test-syntactic", help="what tests the extractor syntactic; further arguments go to pytest")
    install = commands.add_parser("install", help="only the virtual environment")
    install.add_argument("--dev", action="store_true", help="with what tests and checks need")
    commands.add_parser("check", help="linters, types, import contract, migrations")
    commands.add_parser("audit", help="licences of what is installed, and known vulnerabilities")
    commands.add_parser("bench", help="the benchmark; further arguments go to it")
    commands.add_parser("screenshots", help="take the pictures of docs/screenshots in a real browser")
    commands.add_parser("docs", help="build the documentation as a site in var/docs")
    commands.add_parser("messages", help="gather what the desk says into locale/, and compile it")
    commands.add_parser("lock", help="write the requirement files; further arguments (--upgrade) go to uv")
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) <= LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: it is a number from 1 to 65535")


def _require_writable(environment: Environment) -> None:
    """Check before any work, by writing a file: permissions alone do not show a read-only disk."""
    nearest = next(directory for directory in (environment.path, *environment.path.parents) if directory.is_dir())
    for directory in (ROOT / "var", nearest):
        try:
            directory.mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=directory):
                pass
        except OSError as error:
            raise StopError(
                f"cannot write in {directory} ({error.strerror}); put the project where you can, such as your home directory"
            ) from None


def _run(environment: Environment, chosen: argparse.Namespace) -> int:
    require_free(chosen.port)
    prepare(environment, SERVICE, again="make run")
    require_free(chosen.port)  # installing takes long enough for another program to take the port
    return run_attached(
        [environment.python, "manage.py", "quickstart", "--port", str(chosen.port)], env=environment.variables()
    )


def _demo(environment: Environment, _chosen: argparse.Namespace) -> int:
    """Show the same table each time: it uses its own database, which it creates again."""
    prepare(environment, SERVICE, again="make demo")
    with tempfile.TemporaryDirectory() as directory:
        database = f"sqlite:///{directory}/demo.sqlite3"
        return run_attached(
            [environment.python, "manage.py", "quickstart", "--demo"], env=environment.variables(DATABASE_URL=database)
        )


def _test(environment: Environment, chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make test")
    return run_suite(environment, chosen.rest, coverage=chosen.coverage)


def _test_fast(environment: Environment, chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make test-fast")
    return run_fast(environment, chosen.rest)


def _test_syntactic(environment: Environment, chosen: argparse.Namespace) -> int:
    own = Environment(environment.root, environment.root / "var" / "venv-syntactic")
    prepare(own, (*DEVELOPMENT, *_SYNTACTIC), again="make test-syntactic")
    command = [own.python, "-m", "pytest", "-q", *_SYNTACTIC_TESTS, *chosen.rest]
    return run_attached(command, env=own.variables(OPENBLAS_NUM_THREADS="1"))


def _install(environment: Environment, chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT if chosen.dev else SERVICE, again="make install")
    content = "what the service, its tests and its checks need" if chosen.dev else "what the service needs"
    print(f"{environment.shown(environment.path)} holds {content}")
    return 0


def _check(environment: Environment, _chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make check")
    return run_checks(environment)


def _audit(environment: Environment, _chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make audit")
    return run_attached([environment.python, "-m", "bootstrap.audit"], env=environment.variables())


def _bench(environment: Environment, chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make bench")
    return run_attached([environment.python, "-m", "tests.benchmarks", *chosen.rest], env=environment.variables())


def _screenshots(environment: Environment, _chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make screenshots")
    # A separate database, created again: the pictures show only the sample case, and nothing of this computer's data.
    variables = environment.variables(DATABASE_URL="sqlite:///screenshots.sqlite3")
    return run_attached([environment.python, "-m", "pytest", "-q", "tests/screenshots.py"], env=variables)


def _docs(environment: Environment, _chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make docs")
    return run_attached(
        [environment.python, "-m", "mkdocs", "build", "--clean"], env=environment.variables(NO_MKDOCS_2_WARNING="1")
    )


def _messages(environment: Environment, _chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make messages")
    return run_attached([environment.python, "-m", "bootstrap.messages"], env=environment.variables())


def _lock(environment: Environment, chosen: argparse.Namespace) -> int:
    prepare(environment, DEVELOPMENT, again="make lock")
    for name in (
        "requirements",
        "requirements-dev",
        "requirements-syntactic",
    ):  # in this order: the first constrains the others
        compile_: list[str | Path] = [
            environment.python,
            "-m",
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--generate-hashes",
            # Without its extras, pip does not use a pin such as coverage[toml] once a newer release exists.
            "--no-strip-extras",
        ]
        pins = ["--python-version", "3.11", f"{name}.in", "-o", f"{name}.txt", *chosen.rest]
        with step(f"writing {name}.txt"):
            if run_attached([*compile_, *pins], env=environment.variables(UV_CUSTOM_COMPILE_COMMAND="make lock")) != 0:
                raise StopError(f"{name}.txt was not written; what uv says above tells why")
            pinned = environment.root / f"{name}.txt"
            pinned.write_text(as_old_pip_reads(pinned.read_text()))
    return 0


def as_old_pip_reads(pins: str) -> str:
    """Return the pins with extras spelt as the packages that require them do: uv writes a hyphen for each underscore.

    The pip of Python 3.11 (23.2) takes the two spellings for two extras, and ends with an internal error.
    """
    return pins.replace("lxml[html-clean]", "lxml[html_clean]")


_COMMANDS = {
    "run": _run,
    "demo": _demo,
    "test": _test,
    "test-fast": _test_fast,
    "test-syntactic": _test_syntactic,
    "install": _install,
    "check": _check,
    "audit": _audit,
    "bench": _bench,
    "screenshots": _screenshots,
    "docs": _docs,
    "messages": _messages,
    "lock": _lock,
}

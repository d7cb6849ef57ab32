"""What ships the service says what the service reads: image, requirement files, Makefile, CI and hooks."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml

from bootstrap import interpreter
from factcheck.configuration.variables import variables

ROOT = Path(__file__).resolve().parent.parent
#: Read by gunicorn itself and not by our settings.
GUNICORN_VARIABLES = {"WEB_CONCURRENCY", "GUNICORN_CMD_ARGS"}
#: Set where Python runs, whatever it runs.
PYTHON_VARIABLES = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
REQUIREMENTS = ("requirements", "requirements-dev", "requirements-syntactic")
REQUIRED_IN_PRODUCTION = {"SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def settings_variables() -> set[str]:
    """The environment variables that factcheck/settings.py reads."""
    return set(re.findall(r'(?:\benv(?:\.\w+)?|_required_in_production)\(\s*"([A-Z][A-Z_]+)"', read("factcheck/settings.py")))


def stages() -> list[list[str]]:
    """The instructions of each stage of the Dockerfile; continued lines are joined."""
    lines = [line for line in read("Dockerfile").splitlines() if not line.startswith("#")]
    instructions = re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines()
    found: list[list[str]] = []
    for instruction in filter(None, instructions):
        if instruction.startswith("FROM "):
            found.append([])
        if found:
            found[-1].append(instruction)
    return found


def test_the_image_runs_as_a_fixed_user_without_rights() -> None:
    users = [line.split()[1] for line in stages()[-1] if line.startswith("USER ")]
    assert users == ["10001:10001"]
    after = stages()[-1].index("USER 10001:10001") + 1
    assert not [line for line in stages()[-1][after:] if line.startswith(("RUN", "COPY"))]


def test_the_image_brings_no_compiler_and_installs_only_what_is_hashed() -> None:
    builder, final = stages()
    assert any("--require-hashes" in line and "--only-binary :all:" in line for line in builder)
    assert not any("pip" in line for line in final)
    (packages,) = (line for line in final if "apt-get" in line)
    assert "apt-get install --yes --no-install-recommends postgresql-client-17 " in packages


def test_the_base_of_the_image_is_named_by_its_digest() -> None:
    (base,) = re.findall(r"^ARG PYTHON=(.*)$", read("Dockerfile"), re.MULTILINE)
    assert re.fullmatch(r"python:3\.13-slim-trixie@sha256:[0-9a-f]{64}", base)
    assert [stage[0].split()[1] for stage in stages()] == ["${PYTHON}", "${PYTHON}"]


def test_the_image_starts_a_server_and_checks_it_without_a_shell() -> None:
    instructions = {line.split()[0]: line for line in stages()[-1]}
    assert instructions["CMD"] == 'CMD ["gunicorn", "factcheck.wsgi:application"]'
    assert ' CMD ["python", "-c", ' in instructions["HEALTHCHECK"]


def test_the_health_check_of_the_image_is_python_that_compiles() -> None:
    check = next(line for line in stages()[-1] if line.startswith("HEALTHCHECK"))
    program = re.search(r'\["python", "-c", "(.*)"\]', check)
    assert program
    compile(program.group(1), "HEALTHCHECK", "exec")


def test_the_health_check_of_the_image_asks_whether_the_database_answers() -> None:
    check = next(line for line in stages()[-1] if line.startswith("HEALTHCHECK"))
    assert "'/readyz'" in check


def test_the_image_holds_no_secret_and_only_settings_that_are_read() -> None:
    names = {name for line in stages()[-1] if line.startswith("ENV") for name in re.findall(r"\b([A-Z][A-Z_]+)=", line)}
    assert names - GUNICORN_VARIABLES - PYTHON_VARIABLES <= settings_variables()
    assert not names & REQUIRED_IN_PRODUCTION


def test_secrets_data_and_tests_stay_out_of_the_image() -> None:
    assert {".git", ".env", ".venv", "secrets", "var", "tests"} <= set(read(".dockerignore").splitlines())


#: A row of the table of docs/deployment.md: the variables that it is about.
_DOCUMENTED = re.compile(r"^\|((?: `[A-Z_]+`,?)+) \|", re.MULTILINE)


def test_what_is_read_has_a_meaning_and_nothing_else_has() -> None:
    """Each variable that factcheck/settings.py reads is in factcheck/configuration/variables.py, and so in the reference."""
    assert sorted(variable.name for variable in variables()) == sorted(settings_variables())


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_locked_package_has_hashes_and_every_wanted_one_is_locked(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", read(f"{name}.txt"))[1:]
    locked = {re.split(r"==|\[", block)[0]: block for block in blocks}
    assert [package for package, block in locked.items() if "==" not in block or "--hash=sha256:" not in block] == []
    wanted = re.findall(r"^([a-z][\w.-]*)", read(f"{name}.in"), re.MULTILINE)
    assert set(wanted) <= set(locked)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_extras_are_written_as_the_packages_write_them_that_require_them(name: str) -> None:
    # The pip of Python 3.11 takes two spellings for two extras.
    pinned = set(re.findall(r"^([a-z0-9-]+)\[([a-z0-9-]+)\]==", read(f"{name}.txt"), re.MULTILINE))
    wanted = {requirement for package in distributions() for requirement in package.requires or ()}
    spelt = {(found[1].lower(), found[2]) for each in wanted if (found := re.match(r"([\w.-]+)\[([\w-]+)\]", each))}
    assert not {(package, extra) for package, extra in spelt if extra.replace("_", "-") != extra} & {
        (package, extra.replace("-", "_")) for package, extra in pinned
    }


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirement_files_name_no_package_index(name: str) -> None:
    assert not re.search(r"^\s*(--index|--extra-index|--find-links|-i |-f )", read(f"{name}.txt"), re.MULTILINE)


def test_all_requirement_files_pin_the_same_versions() -> None:
    pins = {
        pin
        for name in REQUIREMENTS
        for pin in re.findall(r"^([a-z0-9._-]+)==(\S+)(?: \\)?$", read(f"{name}.txt"), re.MULTILINE)
    }
    assert len({package for package, _ in pins}) == len(pins)


def test_the_bootstrap_takes_the_pythons_that_the_project_declares() -> None:
    declared = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    (oldest_major, oldest), (newest_major, newest) = interpreter.OLDEST, interpreter.NEWEST
    assert declared == f">={oldest_major}.{oldest},<{newest_major}.{newest + 1}"


def test_make_has_every_command_and_lists_them_by_default() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = [line.split()[1] for line in listed.splitlines()]
    commands = [
        "run",
        "demo",
        "test",
        "test-fast",
        "test-syntactic",
        "bench",
        "audit",
        "screenshots",
        "check",
        "docs",
        "messages",
        "lock",
        "install",
        "clean",
    ]
    assert named == ["help", *commands]


@pytest.mark.parametrize(
    ("call", "does"),
    [
        (["run"], "python3 -m bootstrap run --port 8000"),
        (["run", "PORT=8001", "PYTHON=python3.13"], "python3.13 -m bootstrap run --port 8001"),
        (["test", "ARGS=-k 'one or two'"], "python3 -m bootstrap test -k 'one or two'"),
    ],
)
def test_make_passes_on_what_it_is_given(call: list[str], does: str) -> None:
    # Without the variables by which a make that runs this suite would reach into this one.
    clean = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "PYTHON", "PORT", "ARGS"}
    }
    command = ["make", "--no-print-directory", "--dry-run", *call]
    shown = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == does


def test_make_clean_keeps_the_data() -> None:
    shown = subprocess.run(["make", "--dry-run", "clean"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "-not -path './var/*'" in shown
    assert not re.search(r"rm -rf[^\n]*\bvar\b", shown)


def test_ci_runs_the_command_that_the_readme_gives_and_leaves_nothing_out() -> None:
    script = read(".ci/run")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=False).returncode == 0
    assert script.index("make check") < script.index("make test")
    assert "export REQUIRE_SERVICES=1" in script
    if (ROOT / "README.md").exists():
        assert "make test" in read("README.md")


def test_hooks_download_nothing() -> None:
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    languages = {hook["language"] for repository in repositories for hook in repository["hooks"]}
    assert languages == {"system", "pygrep"}


def test_the_license_is_the_one_that_the_project_declares() -> None:
    assert tomllib.loads(read("pyproject.toml"))["project"]["license"] == "AGPL-3.0-or-later"
    assert read("LICENSE").split()[:5] == ["GNU", "AFFERO", "GENERAL", "PUBLIC", "LICENSE"]
    assert "13. Remote Network Interaction" in read("LICENSE")

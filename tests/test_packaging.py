"""What ships the service says what the service reads: image, compose file, requirement files, Makefile, CI and hooks."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bootstrap import interpreter

ROOT = Path(__file__).resolve().parent.parent
#: Read by gunicorn itself and not by our settings.
GUNICORN_VARIABLES = {"WEB_CONCURRENCY", "GUNICORN_CMD_ARGS"}
#: Set where Python runs, whatever it runs.
PYTHON_VARIABLES = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
REQUIRED_IN_PRODUCTION = {"SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL"}
OUR_SERVICES = {"migrate", "web", "worker", "beat"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def settings_variables() -> set[str]:
    """The environment variables that factcheck/settings.py reads."""
    return set(re.findall(r'(?:\benv(?:\.\w+)?|_required_in_production)\(\s*"([A-Z][A-Z_]+)"', read("factcheck/settings.py")))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return content


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
    assert not any("apt-get" in line or "pip install" in line for line in final)


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
    assert {".git", ".env", ".venv", "var", "tests"} <= set(read(".dockerignore").splitlines())


def test_compose_runs_every_part_of_the_service(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OUR_SERVICES | {"postgres", "redis"}
    assert compose["services"]["migrate"]["command"][1:3] == ["manage.py", "migrate"]
    for name in ("worker", "beat"):
        assert compose["services"][name]["command"][:4] == ["celery", "-A", "factcheck.celery", name]


@pytest.mark.parametrize("name", sorted(OUR_SERVICES))
def test_compose_sets_only_what_the_settings_read_and_all_that_production_needs(compose: dict[str, Any], name: str) -> None:
    given = set(compose["services"][name]["environment"]) - GUNICORN_VARIABLES
    assert given <= settings_variables()
    assert given >= REQUIRED_IN_PRODUCTION | {"DEBUG", "ALLOWED_HOSTS"}


#: A row of a table of docs/deployment.md: the variables that it is about.
_DOCUMENTED = re.compile(r"^\|((?: `[A-Z_]+`,?)+) \|", re.MULTILINE)


def documented(heading: str) -> set[str]:
    """The variables of the table of docs/deployment.md that begins with this heading."""
    table = read("docs/deployment.md").partition(f"| {heading} |")[2].partition("\n\n")[0]
    return {name for names in _DOCUMENTED.findall(table) for name in re.findall(r"`([A-Z_]+)`", names)}


def test_what_is_documented_is_read_and_what_is_read_is_documented() -> None:
    assert documented("variable") == settings_variables()


def test_compose_passes_on_every_variable(compose: dict[str, Any]) -> None:
    of_the_image = {"STATIC_ROOT"}
    passed = compose["services"]["web"]["environment"]
    assert set(passed) - GUNICORN_VARIABLES == settings_variables() - of_the_image
    for name in OUR_SERVICES - {"web"}:
        also = {"DB_STATEMENT_SECONDS", "DB_WAIT_SECONDS"}  # limits of the web server alone: jobs need longer
        assert set(compose["services"][name]["environment"]) == settings_variables() - of_the_image - also, name


def test_compose_gives_no_default_twice_and_documents_its_own_variables(compose: dict[str, Any]) -> None:
    passed = compose["services"]["web"]["environment"]
    taken = set(re.findall(r"\$\{([A-Z_]+)", read("compose.yaml")))
    assert taken - settings_variables() == documented("variable of `.env`")
    other_default = {"BEHIND_PROXY", "VERIFICATION_WORKERS", "DB_STATEMENT_SECONDS", "WEB_CONCURRENCY"}
    assert {name for name, value in passed.items() if value and f"${{{name}:-" in value} == other_default


def test_the_database_of_compose_logs_no_statement_and_no_row(compose: dict[str, Any]) -> None:
    assert {"log_min_error_statement=panic", "log_error_verbosity=terse"} <= set(compose["services"]["postgres"]["command"])


def test_compose_refuses_to_start_without_secrets() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"):
        assert re.findall(rf"\$\{{{name}[^:]", read("compose.yaml")) == [], "used somewhere without a check"
        assert f"${{{name}:?set {name} in .env" in read("compose.yaml")


def test_compose_gives_nobody_more_rights_than_needed(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped"), name
    for name in OUR_SERVICES:
        assert compose["services"][name]["cap_drop"] == ["ALL"], name


def test_compose_starts_the_service_when_the_database_is_migrated(compose: dict[str, Any]) -> None:
    for name in OUR_SERVICES - {"migrate"}:
        waits_for = {other: how["condition"] for other, how in compose["services"][name]["depends_on"].items()}
        assert waits_for == {
            "postgres": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }


def test_compose_keeps_the_site_off_the_network_and_redis_on_disk(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:${PORT:-8000}:8000"]
    assert compose["services"]["redis"]["command"][1:3] == ["--appendonly", "yes"]


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_locked_package_has_hashes_and_every_wanted_one_is_locked(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", read(f"{name}.txt"))[1:]
    locked = {re.split(r"==|\[", block)[0]: block for block in blocks}
    assert [package for package, block in locked.items() if "==" not in block or "--hash=sha256:" not in block] == []
    wanted = re.findall(r"^([a-z][\w.-]*)", read(f"{name}.in"), re.MULTILINE)
    assert set(wanted) <= set(locked)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_requirement_files_name_no_package_index(name: str) -> None:
    assert not re.search(r"^\s*(--index|--extra-index|--find-links|-i |-f )", read(f"{name}.txt"), re.MULTILINE)


def test_both_requirement_files_pin_the_same_versions() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", read(f"{name}.txt"), re.MULTILINE))
        for name in ("requirements", "requirements-dev")
    ]
    both = pins[0].keys() & pins[1].keys()
    assert {package: pins[0][package] for package in both} == {package: pins[1][package] for package in both}


def test_the_bootstrap_takes_the_pythons_that_the_project_declares() -> None:
    declared = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    (oldest_major, oldest), (newest_major, newest) = interpreter.OLDEST, interpreter.NEWEST
    assert declared == f">={oldest_major}.{oldest},<{newest_major}.{newest + 1}"


def test_make_has_every_command_and_lists_them_by_default() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = [line.split()[1] for line in listed.splitlines()]
    commands = ["run", "demo", "test", "test-fast", "bench", "screenshots", "check", "messages", "lock", "install", "clean"]
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

"""compose.yaml passes on all that the service reads, secrets as files, and starts each part when what it needs is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from factcheck.configuration.variables import SECRETS, variables
from tests.image.compose import environment
from tests.image.compose import services as filled
from tests.journeys.processes import free_port, kill, until, without
from tests.test_packaging import GUNICORN_VARIABLES, ROOT, read, settings_variables

OUR_SERVICES = {"migrate", "web", "worker", "beat", "backup"}
#: They run once, and do not wait for the migration.
ONCE = {"migrate", "backup"}
#: Their passwords have variables of their own, which are files.
URLS = {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
    return content


def passed(compose: dict[str, Any], name: str) -> set[str]:
    """The variables that Compose passes to a service: themselves, or as a file."""
    given: dict[str, Any] = compose["services"][name]["environment"]
    return {variable.removesuffix("_FILE") for variable in given}


def test_the_image_has_the_client_of_the_server_of_compose(compose: dict[str, Any]) -> None:
    (client,) = re.findall(r"postgresql-client-(\d+)", read("Dockerfile"))
    assert compose["services"]["postgres"]["image"] == f"postgres:{client}"


def test_compose_runs_every_part_of_the_service(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OUR_SERVICES | {"postgres", "redis"}
    assert compose["services"]["migrate"]["command"][1:3] == ["manage.py", "migrate"]
    for name in ("worker", "beat"):
        assert compose["services"][name]["command"][:4] == ["celery", "-A", "factcheck.celery", name]


@pytest.mark.parametrize("name", sorted(OUR_SERVICES))
def test_compose_passes_on_every_variable(compose: dict[str, Any], name: str) -> None:
    of_the_image = {"STATIC_ROOT"}
    of_the_site = set() if name == "web" else {"DB_STATEMENT_SECONDS", "DB_WAIT_SECONDS"}  # jobs need longer
    assert passed(compose, name) - GUNICORN_VARIABLES == settings_variables() - of_the_image - of_the_site


#: A row of the table of docs/deployment.md: the variables that it is about.
_DOCUMENTED = re.compile(r"^\|((?: `[A-Z_]+`,?)+) \|", re.MULTILINE)


def documented(heading: str) -> set[str]:
    """The variables of the table of docs/deployment.md that begins with this heading."""
    table = read("docs/deployment.md").partition(f"| {heading} |")[2].partition("\n\n")[0]
    return {name for names in _DOCUMENTED.findall(table) for name in re.findall(r"`([A-Z_]+)`", names)}


@pytest.mark.parametrize("name", sorted(OUR_SERVICES))
def test_secrets_reach_our_services_as_files_alone(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    given = {variable: value for variable, value in service["environment"].items() if variable.endswith("_FILE")}
    assert given == {f"{secret}_FILE": f"/run/secrets/{secret.lower()}" for secret in set(SECRETS) - URLS}
    assert set(service["secrets"]) == {secret.lower() for secret in set(SECRETS) - URLS}


def test_compose_finds_the_files_that_the_script_makes(compose: dict[str, Any], tmp_path: Path) -> None:
    for _time in range(2):  # the second changes nothing
        subprocess.run([ROOT / "deploy/make-secrets.sh", tmp_path / "secrets"], check=True, capture_output=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert {name: secret["file"] for name, secret in compose["secrets"].items()} == {
        name: f"${{SECRETS:-./secrets}}/{name}" for name in made
    }
    assert {name for name, value in made.items() if value} == {one.name.lower() for one in variables() if one.generated}
    assert all(re.fullmatch(r"[\w-]{64}", value) for value in made.values() if value)
    assert len(set(filter(None, made.values()))) == len(list(filter(None, made.values())))
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_no_secret_is_in_the_compose_file_or_taken_from_the_environment() -> None:
    taken = set(re.findall(r"\$\{([A-Z_]+)", read("compose.yaml")))
    assert not taken & set(SECRETS)
    assert "PASSWORD: " not in read("compose.yaml")


def test_redis_of_compose_asks_for_the_password_of_its_file(compose: dict[str, Any], tmp_path: Path) -> None:
    if shutil.which("redis-server") is None:
        without("no redis-server: install redis-server")
    password = tmp_path / "redis_password"
    password.write_text("pass word-$HOME")
    port, service = free_port(), compose["services"]["redis"]

    def here(command: str) -> list[str]:
        command = command.replace("$$", "$").replace("/run/secrets/redis_password", str(password))
        return ["sh", "-c", command.replace("redis-server -", f"redis-server - --port {port}").replace("cli", f"cli -p {port}")]

    assert service["command"][:2] == ["sh", "-c"]
    server = subprocess.Popen(here(service["command"][2]), cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        until(lambda: subprocess.run(here(service["healthcheck"]["test"][1]), check=False, capture_output=True).returncode == 0)
        refused = subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True, text=True, check=False)
        shown = Path(f"/proc/{server.pid}/cmdline").read_text()
    finally:
        kill(server)
    assert "NOAUTH" in refused.stdout
    assert shown.startswith("redis-server")
    assert "pass word" not in shown


def test_compose_gives_no_default_twice_and_documents_its_own_variables(compose: dict[str, Any]) -> None:
    given = compose["services"]["web"]["environment"]
    taken = set(re.findall(r"\$\{([A-Z_]+)", read("compose.yaml")))
    assert taken - settings_variables() == documented("variable of `.env`")
    other_default = {"BEHIND_PROXY", "VERIFICATION_WORKERS", "DB_STATEMENT_SECONDS", "WEB_CONCURRENCY"}
    assert {name for name, value in given.items() if value and f"${{{name}:-" in value} == other_default


def test_the_database_of_compose_logs_no_statement_and_no_row(compose: dict[str, Any]) -> None:
    assert {"log_min_error_statement=panic", "log_error_verbosity=terse"} <= set(compose["services"]["postgres"]["command"])


def test_compose_refuses_to_start_without_the_name_of_the_site() -> None:
    assert re.findall(r"\$\{ALLOWED_HOSTS[^:]", read("compose.yaml")) == [], "used somewhere without a check"
    assert "${ALLOWED_HOSTS:?set ALLOWED_HOSTS in .env" in read("compose.yaml")


def test_compose_gives_nobody_more_rights_than_needed(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name
        assert service["restart"] == ("no" if name in ONCE else "unless-stopped"), name
    for name in {*OUR_SERVICES, "redis"}:
        assert compose["services"][name]["cap_drop"] == ["ALL"], name


def test_compose_starts_the_service_when_the_database_is_migrated(compose: dict[str, Any]) -> None:
    for name in OUR_SERVICES - ONCE:
        waits_for = {other: how["condition"] for other, how in compose["services"][name]["depends_on"].items()}
        assert waits_for == {
            "postgres": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }


def test_compose_keeps_the_site_off_the_network_and_redis_on_disk(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:${PORT:-8000}:8000"]
    assert "redis-server - --appendonly yes --maxmemory-policy noeviction" in compose["services"]["redis"]["command"][2]


def test_compose_refuses_to_start_without_a_name_and_fills_in_the_rest() -> None:
    with pytest.raises(ValueError, match="ALLOWED_HOSTS: set ALLOWED_HOSTS"):
        filled({})
    given = {"ALLOWED_HOSTS": "facts.example.org", "WORKER_PROCESSES": "5", "NIGHTLY_HOUR": "4"}
    worker = filled(given)["worker"]
    set_here = environment(worker, given)
    assert (set_here["VERIFICATION_WORKERS"], set_here["NIGHTLY_HOUR"]) == ("5", "4")
    assert "--concurrency=5" in worker["command"]
    assert "DESK_LANGUAGE" not in set_here
    assert worker["healthcheck"]["test"][1].endswith('"celery@$HOSTNAME"')

"""The units of deploy/systemd: systemd accepts them, they run what Compose runs, and have no right that they do not need."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from factcheck.configuration.variables import SECRETS
from tests.journeys.processes import without
from tests.test_compose import URLS
from tests.test_packaging import ROOT, read, settings_variables

UNITS = ROOT / "deploy/systemd"
SERVICES = sorted(UNITS.glob("*.service"))
_SHARED = "# The same in each unit from here on (tests/test_systemd.py).\n"
#: Of 10; systemd calls up to 2.4 “OK”, and a unit without any of this 9.6 “UNSAFE”.
MOST_EXPOSED = 1.5


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root as docs/deployment.md has it: the units in their place, and something where their programs are."""
    if shutil.which("systemd-analyze") is None:
        without("no systemd-analyze: install systemd")
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(UNITS, root / "etc/systemd/system")
    for target in ("basic", "shutdown", "sysinit", "timers", "network-online", "multi-user"):
        (root / f"etc/systemd/system/{target}.target").write_text(f"[Unit]\nDescription={target}\n")
    for program in set(re.findall(r"^Exec\w+=(/\S+)", "".join(unit.read_text() for unit in SERVICES), re.MULTILINE)):
        file = root / program[1:]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
    return root


def test_systemd_accepts_every_unit(installed: Path) -> None:
    names = [unit.name for unit in UNITS.iterdir() if unit.suffix not in {".env", ".sh"}]
    command = ["systemd-analyze", "verify", f"--root={installed}", "--man=no", *names]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
    (installed / "etc/systemd/system/factcheck-web.service").write_text("[Service]\nExecStrat=/bin/true\n")
    spoilt = subprocess.run([*command[:4], "factcheck-web.service"], capture_output=True, text=True, check=False)
    assert "ExecStrat" in spoilt.stderr, "systemd-analyze did not look at them"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_a_unit_has_no_right_that_it_does_not_need(installed: Path, unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-300:]


def test_every_unit_has_the_same_secrets_and_limits() -> None:
    (shared,) = {unit.read_text().partition(_SHARED)[2].partition("\n[Install]")[0].strip() for unit in SERVICES}
    names = {secret.lower() for secret in set(SECRETS) - URLS}
    loaded = dict(re.findall(r"^LoadCredential=(\w+):(\S+)$", shared, re.MULTILINE))
    assert loaded == {name: f"/etc/factcheck/secrets/{name}" for name in names}
    given = dict(re.findall(r"^Environment=(\w+_FILE)=(\S+)$", shared, re.MULTILINE))
    assert given == {f"{name.upper()}_FILE": f"%d/{name}" for name in names}
    for limit in ("ProtectSystem=strict", "NoNewPrivileges=yes", "User=factcheck", "CapabilityBoundingSet="):
        assert limit in shared.splitlines()


def test_the_example_sets_what_is_read_and_no_secret() -> None:
    names = set(re.findall(r"^(\w+)=", read("deploy/systemd/factcheck.env"), re.MULTILINE))
    assert names <= settings_variables()
    assert {"DEBUG", "DATABASE_URL", "CELERY_BROKER_URL", "ALLOWED_HOSTS", "BEHIND_PROXY"} <= names
    assert not names & (set(SECRETS) - URLS)
    assert not re.search(r"://[^@\s]*:[^@\s]*@", read("deploy/systemd/factcheck.env"))


def test_units_run_what_compose_runs() -> None:
    services = yaml.safe_load(read("compose.yaml"))["services"]
    (image,) = re.findall(r'GUNICORN_CMD_ARGS="([^"]*)"', read("Dockerfile"))
    started = {unit.stem.removeprefix("factcheck-"): _command(unit) for unit in SERVICES}
    bound = re.sub(r"--bind=[^ :]*", "--bind=127.0.0.1", image).split()
    assert started.pop("web") == ["gunicorn", "factcheck.wsgi:application", *bound]
    places = {
        "${WORKER_PROCESSES:-2}": "2",
        "/srv/factcheck/var/beat-schedule": "/var/lib/factcheck/beat-schedule",
        "/backups": "/var/lib/factcheck/backups",
    }
    for name, command in started.items():
        wanted = " ".join(services[name]["command"])
        for place, here in places.items():
            wanted = wanted.replace(place, here)
        assert " ".join(command) == wanted, name


def _command(unit: Path) -> list[str]:
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    program, *arguments = shlex.split(line)
    return [Path(program).name, *arguments]

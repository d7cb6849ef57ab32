"""What must hold of the running image; each line that is printed was seen."""

from __future__ import annotations

import json
import re
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.image.running import Desk

#: Tries to write a file into every directory of the root, and prints those where it could.
_WRITABLE = """\
import os
for path, names, _files in os.walk("/", followlinks=False):
    names[:] = [name for name in names if os.path.join(path, name) not in ("/proc", "/dev", "/sys")]
    try:
        open(os.path.join(path, ".probe"), "w").close(); os.remove(os.path.join(path, ".probe")); print("WRITABLE", path)
    except OSError:
        pass
"""
_STATUS = "for line in open('/proc/self/status'): print(line, end='')"


def prove(desk: Desk) -> None:
    start_in_order(desk)
    serves(desk)
    has_no_rights(desk)
    backs_up(desk)
    works(desk)
    ends_gracefully(desk)


def start_in_order(desk: Desk) -> None:
    from tests.image.running import says

    print("compose.yaml, in the order of its health checks …", flush=True)
    command = [*desk.services["postgres"]["command"], "-D", "/data", "-c", "unix_socket_directories=/tmp"]
    postgres = desk.start_foreign("postgres", command, "postgres", desk.volume_of("postgres", "postgres"))
    redis = desk.start_foreign("redis", desk.services["redis"]["command"], "redis", desk.volume_of("redis", "redis"))
    asks = ["pg_isready", "--host=127.0.0.1", *desk.services["postgres"]["healthcheck"]["test"][2:]]
    how = {"user": "postgres", "environment": {"PATH": "/usr/bin:/bin"}}
    desk.until("postgres", lambda: postgres.run(asks, **how).returncode == 0)
    desk.healthy("redis", redis, "redis")
    createdb = "PGPASSWORD=$(cat /run/secrets/database_password) createdb --host=127.0.0.1 --username=factcheck"
    for name in ("factcheck", "restored"):
        made = postgres.run(["sh", "-c", f"{createdb} {name}"], **how)
        assert made.returncode == 0, made.stdout
    says("postgres and redis are healthy, and take only the passwords of their files")
    says(f"migrate: {len(re.findall('OK', desk.run('migrate')))} migrations")
    for name in ("web", "worker", "beat"):
        desk.start(name)


def serves(desk: Desk) -> None:
    from tests.image.running import get, says

    desk.until("web", lambda: get("/readyz")[0] == 200)
    check = desk.image["Healthcheck"]["Test"]
    desk.run("web", check[1:])
    says("web: /readyz is 200; the HEALTHCHECK of the image succeeds")
    status, headers, page = get("/admin/login/")
    assert status == 200, page
    assert "Secure" in headers["Set-Cookie"]
    sheet = re.findall(r'href="(/static/[^"]+\.css)"', page)[0]
    status, headers, _text = get(sheet)
    assert (status, "immutable" in headers["Cache-Control"]) == (200, True), headers
    says(f"web: the page to sign in, and {sheet} ({headers['Cache-Control']})")


def has_no_rights(desk: Desk) -> None:
    from tests.image.running import says

    volumes = {name: [one.partition(":")[2] for one in service.get("volumes", [])] for name, service in desk.services.items()}
    for name in ("web", "worker", "beat", "backup"):
        status = dict(re.findall(r"^(\w+):\t(.*)$", desk.run(name, ["python", "-c", _STATUS]), re.MULTILINE))
        assert status["Uid"].split() == ["10001"] * 4
        assert status["NoNewPrivs"] == "1"
        assert all(int(status[of], 16) == 0 for of in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"))
        found = re.findall(r"^WRITABLE (\S+)", desk.run(name, ["python", "-c", _WRITABLE]), re.MULTILINE)
        top = {path for path in found if not any(path.startswith(f"{other}/") for other in found if other != path)}
        assert top == {"/tmp", *volumes[name]}, (name, top)  # noqa: S108
        says(f"{name}: user 10001, no capability, can write in {' and '.join(sorted(top))} alone")


def backs_up(desk: Desk) -> None:
    from tests.image.running import says

    made = desk.run("backup")
    (file,) = (desk.here / "volumes/backups").iterdir()
    url = desk.environment("backup")["DATABASE_URL"].removesuffix("factcheck") + "restored"
    desk.run("backup", ["python", "manage.py", "restore", f"/backups/{file.name}"], DATABASE_URL=url)
    says(f"backup: {made.strip().splitlines()[-1]}")
    says("backup: restored into an empty database, and compared")


def works(desk: Desk) -> None:
    from tests.image.running import get, says

    desk.healthy("worker", desk.ours("worker"), desk.image["User"])
    says("worker: its health check succeeds")
    begun = time.monotonic()
    desk.until("beat", lambda: (json.loads(get("/readyz")[2]).get("details") or {}).get("worker") == "ok", seconds=150)
    says(f"beat and worker: a task of beat was done after {time.monotonic() - begun:.0f} s: {get('/readyz')[2]}")


def ends_gracefully(desk: Desk) -> None:
    from tests.image.running import says

    for name in ("web", "worker", "beat"):
        process = desk.running[name]
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        process.wait(timeout=120)
        assert process.returncode == 0, f"{name} ended with {process.returncode}"
        says(f"{name}: ended by SIGTERM after {time.monotonic() - begun:.1f} s, with status 0")

"""The site behind the nginx of deploy/nginx, as that file is written: only its ports and paths are of this test."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from tests.journeys.processes import ROOT, free_port, kill, until, without
from tests.journeys.site import Site

HOST = "facts.example.org"
CONFIGURATION = ROOT / "deploy/nginx/factcheck.conf"
#: What Debian's nginx.conf has around such a file, with every path below the test's own.
_AROUND = """\
{user} daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes 1;
events {{}}
http {{
    {paths}
    include {here}/factcheck.conf;
}}
"""


class Proxied(NamedTuple):
    """The two ports of nginx, the site behind it, and where both write."""

    https: int
    http: int
    site: Site
    here: Path

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send one request over TLS, for which nginx has a certificate that it signed itself."""
        trusted = ssl.create_default_context(cafile=str(self.here / "chain.pem"))
        trusted.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.https, timeout=15, context=trusted)
        try:
            connection.request(method, path, body or None, {"Host": HOST, **headers})
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("openssl") is None:
        without("no nginx to stand before the site: install nginx-light and openssl")
    here = tmp_path_factory.mktemp("nginx")
    static = _collected(here / "static")
    given = {"HTTPS": "1", "BEHIND_PROXY": "1", "STATIC_ROOT": str(static), "API_ANONYMOUS_READ": "0"}
    given |= {"DATABASE_URL": f"sqlite:///{here}/empty.sqlite3", "CELERY_BROKER_URL": "memory://"}
    site = Site(here / "site.log", given)
    secure, plain = free_port(), free_port()
    _configure(here, secure, plain, site.port)
    command = [nginx, "-c", here / "nginx.conf", "-e", here / "error.log"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    server = subprocess.Popen(command, start_new_session=True)
    proxied = Proxied(secure, plain, site, here)
    try:
        until(lambda: _listens(secure))
        yield proxied
    finally:
        kill(server)
        site.stop()


def _listens(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def _collected(root: Path) -> Path:
    """Put the static files where the site finds them: as ``collectstatic`` does, without a minute of compressing."""
    paths = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(storage.path(name), root / name)
            paths[name] = name
    (root / "staticfiles.json").write_text(json.dumps({"paths": paths, "version": "1.1", "hash": ""}))
    return root


def _configure(here: Path, secure: int, plain: int, site: int) -> None:
    certificate = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    certificate += ["-days", "1", "-subj", f"/CN={HOST}", "-keyout", str(here / "key.pem"), "-out", str(here / "chain.pem")]
    subprocess.run(certificate, check=True, capture_output=True)
    text = CONFIGURATION.read_text()
    for written, ours in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        f"/etc/letsencrypt/live/{HOST}/fullchain.pem": f"{here}/chain.pem",
        f"/etc/letsencrypt/live/{HOST}/privkey.pem": f"{here}/key.pem",
        "/var/log/nginx": str(here),
        "127.0.0.1:8000": f"127.0.0.1:{site}",
    }.items():
        assert written in text, f"deploy/nginx/factcheck.conf has no “{written.strip()}” any more: mend this test"
        text = text.replace(written, ours)
    (here / "factcheck.conf").write_text(text)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {here}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""  # else it takes an account that may not write here
    (here / "nginx.conf").write_text(_AROUND.format(here=here, paths=paths, user=user))


def test_the_page_to_sign_in_comes_over_tls_with_its_files(proxied: Proxied) -> None:
    status, headers, body = proxied.ask("GET", "/admin/account/login/")
    assert status == 200, "the site took the request for one without TLS, or for another host"
    assert b"csrfmiddlewaretoken" in body
    assert "Secure" in headers["Set-Cookie"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    status, headers, body = proxied.ask("GET", "/static/admin/css/base.css")
    assert (status, headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert body == (proxied.here / "static/admin/css/base.css").read_bytes()


def test_plain_http_is_led_to_https_without_reaching_the_site(proxied: Proxied) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxied.http, timeout=15)
    connection.request("GET", "/claims/?q=canary-plain", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/claims/?q=canary-plain")
    assert not proxied.site.logged("/claims/")


def test_the_site_believes_the_proxy_and_no_client(proxied: Proxied) -> None:
    """What a client sends of these headers is replaced: over TLS it is https, and its address and request id are nginx's."""
    claimed = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9", "X-Request-ID": "of-the-client"}
    status, headers, _body = proxied.ask("GET", "/api/v1/claims/", **claimed)
    assert status == 401
    assert headers["X-Request-ID"] != "of-the-client"
    log = proxied.here / "factcheck.log"
    until(lambda: f"id={headers['X-Request-ID']}" in log.read_text())  # it answers first
    until(lambda: proxied.site.logged(headers["X-Request-ID"]) == 1)


def test_neither_log_holds_what_people_search_for(proxied: Proxied) -> None:
    proxied.ask("GET", "/api/v1/claims/?q=canary-query", Referer=f"https://{HOST}/?q=canary-referer")
    written = "".join(file.read_text() for file in proxied.here.glob("*.log"))
    assert "/api/v1/claims/" in written
    assert "canary" not in written


def test_bodies_may_be_as_large_as_the_site_allows_and_no_larger(proxied: Proxied) -> None:
    assert f"client_max_body_size {settings.API_MOST_LINES_BYTES};" in CONFIGURATION.read_text()
    large = settings.API_MOST_LINES_BYTES + 1
    status, _headers, body = proxied.ask("POST", "/api/v1/cases/", **{"Content-Length": str(large)})
    assert status == 413
    assert b"nginx" in body


def test_a_large_body_that_the_site_refuses_unread_gets_its_answer(proxied: Proxied) -> None:
    """More than the million that nginx takes by default.

    The site closes the connection while nginx still sends, so that on a busy machine nginx loses an answer (502) now and then.
    """
    answers = [proxied.ask("POST", "/api/v1/claims/", b"{" + b" " * 2_000_000) for _time in range(10)]
    found = {(status, b"nginx" in body) for status, _headers, body in answers}
    assert (401, False) in found
    assert found <= {(401, False), (502, True)}


def test_metrics_are_not_for_the_world(proxied: Proxied) -> None:
    assert proxied.ask("GET", "/metrics")[0] == 404
    assert proxied.ask("GET", "/livez")[0] == 200

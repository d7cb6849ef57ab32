"""A time-stamping authority (RFC 3161) on this machine, which OpenSSL runs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sites import site

OPENSSL = shutil.which("openssl") or ""
CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {0}/serial
signer_cert = {0}/cert.pem
certs = {0}/cert.pem
signer_key = {0}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
"""


def run(*arguments: str) -> bytes:
    """Run OpenSSL, and return what it prints."""
    return subprocess.run([OPENSSL, *arguments], check=True, capture_output=True).stdout


def make_authority(folder: Path) -> Path:
    """Make the key and the certificate of an authority in a folder."""
    if not OPENSSL:
        pytest.skip("needs openssl")
    (folder / "config").write_text(CONFIG.format(folder))
    (folder / "serial").write_text("01")
    keys = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{folder}/key.pem")
    subject = ("-subj", "/CN=Authority", "-days", "9", "-extensions", "ext", "-config", f"{folder}/config")
    run("req", "-x509", *keys, *subject, "-out", f"{folder}/cert.pem")
    return folder


@contextmanager
def stamping(folder: Path, change: Callable[[bytes], bytes] = lambda query: query) -> Iterator[str]:
    """Run the authority, and yield its address; ``change`` is what it makes of each query."""
    with site({}) as receiver:

        def answer(handler: Any) -> None:
            (folder / "query").write_bytes(change(receiver.got[-1].body))
            where = ("-config", f"{folder}/config", "-section", "one", "-queryfile", f"{folder}/query")
            run("ts", "-reply", *where, "-out", f"{folder}/reply")
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write((folder / "reply").read_bytes())

        receiver.raw = answer
        yield f"http://127.0.0.1:{receiver.port}/tsa"

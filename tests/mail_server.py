"""A mail server with STARTTLS and a login, of RFC 5321 as much as smtplib speaks; and a certificate that nobody signed."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def certificate_of(address: str, directory: Path) -> Path:
    """Write a certificate for an IP address, with its key, to a file, and return the file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).add_extension(names, critical=False)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = directory / f"{address}.pem"
    written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem)
    file.write_bytes(written)
    return file


class MailServer:
    """The port, and what came: each mail as its text, with who had logged in over TLS."""

    def __init__(self, login: tuple[str, str], certificate: Path | None) -> None:
        self.login, self.port = login, 0
        self.mails: list[tuple[str, str]] = []
        #: Without a certificate it has no STARTTLS.
        self.context: ssl.SSLContext | None = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)


class _Session(socketserver.BaseRequestHandler):
    """One connection. A password is not asked for before TLS."""

    mails: MailServer

    def handle(self) -> None:
        self.user, self.secured, self.over = "", False, False
        self._open(self.request)
        self._say("220 mail.example")
        while not self.over and (line := self.lines.readline().decode(errors="replace").strip()):
            verb, _, rest = line.partition(" ")
            getattr(self, f"_{verb.lower()}", self._unknown)(rest)

    def _open(self, connection: object) -> None:
        self.connection = connection
        self.lines = connection.makefile("rb")  # type: ignore[attr-defined]

    def _say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())  # type: ignore[attr-defined]

    def _ehlo(self, _rest: str) -> None:
        offered = "AUTH PLAIN" if self.secured else "STARTTLS" if self.mails.context else "8BITMIME"
        self._say("250-mail.example", f"250 {offered}")

    def _starttls(self, _rest: str) -> None:
        assert self.mails.context is not None
        self._say("220 Go ahead")
        try:
            self._open(self.mails.context.wrap_socket(self.request, server_side=True))
            self.secured = True
        except (ssl.SSLError, OSError):
            self.over = True  # the client does not trust the certificate

    def _auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        if (user, password) != self.mails.login:
            self._say(f"535 5.7.8 {user} {password}: no")
            return
        self.user = user
        self._say("235 Welcome")

    def _mail(self, _rest: str) -> None:
        self._say("250 OK" if self.user else "530 5.7.0 Authentication required")

    def _rcpt(self, _rest: str) -> None:
        self._say("250 OK")

    _rset = _rcpt

    def _data(self, _rest: str) -> None:
        self._say("354 Go ahead")
        text = "".join(iter(lambda: self.lines.readline().decode(), ".\r\n"))
        self.mails.mails.append((self.user, text))
        self._say("250 OK")

    def _quit(self, _rest: str) -> None:
        self._say("221 Bye")
        self.over = True

    def _unknown(self, _rest: str) -> None:
        self._say("502 Unknown")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def mail_server(login: tuple[str, str], certificate: Path | None) -> Iterator[MailServer]:
    """Run a mail server on a free port of this machine."""
    mails = MailServer(login, certificate)
    with _Server(("127.0.0.1", 0), type("Session", (_Session,), {"mails": mails})) as server:
        mails.port = server.server_address[1]
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        try:
            yield mails
        finally:
            server.shutdown()
            thread.join(10)

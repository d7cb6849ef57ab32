"""Requests to addresses that somebody typed: what is never asked, and what a hostile answer cannot do."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from factcheck import outbound
from factcheck.outbound import OutboundError, RefusedAddressError, Target, is_public, send, target_of
from tests.receiver import Receiver, receiving

HERE = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def ask(url: str, **shown: Any) -> outbound.Answer:
    given: dict[str, Any] = {"headers": {}, "seconds": 5, "most": 100, "http": True, "allowed": HERE, **shown}
    return send("POST", url, **given)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let every host resolve to the next of ``answers``; return the list that hosts looked up are added to."""
    asked: list[str] = []
    rest = iter(answers)

    def look_up(host: Any, port: Any, *_told: Any, **_named: Any) -> Any:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(rest)]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0",  # noqa: S104
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "192.88.99.1",
        "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
        "::1", "::", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fec0::1",
        "ff02::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "2001:20::1",
    ],
)  # fmt: skip
def test_what_is_not_public_is_never_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(ip_address(address))
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(RefusedAddressError):
        target_of(f"https://{literal}/")
    resolving(monkeypatch, [address])
    monkeypatch.setattr(outbound.socket, "create_connection", None)
    with pytest.raises(RefusedAddressError):
        ask("https://innocent.example/", allowed=())


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_what_is_public_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    monkeypatch.setattr(outbound.socket, "create_connection", None)
    with pytest.raises(RefusedAddressError):
        ask("https://innocent.example/", allowed=())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "//example.com/",
        "example.com",
        "", "https://", "https:///x", "https://user@example.com/", "https://user:pass@example.com/", "https://@example.com/",
        "https://example.com\\@127.0.0.1/", "https://example.com:25/", "https://example.com:22/", "https://example.com:0/",
        "https://example.com:99999/", "https://example.com:x/", "https://exa mple.com/", "https://example.com/\r\nHost: x",
        "https://example.com/\x00", "https://exämple.com/", "https://１２７.0.0.1/", "https://[::1", "https://[fe80::1%25eth0]/",
        "https://-example.com/", "https://example.com/" + "a" * 2000,
        "javascript:alert(1)", "https://127.0.0.1:8443/",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_requested_is_refused_as_written(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        target_of(url)


@pytest.mark.parametrize("host", ["localhost", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0"])
def test_this_machine_is_not_asked_by_any_other_name(host: str, receiver: Receiver) -> None:
    with pytest.raises(OutboundError):
        ask(f"http://{host}:{receiver.port}/", allowed=())
    assert receiver.got == []


def test_an_address_is_taken_apart() -> None:
    assert target_of("https://hooks.example.com/in?x=1#part") == Target(True, "hooks.example.com", 443, "/in?x=1")
    assert target_of("http://EXAMPLE.com:8080", http=True) == Target(False, "example.com", 8080, "/")
    assert target_of("https://10.0.0.7/", allowed=[ip_network("10.0.0.0/24")]).host == "10.0.0.7"


def test_a_network_is_allowed_by_name_alone(receiver: Receiver) -> None:
    assert ask(receiver.url, body=b"x", headers={"X-A": "1"}).status == 204
    (got,) = receiver.got
    assert (got.method, got.path, got.body, got.headers["x-a"]) == ("POST", "/hook", b"x", "1")
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    for allowed in ((), (ip_network("10.0.0.0/8"),)):
        with pytest.raises(RefusedAddressError):
            ask(receiver.url, allowed=allowed)
    assert len(receiver.got) == 1


def test_the_connection_goes_to_what_was_checked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, to = socket.create_connection, []

    def watched(address: Any, **shown: Any) -> Any:
        to.append(address[0])
        return connect(address, **shown)

    monkeypatch.setattr(outbound.socket, "create_connection", watched)
    look_up = socket.getaddrinfo
    names: list[str] = []

    def rebinding(host: Any, *shown: Any, **named: Any) -> Any:
        if host != "rebinding.example":
            return look_up(host, *shown, **named)
        names.append(host)
        return look_up("127.0.0.1" if len(names) == 1 else "10.0.0.1", *shown, **named)

    monkeypatch.setattr(outbound.socket, "getaddrinfo", rebinding)
    assert ask(f"http://rebinding.example:{receiver.port}/").status == 204
    assert (names, to) == (["rebinding.example"], ["127.0.0.1"])
    assert receiver.got[0].headers["host"].startswith("rebinding.example")


def test_no_redirect_is_followed(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    assert ask(receiver.url).status == 302
    assert [got.path for got in receiver.got] == ["/hook"]


def test_no_proxy_of_the_environment_is_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert ask(receiver.url).status == 204


def test_no_more_is_read_than_requested(receiver: Receiver) -> None:
    receiver.body, receiver.status = b"a" * 1_000_000, 200
    assert ask(receiver.url, most=64).body == b"a" * 64


def dripping(handler: Any, head: bytes) -> None:
    """Send one byte after the other, for ever, as fast as no timeout of a single read is met."""
    handler.wfile.write(head)
    while True:
        handler.wfile.write(b"a")
        handler.wfile.flush()
        threading.Event().wait(0.02)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"])
def test_one_deadline_holds_however_slowly_it_drips(head: bytes, receiver: Receiver) -> None:
    receiver.raw = lambda handler: dripping(handler, head)
    with pytest.raises(OutboundError, match=r"within 0\.3 seconds"):
        ask(receiver.url, seconds=0.3)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"])
def test_what_is_no_answer_is_reported_as_none(answer: bytes, receiver: Receiver) -> None:
    def reply(handler: Any) -> None:
        handler.wfile.write(answer)
        handler.connection.shutdown(socket.SHUT_RDWR)

    receiver.raw = reply
    with pytest.raises(OutboundError, match="the connection failed"):
        ask(receiver.url)


def test_a_port_that_nobody_listens_at_is_reported_as_no_connection() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with pytest.raises(OutboundError, match="ConnectionRefusedError"):
        ask(f"http://127.0.0.1:{free}/")


def test_a_certificate_must_hold_for_the_name_that_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hooks.example"
    names = ["-addext", "subjectAltName=DNS:hooks.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    look_up = socket.getaddrinfo
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda _host, *shown, **named: look_up("127.0.0.1", *shown, **named))
    with receiving(context) as receiver:
        good, other = (f"https://{name}.example:{receiver.port}/" for name in ("hooks", "other"))
        with pytest.raises(OutboundError, match="certificate"):
            ask(good)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with pytest.raises(OutboundError, match="certificate"):
            ask(other)
        assert ask(good).status == 204
        assert len(receiver.got) == 1

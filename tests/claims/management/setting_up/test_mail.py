"""The test mail reaches a real mail server by STARTTLS and a login, and what that server refuses is said in words."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from claims.management.setting_up.mail import send_test, state_of_mail
from factcheck.configuration.mail import mail_settings
from tests.mail_server import MailServer, certificate_of, mail_server

LOGIN = ("desk@example.org", "p/w d")
URL = "smtp+tls://desk%40example.org:p%2Fw%20d@127.0.0.1:{port}"

#: Django's own, of what another URL may have set.
UNSET = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_of("127.0.0.1", tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(certificate: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(LOGIN, certificate) as found:
        _mail_by(settings, URL.format(port=found.port))
        settings.DEFAULT_FROM_EMAIL = "Fact desk <facts@example.org>"
        yield found


def _mail_by(settings: Any, url: str) -> None:
    for name, value in {**UNSET, **mail_settings(url)}.items():
        setattr(settings, name, value)


def _refusal() -> str:
    with pytest.raises(CommandError) as shown:
        send_test(OutputWrapper(StringIO()), "it@example.org")
    assert not any(password in str(shown.value) for password in (LOGIN[1], "guess"))
    return str(shown.value)


def test_setup_sends_it_by_tls_with_its_password(db: None, server: MailServer) -> None:
    out = StringIO()
    call_command("setup", "--no-input", "--mail-test", "it@example.org", stdout=out)

    assert "Mail: a test to it@example.org was sent." in out.getvalue()
    assert f"Mail: by 127.0.0.1, port {server.port}, from Fact desk <facts@example.org>." in state_of_mail()
    ((user, text),) = server.mails
    assert user == LOGIN[0]
    assert "From: Fact desk <facts@example.org>\r\n" in text
    assert "Mail of the desk arrives." in text


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("smtp+tls://desk%40example.org:guess@127.0.0.1:{port}", "it refused user or password: check EMAIL_URL"),
        ("smtp+tls://127.0.0.1:{port}", "it refused the sender, or wants a user and a password first"),
        ("smtp://desk%40example.org:p%2Fw%20d@127.0.0.1:{port}", "it does not offer what EMAIL_URL asks for"),
        ("smtp+ssl://desk%40example.org:p%2Fw%20d@127.0.0.1:{port}", "it does not speak TLS as EMAIL_URL says"),
    ],
)
def test_what_the_server_refuses_is_said(server: MailServer, settings: Any, url: str, says: str) -> None:
    _mail_by(settings, url.format(port=server.port))

    assert f"127.0.0.1, port {server.port}: {says}" in _refusal()
    assert server.mails == []


def test_a_server_without_tls_gets_no_password(settings: Any) -> None:
    with mail_server(LOGIN, None) as server:
        _mail_by(settings, URL.format(port=server.port))
        assert "it does not offer what EMAIL_URL asks for: TLS" in _refusal()


def test_a_certificate_that_nobody_trusts_is_refused(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "its certificate is not to be trusted: " in _refusal()
    assert server.mails == []


def test_a_certificate_for_another_name_is_refused(server: MailServer, settings: Any) -> None:
    _mail_by(settings, f"smtp+tls://localhost:{server.port}")
    assert "its certificate is not to be trusted: " in _refusal()

"""EMAIL_URL is a mail server, or an error that does not repeat it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck.configuration.mail import mail_settings


def test_a_server_is_read_with_its_password() -> None:
    found = mail_settings("smtp+tls://desk%40example.org:p%2Fw@mail.example.org:587")
    server = ("mail.example.org", 587, "desk@example.org", "p/w")
    assert tuple(found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD")) == server
    assert (found["EMAIL_USE_TLS"], found["EMAIL_TIMEOUT"]) == (True, 15)


def test_without_one_nothing_is_sent() -> None:
    assert mail_settings("")["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"


@pytest.mark.parametrize("url", ["mail.example.org", "https://u:hush@mail.example.org", "smtp://", "smtp://u:hush@h:port"])
def test_anything_else_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL .*use smtp\+tls://") as error:
        mail_settings(url)
    assert "hush" not in str(error.value)

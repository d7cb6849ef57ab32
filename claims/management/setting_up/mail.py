"""A test mail."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.management.base import CommandError, OutputWrapper

_WHERE: Final = "the file secrets/email_url (Compose) or /etc/factcheck/secrets/email_url (systemd)"


def state_of_mail() -> str:
    """Return in a sentence how mail is sent."""
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend == "smtp":
        return f"Mail: by {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}, from {settings.DEFAULT_FROM_EMAIL}."
    if backend == "dummy":
        return f"Mail: not sent, as EMAIL_URL is not set. Write smtp+tls://user:password@host:587 into {_WHERE}, and restart."
    return f"Mail: not sent to anybody, but written by Django's “{backend}” backend."


def send_test(out: OutputWrapper, address: str) -> None:
    """Send a test mail, and say what failed."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        raise CommandError(f"The test mail was not sent. {state_of_mail()}")
    name = settings.DESK_NAME or "Fact desk"
    try:
        send_mail(f"{name}: test", "Mail of the desk arrives.\n", None, [address], connection=get_connection())
    except OSError as error:
        raise CommandError(f"The test mail to {address} was not sent. {_explained(error)}") from None
    out.write(f"Mail: a test to {address} was sent. See whether it arrives, also among spam.")


#: What an error of smtplib means, by its class: its own text may repeat what was sent.
_MEANS: Final = {
    "SMTPAuthenticationError": "it refused user or password: check EMAIL_URL, with %40 and the like for special characters",
    "SMTPSenderRefused": (
        "it refused the sender, or wants a user and a password first: set DEFAULT_FROM_EMAIL to an address that it knows"
    ),
    "SMTPRecipientsRefused": "it refused the address that the test went to",
    "SMTPNotSupportedError": "it does not offer what EMAIL_URL asks for: TLS (smtp+tls://) or a password",
    "SMTPServerDisconnected": "it ended the connection: perhaps it expects TLS from the start (smtp+ssl://, port 465)",
    "SMTPException": "it responded with an error",
    "SSLCertVerificationError": (
        "its certificate is not to be trusted: it is for another host, has expired, or its authority is not known here"
    ),
    "SSLError": "it does not speak TLS as EMAIL_URL says: smtp+ssl:// from the start (465), smtp+tls:// later (587)",
}


def _explained(error: OSError) -> str:
    found = next((_MEANS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _MEANS), None)
    return f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}: {found or f'it cannot be reached: {error.strerror or error}'}."

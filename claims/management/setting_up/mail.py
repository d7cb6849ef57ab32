"""A test mail."""

from __future__ import annotations

import smtplib
import ssl
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
    except (OSError, smtplib.SMTPException) as error:
        raise CommandError(f"The test mail to {address} was not sent. {_explained(error)}") from None
    out.write(f"Mail: a test to {address} was sent. See whether it arrives, also among spam.")


def _explained(error: Exception) -> str:
    server = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"{server} refused user or password: check them in EMAIL_URL, with %40 and the like for special characters."
        case smtplib.SMTPSenderRefused():
            return f"{server} refused the sender {settings.DEFAULT_FROM_EMAIL} ({error.smtp_code}): set DEFAULT_FROM_EMAIL."
        case smtplib.SMTPRecipientsRefused():
            return f"{server} refused the address ({next(iter(error.recipients.values()))[0]})."
        case smtplib.SMTPNotSupportedError():
            return f"{server} does not offer what EMAIL_URL asks for: TLS (smtp+tls://) or a password."
        case smtplib.SMTPException():
            return f"{server} responded with an error ({type(error).__name__})."
        case ssl.SSLError():
            return f"{server} does not speak TLS as EMAIL_URL says: smtp+ssl:// from the start (465), smtp+tls:// after STARTTLS (587)."
        case _:
            return f"{server} cannot be reached: {getattr(error, 'strerror', None) or error}."

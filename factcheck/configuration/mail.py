"""How mail is sent, from one variable."""

from __future__ import annotations

from typing import Any, Final

import environ
from django.core.exceptions import ImproperlyConfigured

#: Seconds that a server of mail may take to respond.
_SECONDS: Final = 15
_FORM: Final = "use smtp+tls://user:password@mail.example.org:587, with %40 and the like for special characters"


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for the mail server of a URL; empty: mail is not sent.

    Raises: ImproperlyConfigured for another kind of URL, whose text it does not repeat: it may hold a password.
    """
    try:
        found: dict[str, Any] = environ.Env.email_url_config(url or "dummymail://")
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(f"EMAIL_URL is not the URL of a mail server; {_FORM}.") from None
    if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not found["EMAIL_HOST"]:
        raise ImproperlyConfigured(f"EMAIL_URL names no host; {_FORM}.")
    # Django takes None as text here and there.
    return {name: value for name, value in found.items() if value is not None} | {"EMAIL_TIMEOUT": _SECONDS}

"""The words of the sign-in log. Pure."""

from __future__ import annotations

from factcheck.words import Word
from factcheck.words import gettext_noop as _


class Outcome(Word):
    """What came of an attempt to sign in, or was done to somebody's ways to sign in."""

    SIGNED_IN = "signed_in", _("signed in")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong second factor")
    THROTTLED = "throttled", _("too many attempts")
    REFUSED = "refused_sign_in", _("not let in")
    LINKED = "linked", _("linked to the provider")
    DEVICES_REMOVED = "devices_removed", _("second factors removed")
    SESSIONS_ENDED = "sessions_ended", _("sessions ended")
    TOKENS_REVOKED = "tokens_revoked", _("password changed, tokens revoked")
    TOKENS_KEPT = "tokens_kept", _("password changed, tokens kept")


class Way(Word):
    """How somebody tried, or who did it."""

    PASSWORD = "password", _("password")
    PASSKEY = "passkey", _("passkey")
    OIDC = "oidc", _("OpenID Connect")
    COMMAND = "host_command", _("command of the host")
    DESK = "by_administrator", _("administrator")


class Second(Word):
    """A second factor."""

    TOTP = "totp", _("code of an app")
    PASSKEY = "second_passkey", _("passkey")
    RECOVERY_CODE = "recovery_code", _("recovery code")

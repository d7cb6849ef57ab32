"""The forms of sign-in, with the fields of the desk: settings ACCOUNT_FORMS and MFA_FORMS."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.forms import Field
from django.utils.translation import gettext as _

from factcheck.desk.admin_theme import Checkbox, Password, Text

_PASSWORD: Final = {"autocomplete": "current-password"}
_CODE: Final = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autofocus": True,
    "spellcheck": "false",
    "dir": "ltr",
}


def _show(field: Field, label: str, widget: Any) -> None:
    widget.is_required = field.required
    field.label, field.widget = label, widget


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = {"autocomplete": "username webauthn", "autofocus": True, "autocapitalize": "none", "spellcheck": "false"}
        _show(self.fields["login"], _("User name"), Text(name))
        _show(self.fields["password"], _("Password"), Password(_PASSWORD))
        self.fields["password"].strip = False

    def clean_login(self) -> str:
        # As accounts store it (django.contrib.auth.forms.UsernameField).
        return unicodedata.normalize("NFKC", super().clean_login())


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self.fields["password"], _("Password"), Password({**_PASSWORD, "autofocus": True}))
        self.fields["password"].strip = False


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self.fields["code"], _("Code"), Text(_CODE))


class CodeAgainForm(ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self.fields["code"], _("Code"), Text(_CODE))


class AppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self.fields["code"], _("Code that the app shows"), Text(_CODE))


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _show(self.fields["name"], _("Name"), Text({"autocomplete": "off"}))
        _show(self.fields["passwordless"], _("Sign in with it alone, without the password"), Checkbox())
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _("The device then asks for its PIN, a finger or a face.")

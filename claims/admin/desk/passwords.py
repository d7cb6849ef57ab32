"""Pages that change one's own password, or set the password of another user.

Both ask whether to revoke the user's API tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from factcheck.access.accounts import choose_password, give_password, must_change_password
from factcheck.access.operations import live_tokens
from factcheck.desk.admin_theme import DeskAdmin, Password, Select
from factcheck.desk.people import person_name
from factcheck.signin.operations import end_sessions
from sources.admin.pages import actor_of, form_page, sent

REVOKE: Final = "revoke"


class PasswordForm(forms.Form):
    """A new password, typed twice, and whether to revoke the user's tokens, if any."""

    password1 = forms.CharField(label=gettext_lazy("New password"), widget=Password(), strip=False)
    password2 = forms.CharField(label=gettext_lazy("Repeat the password"), widget=Password(), strip=False)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = password_validators_help_text_html()
        # A token outlives a password: who changes it because it leaked must decide about the tokens too.
        if number := live_tokens(person, timezone.now()).count():
            self.fields["tokens"] = _tokens_field(number)

    def clean_password2(self) -> str:
        typed: str = self.cleaned_data["password2"]
        if "password1" in self.cleaned_data and typed != self.cleaned_data["password1"]:
            raise ValidationError(_("The two passwords do not match."))
        validate_password(typed, self.person)
        return typed

    @property
    def revokes(self) -> bool:
        return self.cleaned_data.get("tokens") == REVOKE


class OwnPasswordForm(PasswordForm):
    """The form to change one's own password, which asks for the old one."""

    old = forms.CharField(
        label=gettext_lazy("Old password"),
        widget=Password(attrs={"autocomplete": "current-password", "autofocus": True}),
        strip=False,
    )
    field_order = ("old", "password1", "password2", "tokens")

    def clean_old(self) -> str:
        typed: str = self.cleaned_data["old"]
        if not self.person.check_password(typed):
            raise ValidationError(_("This is not your password."))
        return typed

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        # Whoever set the password knows it, so keeping it would defeat the purpose.
        if must_change_password(self.person) and values.get("old") and values.get("old") == values.get("password2"):
            self.add_error("password1", _("Choose a new password. Somebody else knows the current one."))
        return values


def _tokens_field(number: int) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("API tokens"),
        help_text=_("Active tokens: %(number)s. Revoke them if somebody else may know the password.") % {"number": number},
        choices=[("", _("Choose …")), ("keep", _("Keep them")), (REVOKE, _("Revoke them"))],
        widget=Select(),
    )


@sensitive_post_parameters()
def own_password(request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # noqa: ARG001 - the admin's
    """Change the user's own password. This ends their other sessions."""
    person: Any = request.user
    form = OwnPasswordForm(person, sent(request))

    def save(values: Mapping[str, Any]) -> HttpResponse:
        choose_password(person, values["password2"], at=timezone.now(), actor=actor_of(request), revoke=form.revokes)
        # Django ends all sessions of a changed password; this keeps the present one.
        update_session_auth_hash(request, person)
        end_sessions(person, but=request.session.session_key)
        return HttpResponseRedirect(reverse("admin:password_change_done"))

    given = _("Somebody else set your password and knows it. Choose your own password to continue.")
    return form_page(
        request,
        _users(),
        form,
        title=_("Change your password"),
        save=save,
        done=reverse("admin:index"),
        explanation=given if must_change_password(person) else "",
    )


@sensitive_post_parameters()
def give(request: HttpRequest, person: User, done: str) -> HttpResponse:
    """Set the password of another user, who must change it at the next sign-in."""
    form = PasswordForm(person, sent(request))

    def save(values: Mapping[str, Any]) -> HttpResponse:
        give_password(person, values["password2"], at=timezone.now(), actor=actor_of(request), revoke=form.revokes)
        end_sessions(person)
        _users().log_change(request, person, [{"changed": {"fields": ["password"]}}])
        messages.success(request, _("The password is set. The user must change it at the next sign-in."))
        return HttpResponseRedirect(done)

    title = _("Set a password for %(name)s") % {"name": person_name(person)}
    explanation = _("This ends the user's sessions. After the next sign-in with this password, they must choose their own.")
    return form_page(request, _users(), form, title=title, save=save, done=done, explanation=explanation)


def _users() -> DeskAdmin:
    found: Any = admin.site._registry[User]
    return found  # type: ignore[no-any-return]

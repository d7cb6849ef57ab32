"""Pages that change one's own password, or set the password of another user.

A token outlives a password: whoever changes it because it leaked decides about the tokens, too. For one's own, a page follows
the change; for another user, the form asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from factcheck.access.accounts import choose_password, give_password, must_change_password
from factcheck.access.models import ApiToken
from factcheck.access.operations import live_tokens
from factcheck.desk.admin_theme import Checkboxes, DeskAdmin, Password, Select
from factcheck.desk.people import person_name
from factcheck.signin.operations import decide_tokens, end_sessions
from factcheck.signin.vocabulary import Way
from sources.admin.pages import actor_of, form_page, sent

REVOKE: Final = "revoke"
#: The page that follows a change of one's own password.
OWN_TOKENS: Final = "admin:auth_user_own_tokens"


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password1 = forms.CharField(label=gettext_lazy("New password"), widget=Password(), strip=False)
    password2 = forms.CharField(label=gettext_lazy("Repeat the password"), widget=Password(), strip=False)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_password2(self) -> str:
        typed: str = self.cleaned_data["password2"]
        if "password1" in self.cleaned_data and typed != self.cleaned_data["password1"]:
            raise ValidationError(_("The two passwords do not match."))
        validate_password(typed, self.person)
        return typed


class GivenPasswordForm(PasswordForm):
    """A password for another user, and whether to revoke the tokens of that user, if any."""

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.tokens = list(live_tokens(person, timezone.now()))
        if self.tokens:
            self.fields["tokens"] = _tokens_field(len(self.tokens))

    @property
    def revoked(self) -> list[str]:
        """Return the keys of the tokens to revoke: all or none."""
        return [token.key for token in self.tokens] if self.cleaned_data["tokens"] == REVOKE else []


class OwnPasswordForm(PasswordForm):
    """The form to change one's own password, which asks for the old one."""

    old = forms.CharField(
        label=gettext_lazy("Old password"),
        widget=Password(attrs={"autocomplete": "current-password", "autofocus": True}),
        strip=False,
    )
    field_order = ("old", "password1", "password2")

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


class OwnTokensForm(forms.Form):
    """One's tokens, all ticked: to keep one that leaked does more harm than to replace one that did not."""

    revoked = forms.MultipleChoiceField(label=gettext_lazy("Revoke"), required=False, widget=Checkboxes())

    def __init__(self, tokens: Sequence[ApiToken], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["revoked"]
        field.choices = [(token.key, _described(token)) for token in tokens]
        field.initial = [token.key for token in tokens]


def _described(token: ApiToken) -> str:
    used = _("never used")
    if token.last_used_at is not None:
        used = _("last used %(at)s") % {"at": date_format(timezone.localtime(token.last_used_at), "DATETIME_FORMAT")}
    return f"{token} – {used} – {', '.join(token.scopes)}"


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
        choose_password(person, values["password2"])
        # Django ends all sessions of a changed password; this keeps the present one.
        update_session_auth_hash(request, person)
        end_sessions(person, but=request.session.session_key)
        if not live_tokens(person, timezone.now()).exists():
            return HttpResponseRedirect(reverse("admin:password_change_done"))
        messages.success(request, _("Your password is changed, and your other sessions are ended."))
        return HttpResponseRedirect(reverse(OWN_TOKENS))

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


def own_tokens(request: HttpRequest) -> HttpResponse:
    """Ask, after a change of one's own password, which of one's API tokens to revoke, and record the answer."""
    person: Any = request.user
    tokens = list(live_tokens(person, timezone.now()).order_by("pk"))
    if not tokens:
        return HttpResponseRedirect(reverse("admin:index"))

    def save(values: Mapping[str, Any]) -> str:
        revoked = values["revoked"]
        decide_tokens(person, revoked, at=timezone.now(), actor=actor_of(request), way=Way.PASSWORD)
        return _("Tokens revoked: %(revoked)d. Kept: %(kept)d.") % {
            "revoked": len(revoked), "kept": len(tokens) - len(revoked),
        }  # fmt: skip

    return form_page(
        request,
        _users(),
        OwnTokensForm(tokens, sent(request)),
        title=_("Revoke your API tokens too?"),
        save=save,
        done=reverse("admin:index"),
        button=_("Revoke the ticked, keep the others"),
        explanation=_(
            "Your active tokens: %(number)d. They work without your password. Untick those that nobody else can know; a program"
            " whose token you revoke needs a new one. The sign-in log records your answer."
        )
        % {"number": len(tokens)},
    )


@sensitive_post_parameters()
def give(request: HttpRequest, person: User, done: str) -> HttpResponse:
    """Set the password of another user, who must change it at the next sign-in."""
    form = GivenPasswordForm(person, sent(request))

    @transaction.atomic
    def save(values: Mapping[str, Any]) -> HttpResponse:
        now, actor = timezone.now(), actor_of(request)
        give_password(person, values["password2"], at=now, actor=actor)
        end_sessions(person)
        if form.tokens:
            decide_tokens(person, form.revoked, at=now, actor=actor, way=Way.DESK)
        _users().log_change(request, person, [{"changed": {"fields": ["password"]}}])
        messages.success(request, _("The password is set. The user must change it at the next sign-in."))
        return HttpResponseRedirect(done)

    title = _("Set a password for %(name)s") % {"name": person_name(person)}
    explanation = _("This ends the user's sessions. After the next sign-in with this password, they must choose their own.")
    return form_page(request, _users(), form, title=title, save=save, done=done, explanation=explanation)


def _users() -> DeskAdmin:
    found: Any = admin.site._registry[User]
    return found  # type: ignore[no-any-return]

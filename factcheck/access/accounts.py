"""Accounts of the desk: authentication, sessions, and passwords that must be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from factcheck.access.models import GivenPassword
from factcheck.access.operations import revoke_tokens_of

#: Admin pages that a user may open before changing a password that somebody else set.
_OPEN: Final = frozenset(("password_change", "password_change_done", "logout", "login", "jsi18n"))


class DeskBackend(ModelBackend):
    """Authenticate active staff users, and check on each request that they still are."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.is_staff

    def get_user(self, user_id: Any) -> User | None:
        # Joined, because each request also checks for a password that must be changed.
        user = User.objects.select_related("given_password").filter(pk=user_id).first()
        # Asked on every request: whoever left is out at once, and not when the session ends.
        return user if user is not None and self.user_can_authenticate(user) else None


class OwnPasswordFirst:
    """Middleware that redirects users whose password somebody else set to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Not in `__call__`: which page is meant is known only now.
    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        found = request.resolver_match
        if found is None or found.app_name != "admin" or found.url_name in _OPEN or not must_change_password(request.user):
            return None
        return HttpResponseRedirect(reverse("admin:password_change"))


def must_change_password(person: Any) -> bool:
    """Return whether the user's password was set by somebody else."""
    return person.is_authenticated and hasattr(person, "given_password")


@sensitive_variables("password")
def give_password(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    """Set the password of another user, who must change it before anything else.

    With ``revoke``, revoke their tokens too. Their sessions end in any case.
    """
    with transaction.atomic():
        _set(person, password, at=at, actor=actor, revoke=revoke)
        # Whoever knows this password could sign in as them, and be their own second pair of eyes (decision 23).
        GivenPassword.objects.update_or_create(user=person, defaults={"at": at, "given_by": actor})


@sensitive_variables("password")
def choose_password(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    """Set the password that a user chose, and end their other sessions. With ``revoke``, revoke their tokens too."""
    with transaction.atomic():
        _set(person, password, at=at, actor=actor, revoke=revoke)
        GivenPassword.objects.filter(user=person).delete()


@sensitive_variables("password")
def _set(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    # It ends the sessions too: a session holds a hash of the password.
    person.set_password(password)
    person.save(update_fields=["password"])
    if revoke:
        revoke_tokens_of(person, at=at, actor=actor, reason="The password was changed.")


def end_sessions(person: AbstractBaseUser) -> int:
    """End all sessions of a user, and return their number."""
    wanted = str(person.pk)
    # Django stores no user with a session: its data has to be decoded to find out.
    mine = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == wanted]
    gone, _ = Session.objects.filter(pk__in=mine).delete()
    return gone

"""The accounts of the desk: which sessions are valid, and who must first choose a password of their own."""

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

#: Pages of the admin that somebody may open before choosing a password: that page, its resources, and the logout.
_OPEN: Final = frozenset(("password_change", "password_change_done", "logout", "login", "jsi18n"))


class DeskBackend(ModelBackend):
    """Authenticates active staff, and checks on each request that they still are."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.is_staff

    def get_user(self, user_id: Any) -> User | None:
        # Includes whether they must choose a password, which is checked on each request too.
        user = User.objects.select_related("given_password").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class OwnPasswordFirst:
    """Middleware that redirects whoever was given a password to the page on which they choose their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        found = request.resolver_match
        if found is None or found.app_name != "admin" or found.url_name in _OPEN or not owes_password(request.user):
            return None
        return HttpResponseRedirect(reverse("admin:password_change"))


def owes_password(person: Any) -> bool:
    """Return whether somebody signs in with a password that another person set."""
    return person.is_authenticated and hasattr(person, "given_password")


@sensitive_variables("password")
def give_password(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    """Set somebody's password for them: it opens only the page on which they choose another.

    With ``revoke`` their tokens end too. Their sessions always end.
    """
    with transaction.atomic():
        _set(person, password, at=at, actor=actor, revoke=revoke)
        GivenPassword.objects.update_or_create(user=person, defaults={"at": at, "given_by": actor})


@sensitive_variables("password")
def choose_password(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    """Set a person's own password, and end their other sessions; with ``revoke`` their tokens too."""
    with transaction.atomic():
        _set(person, password, at=at, actor=actor, revoke=revoke)
        GivenPassword.objects.filter(user=person).delete()


@sensitive_variables("password")
def _set(person: User, password: str, *, at: datetime, actor: str, revoke: bool) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])
    if revoke:
        revoke_tokens_of(person, at=at, actor=actor, reason="The password was changed.")


def end_sessions(person: AbstractBaseUser) -> int:
    """End all sessions of a person; return how many."""
    wanted = str(person.pk)
    mine = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == wanted]
    gone, _ = Session.objects.filter(pk__in=mine).delete()
    return gone

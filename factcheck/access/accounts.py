"""Accounts of the desk: authentication, roles, and passwords that must be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from factcheck.access.models import GivenPassword
from factcheck.access.roles import EVERYBODY

#: Admin pages that a user may open before changing a password that somebody else set.
_OPEN: Final = frozenset(
    ("password_change", "password_change_done", "logout", "login", "jsi18n", "account_login", "account_logout")
)


class DeskBackend(ModelBackend):
    """Authenticate active staff users, and check on each request that they still are."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.is_staff

    def get_user(self, user_id: Any) -> User | None:
        # Joined, because each request also checks for a password that must be changed.
        users: QuerySet[User] = User.objects.select_related("given_password").filter(pk=user_id)
        if settings.MFA_ROLES:
            users = users.annotate(has_mfa_role=Exists(_with_role(OuterRef("pk"), settings.MFA_ROLES)))
        user = users.first()
        # Asked on every request: whoever left is out at once, and not when the session ends.
        return user if user is not None and self.user_can_authenticate(user) else None


def has_role_among(person: User, roles: Sequence[str]) -> bool:
    """Return whether a user has one of these roles; ``("all",)`` are all users."""
    return _with_role(person.pk, roles).exists()


def _with_role(pk: Any, roles: Sequence[str]) -> QuerySet[Any]:
    if tuple(roles) == (EVERYBODY,):
        return User.objects.filter(pk=pk)
    return Group.objects.filter(user__pk=pk, name__in=roles)


class OwnPasswordFirst:
    """Middleware that redirects users whose password somebody else set to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Not in `__call__`: which page is meant is known only now.
    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        found = request.resolver_match
        # Under the admin's address are also the pages of sign-in (factcheck.signin): whoever knows the first password must not
        # add a device of their own there.
        if found is None or not request.path.startswith(reverse("admin:index")) or found.url_name in _OPEN:
            return None
        if not must_change_password(request.user):
            return None
        return HttpResponseRedirect(reverse("admin:password_change"))


def must_change_password(person: Any) -> bool:
    """Return whether the user's password was set by somebody else."""
    return person.is_authenticated and hasattr(person, "given_password")


@sensitive_variables("password")
def give_password(person: User, password: str, *, at: datetime, actor: str) -> None:
    """Set the password of another user, who must change it before anything else, and end their sessions."""
    with transaction.atomic():
        _set(person, password)
        # Whoever knows this password could sign in as them, and be their own second pair of eyes (decision 23).
        GivenPassword.objects.update_or_create(user=person, defaults={"at": at, "given_by": actor})


@sensitive_variables("password")
def choose_password(person: User, password: str) -> None:
    """Set the password that a user chose, and end their other sessions."""
    with transaction.atomic():
        _set(person, password)
        GivenPassword.objects.filter(user=person).delete()


def close_given_password(person: User) -> None:
    """Let nobody in by a password that somebody else set, whose holder has come in another way and would be asked for it."""
    if GivenPassword.objects.filter(user=person).delete()[0]:
        person.set_unusable_password()
        person.save(update_fields=["password"])


@sensitive_variables("password")
def _set(person: User, password: str) -> None:
    # It ends the sessions too: a session holds a hash of the password.
    person.set_password(password)
    person.save(update_fields=["password"])

"""The first administrator of a desk: later ones are created in the admin, by an administrator."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from claims.operations.desk.roles import ADMINISTRATOR, ensure_role
from factcheck.access.accounts import give_password


def administrators() -> list[str]:
    """Return the names of the users who can sign in as administrators."""
    can = Q(groups__name=ADMINISTRATOR) | Q(is_superuser=True)
    found = User.objects.filter(can, is_active=True, is_staff=True).distinct()
    return list(found.order_by("username").values_list("username", flat=True))


def check_user_name(name: str) -> None:
    """Check that a new user may have this name.

    Raises: ValidationError.
    """
    User(username=name).clean_fields(exclude=["password"])
    if User.objects.filter(username=name).exists():
        raise ValidationError(f"There is a user “{name}” already. An administrator gives roles in the admin, under People.")


@sensitive_variables("password")
def check_password_of(name: str, password: str) -> None:
    """Check the password of a new user by the desk's rules.

    Raises: ValidationError.
    """
    validate_password(password, User(username=name))


@sensitive_variables("password")
def make_administrator(name: str, password: str, *, at: datetime, actor: str, chosen: bool) -> User:
    """Create a user with the role of administrators. A password that they have not ``chosen`` must be changed first.

    Raises: ValidationError for a name or a password that cannot be used.
    """
    check_user_name(name)
    check_password_of(name, password)
    with transaction.atomic():
        person = User.objects.create_user(username=name, password=password, is_staff=True)
        person.groups.add(ensure_role(ADMINISTRATOR))
        if not chosen:
            give_password(person, password, at=at, actor=actor)
    return person

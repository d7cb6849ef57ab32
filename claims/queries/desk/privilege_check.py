"""Permissions that a person would grant without having them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def people() -> QuerySet[User]:
    """Return everybody who can sign in today, by name."""
    return User.objects.filter(is_active=True).order_by("username")


def beyond(person: User, permissions: Iterable[Permission], groups: Iterable[Group]) -> list[str]:
    """Return which of these permissions, and of those of these groups, the person lacks, as sorted ``app.codename``."""
    if person.is_active and person.is_superuser:
        return []
    own, shared = [each.pk for each in permissions], [each.pk for each in groups]
    given = Permission.objects.filter(Q(pk__in=own) | Q(group__in=shared))
    names = {f"{app}.{codename}" for app, codename in given.values_list("content_type__app_label", "codename")}
    return sorted(names - person.get_all_permissions())


def outranks(other: User, person: User) -> bool:
    """Return whether an account has a permission, or would once active, that the person lacks."""
    if person.is_active and person.is_superuser:
        return False
    # Not `get_all_permissions`, which is empty for an inactive account: reactivated, it would have them all.
    return other.is_superuser or bool(beyond(person, other.user_permissions.all(), other.groups.all()))

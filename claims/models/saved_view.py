"""Saved lists of claims, each under a name that its owner chose."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A named set of filters, search and order for the list of claims, owned by one person.

    It is private: it has no page and no permissions. It is not part of a claim either, so that writing it leaves
    no revision.
    """

    # The unique index on user and name covers it.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    query = models.JSONField(help_text="Parameters of the list's address by name; columns are named, not numbered.")
    is_default = models.BooleanField(default=False, help_text="Shown when the list is opened without any filter.")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="savedview_name", fields=["user", "name"]),
            models.UniqueConstraint(name="savedview_one_default", fields=["user"], condition=Q(is_default=True)),
            models.CheckConstraint(name="savedview_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

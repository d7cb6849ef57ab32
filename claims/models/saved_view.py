"""The lists of claims that people come back to, each under a name of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedView(models.Model):
    """A person's name for filters, search and order of the list of claims.

    It is nobody else's business: it has no page and no permissions. It is no part of a claim either, so that writing it leaves
    no revision.
    """

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

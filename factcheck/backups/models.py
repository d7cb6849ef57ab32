"""The backups that were made of this database."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Backup(models.Model):
    """One attempt to back up the database, noted when it has ended: a backup does not contain its own row."""

    at = models.DateTimeField(help_text="Of what moment it is.")
    seconds = models.FloatField(help_text="How long it took.")
    actor = models.CharField(max_length=300, help_text="command:backup or job:backup.")
    directory = models.CharField(max_length=1000)
    name = models.CharField(max_length=300, help_text="Of the file.")
    trouble = models.TextField(blank=True, help_text="Why it was not made; empty: it was.")
    bytes = models.BigIntegerField(default=0)
    engine = models.CharField(max_length=20, blank=True)
    server = models.CharField(max_length=20, blank=True, help_text="The version of the database.")
    release = models.CharField(max_length=40, blank=True)
    revisions = models.CharField(max_length=64, blank=True, help_text="The digest over the digests of all revisions.")
    head = models.CharField(max_length=100, blank=True, help_text="Number and digest of the last head of the revision chains.")
    recipients = models.PositiveIntegerField(default=0, help_text="For how many it is encrypted; 0: it is not.")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When it was last restored on trial.")
    verified_trouble = models.TextField(blank=True, help_text="What was wrong then; empty: nothing.")
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="When the file was deleted, as newer ones replaced it.")

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="backup_made_or_trouble", condition=Q(bytes__gt=0, trouble="") | ~Q(trouble="")),
            models.CheckConstraint(
                name="backup_verified_trouble", condition=Q(verified_trouble="") | Q(verified_at__isnull=False)
            ),
        ]
        indexes = [models.Index(name="backup_at", fields=["at"])]

    def __str__(self) -> str:
        return self.name

"""The backups that were made, failed or were deleted, for those who see whether the service works."""

from __future__ import annotations

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.backups.models import Backup
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import column, date_time, tag


@admin.register(Backup)
class BackupAdmin(ReadOnlyAdmin):
    list_display = ("at", "outcome", "name", "size", "database", "encrypted", "verified", "actor")
    list_display_links = ("at",)
    ordering = ("-at", "-id")
    fields = (
        "at", "outcome", "trouble", "actor", "directory", "name", "size", "seconds", "database", "release", "encrypted",
        "verified", "verified_trouble", "revisions", "head", "deleted_at",
    )  # fmt: skip

    @column(gettext_lazy("state"))
    def outcome(self, row: Backup) -> str:
        if row.trouble:
            return tag(_("failed"), "critical")
        if row.verified_trouble:
            return tag(_("damaged"), "critical")
        return tag(_("deleted, replaced by newer ones")) if row.deleted_at else tag(_("made"), "corroborated")

    @column(gettext_lazy("size"))
    def size(self, row: Backup) -> str:
        return filesizeformat(row.bytes) if row.bytes else ""

    @column(gettext_lazy("database"))
    def database(self, row: Backup) -> str:
        return f"{row.engine} {row.server}".strip()

    @column(gettext_lazy("encrypted"))
    def encrypted(self, row: Backup) -> str:
        return _("yes") if row.recipients else _("no")

    @column(gettext_lazy("restored on trial"))
    def verified(self, row: Backup) -> str:
        return date_time(row.verified_at)

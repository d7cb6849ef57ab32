"""When the parts of the service that no request sees last showed that they work."""

from __future__ import annotations

from typing import Final

from django.db import models

#: A worker executed a task; beat sent one.
WORKER: Final = "worker"
BEAT: Final = "beat"
#: Pages of documents were visited by a worker, and by the command.
LINK_WORKER: Final = "link-worker"
LINK_COMMAND: Final = "link-command"


class Heartbeat(models.Model):
    """When one part last worked: one row each, overwritten. It is no part of the record."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField(help_text="By the database's clock.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"

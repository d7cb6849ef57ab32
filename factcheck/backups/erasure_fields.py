"""What erasing a text does to the columns of the record of backups. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factcheck.text.erasing import Columns, OnErase

TABLES: Final[Mapping[str, Columns]] = {
    "backups.Backup": {
        OnErase.TEXT: "directory name trouble verified_trouble",
        OnErase.ACTOR: "actor",
        # It covers digests, salted but for older revisions, of which it is one of very many.
        OnErase.SAFE: "revisions head",
        OnErase.KEPT: "id at seconds bytes engine server release recipients verified_at deleted_at",
    },
}

"""Write the tables of claim columns in the documentation, from ``claims.claim_fields``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from claims.claim_fields import ClaimField, fields
from factcheck.text.erasing import OnErase

_TABLE: Final = re.compile(r"(<!-- made by manage\.py field_tables: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Writes the tables of claim columns in docs/."

    def handle(self, **_options: Any) -> None:
        for path in documents():
            path.write_text(with_tables(path.read_text(encoding="utf-8")), encoding="utf-8")


def documents() -> list[Path]:
    """Return the pages that may contain such a table."""
    return sorted((Path(settings.BASE_DIR) / "docs").glob("*.md"))


def with_tables(page: str) -> str:
    """Return a page with updated tables and otherwise unchanged."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{_table(_TABLES[found[2]]())}\n{found[3]}", page)


def _table(rows: Iterable[Iterable[str]]) -> str:
    head, *rest = (f"| {' | '.join(row)} |\n" for row in rows)
    return "".join([head, re.sub(r"[^|\n]+", "---", head), *rest])


def _case_file() -> Iterator[list[str]]:
    """Yield the claim fields of a case file that are single values."""
    yield ["field", "meaning", "default"]
    for field in fields():
        if field.case_file and field.case_file == field.name and field.name != "recorded_at":
            required = field.name in ("key", "text")
            name = f"**`{field.name}`**" if required else f"`{field.name}`"
            yield [name, field.meaning, "" if required else _default(field)]


def _default(field: ClaimField) -> str:
    if field.empty is None:
        return field.left_open or "none"
    if isinstance(field.empty, bool):
        return f"`{str(field.empty).lower()}`"
    return (f"`{field.empty}`" if isinstance(field.empty, str) else str(field.empty)) if field.empty != "" else "empty"


def _columns() -> Iterator[list[str]]:
    """Yield what becomes of every column."""
    yield [
        "column",
        "case file",
        "readers see",
        "edited",
        "filtered",
        "kept on a split",
        "emptied on deletion",
        "erased from",
        "spreadsheet",
    ]
    for field in fields():
        paths = [f"`{path}`" if path else "–" for path in (field.case_file, field.body)]
        said = (
            field.editable,
            field.filterable,
            field.kept_on_split,
            field.emptied_on_erasure,
            field.on_erase is not OnErase.KEPT,
        )
        sheet = f"`{field.sheet}`" if field.sheet else "–"
        yield [f"`{field.name}`", *paths, *("yes" if one else "–" for one in said), sheet]


_TABLES: Final[Mapping[str, Callable[[], Iterator[list[str]]]]] = {"case_file": _case_file, "columns": _columns}

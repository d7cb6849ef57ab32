"""The texts that nobody reads who writes rules: ``python -m tests.extraction.held_back`` writes ``held_back.txt``.

The texts were written in nine rounds. A text that is held back is measured once, and is open to whoever writes rules from then
on: those of the first eight rounds are. The file has one SHA-256 over the texts that are held back and their author's marks on
them, so a later change of either shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.extraction.gold import FIRST, FOLDER, TEXTS, read_texts

RECORD: Final = FOLDER / "held_back.txt"
#: The last open number in each language.
_OPEN: Final = {"en": 222, "ru": 152, "uk": 56}


def chosen(ids: Iterable[str]) -> list[str]:
    """Return the ids that are held back: the texts of the ninth round."""
    return sorted(each for each in ids if int(each.rpartition("-")[2]) > _OPEN[each[:2]])


def digest(ids: Sequence[str], folders: Sequence[Path] = (TEXTS, FIRST)) -> str:
    """Return the SHA-256 of the files of these ids, each preceded by its path and length."""
    hashed = hashlib.sha256()
    for path in (folder / f"{each}.json" for folder in folders for each in ids):
        content = path.read_bytes()
        hashed.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        hashed.update(content)
    return hashed.hexdigest()


def record(ids: Sequence[str]) -> str:
    """Return what ``held_back.txt`` says."""
    return "\n".join([f"sha256 {digest(ids)}", *ids, ""])


def held_back() -> list[str]:
    """Return the ids on record."""
    return RECORD.read_text().split()[2:]


if __name__ == "__main__":
    RECORD.write_text(record(chosen(read_texts())))

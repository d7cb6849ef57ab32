"""Ten made-up articles, each with the quotes that a desk took from it and a silent edit of the first one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, NamedTuple


class Article(NamedTuple):
    """A title, paragraphs, the passages that are quotes, and the old and new words of an edit of the first quote."""

    title: str
    paragraphs: tuple[str, ...]
    quotes: tuple[str, ...]
    edit: tuple[str, str]


_READ: Final = tomllib.loads((Path(__file__).parent / "articles.toml").read_text())["articles"]
ARTICLES: Final = tuple(
    Article(one["title"], tuple(one["paragraphs"]), tuple(one["quotes"]), (one["edit"][0], one["edit"][1])) for one in _READ
)

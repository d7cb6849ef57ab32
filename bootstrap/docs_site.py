"""Hooks of MkDocs: pages of the repository's top level are part of the site, and links to its other files are plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from mkdocs.structure.files import File, Files

_ROOT: Final = Path(__file__).resolve().parent.parent
#: Pages outside docs/, by their name in the site.
_TOP: Final = {"README.md": "index.md", "CONTRIBUTING.md": "CONTRIBUTING.md", "CHANGELOG.md": "CHANGELOG.md"}
_LINK: Final = re.compile(r"\[([^\]]*)\]\(((?:\.\./)+|docs/)?([^)#\s]*)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages of the top level."""
    for name, shown in _TOP.items():
        files.append(File.generated(config, shown, content=(_ROOT / name).read_text()))
    return files


def on_page_markdown(markdown: str, page: Any, **_given: Any) -> str:
    """Make the links of a page work in the site."""
    is_top = page.file.src_uri in _TOP.values()
    return _LINK.sub(lambda found: _linked(found, is_top=is_top), markdown)


def _linked(found: re.Match[str], *, is_top: bool) -> str:
    text, outside, path, place = found[1], found[2] or "", found[3], found[4] or ""
    if path in _TOP and (outside.startswith("..") or is_top):
        return f"[{text}]({_TOP[path]}{place})"
    if is_top and outside == "docs/":
        return f"[{text}]({_listed(path)}{place})"
    if outside.startswith("..") and not (_ROOT / "docs" / path).exists():
        return text  # a file of the code, which the site does not have
    return found[0]


def _listed(path: str) -> str:
    return {"decisions/": "decisions/README.md", "screenshots": "screenshots/claim.png"}.get(path, path)

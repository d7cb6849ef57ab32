"""Words that a page would show in English whatever its language: found in code and in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.template.base import Lexer, TokenType

from factcheck.words import LABELS

ROOT = Path(__file__).resolve().parents[3]
GETTEXT = {f"{plural}gettext{lazy}" for plural in ("", "n", "p", "np") for lazy in ("", "_lazy", "_noop")} | {"_"}
#: Where a text is shown, however short: keywords of any call, calls with the place of the text, names that are set.
SHOWN_AS = {
    "label",
    "title",
    "help_text",
    "button",
    "message",
    "explanation",
    "verbose_name",
    "empty_label",
    "blank",
    "description",
}
SHOWN_BY = {
    "ValidationError": 0, "Http404": 0, "column": 0, "add_error": 1, "RegexValidator": 1,
    "success": 1, "info": 1, "warning": 1, "error": 1,
}  # fmt: skip
SHOWN_AS_NAMED = {"title", "index_title", "short_description", "verbose_name"}
#: Where a text is none for people to read: an address, markup, a pattern, what is stored.
UNSEEN_IN = {
    "reverse",
    "static",
    "compile",
    "format_html",
    "format_html_join",
    "SafeString",
    "Change",
    "change_of",
}
UNSEEN_AS = {"recorded_as", "template", "name", "order"}
PROSE = re.compile(r"[A-Za-z]{2,}[,;:.]? [A-Za-z]{2,}|^[A-Z][a-z]+$")
#: Read as prose, and not shown: a header, what a preview records and rolls back.
ALLOWED = {
    " Open it again and make your change on the current version.",
    "Content-Disposition",
    "Authorization: Bearer fct_…",
    "more than",
    "go on",
    "a preview",
    "en, pt-BR",
    'attachment; filename="claims-',
    'attachment; filename="heads.jsonl"',
    'attachment; filename="',
    "default-src 'none'; sandbox",
    "private, no-store",
    "copy accepted",
    "copy rejected",
    "True",
}


def bare_in_code(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each literal of a module that is shown and not looked up in a catalogue."""
    tree = ast.parse(path.read_text())
    for node, shown in _literals(tree, seen=None):
        text = node.value
        if text in ALLOWED or text.replace("_", " ") in LABELS or not re.search("[A-Za-z]{2}", text):
            continue
        if shown or (shown is None and PROSE.search(text)):
            yield node.lineno, text


def _literals(node: ast.AST, *, seen: bool | None) -> Iterator[tuple[Any, bool | None]]:
    """Yield the texts below a node that no call translates; True: shown for sure, None: not known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node, seen
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
        for target, value in zip(node.targets[0].elts, node.value.elts, strict=True):
            yield from _literals(ast.Assign([target], value), seen=None)
        return
    body = getattr(node, "body", None)
    documented = isinstance(body, list) and body and isinstance(getattr(body[0], "value", None), ast.Constant)
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not (documented and child is body[0]):
                known = _known(node, name, child, seen)
                if known is not False:
                    yield from _literals(child, seen=known)


def _known(node: ast.AST, name: str, child: ast.AST, seen: bool | None) -> bool | None:
    """Tell of a child whether its texts are shown; False: they are translated, or nobody reads them."""
    if isinstance(node, (ast.Compare, ast.match_case)) or (isinstance(node, ast.Subscript) and name == "slice"):
        return False
    if isinstance(node, ast.Dict) and name == "keys":
        return False
    if isinstance(node, ast.Call):
        return _known_of_call(node, child)
    if isinstance(node, ast.keyword):
        return False if node.arg in UNSEEN_AS else (node.arg in SHOWN_AS or None)
    if isinstance(node, ast.Assign) and name == "value" and not isinstance(child, ast.Tuple):
        return any(_is_shown(target) for target in node.targets) or None
    return seen


def _known_of_call(node: ast.Call, child: ast.AST) -> bool | None:
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if called in GETTEXT or called in UNSEEN_IN:
        return False
    place = SHOWN_BY.get(called)
    return True if place is not None and node.args[place : place + 1] == [child] else None


def _is_shown(target: ast.AST) -> bool:
    return getattr(target, "id", getattr(target, "attr", "")) in SHOWN_AS_NAMED


def glued_in_code(path: Path) -> list[int]:
    """Return the lines with a translation that ``make messages`` cannot see: in an f-string, or not of a literal."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            found += [each.lineno for each in ast.walk(node) if _translates(each)]
        if _translates(node) and not all(isinstance(each, ast.Constant) for each in node.args[:1]):  # type: ignore[attr-defined]
            found.append(node.lineno)  # type: ignore[attr-defined]
    return found


def _translates(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT


class _Texts(HTMLParser):
    """What of a page people read or hear."""

    ATTRIBUTES = {"title", "alt", "placeholder", "aria-label"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in ("script", "style")
        self.found += [value for name, value in attrs if value and name in self.ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.found.append(data)


def texts_of(page: str) -> list[str]:
    """Return what people read of a page, attributes that are read aloud included."""
    parser = _Texts()
    parser.feed(page)
    return [text.strip() for text in parser.found if text.strip()]


#: The theme's icons are ligatures: their names are not text.
_ICON = re.compile(r"<span class=\"[^\"]*material-symbols-outlined[^\"]*\">[^<]*</span>")


def bare_in_template(path: Path) -> list[str]:
    """Return the texts of a template that are not marked for translation."""
    text = _ICON.sub("", _without_tags(path.read_text()))
    return [text for text in texts_of(text) if re.search("[A-Za-z]{2}", text)]


def _without_tags(text: str) -> str:
    kept, translated = [], False
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.split()[0] in ("blocktranslate", "endblocktranslate"):
            translated = not token.contents.startswith("end")
        if token.token_type == TokenType.TEXT:
            kept.append("" if translated else token.contents)
        else:
            kept.append("·")  # so that what stands on both sides of a tag is not read as one word
    return "".join(kept)

"""Advice on text that does not parse as JSON or YAML: most often it is another format, or one character is missing."""

from __future__ import annotations

import re
from typing import Final

#: The first sentence of the error, and the formats of a case file.
NOT_JSON: Final = "This is not JSON."
CASE_FORMATS: Final = "A case file is JSON or YAML; a stream has one claim per line."

_COMMENT: Final = re.compile(r"//|/\*|#")
_YAML: Final = re.compile(r"---(\s|$)|%YAML|- |[\w.-]+:(\s|$)")
_TABLE: Final = re.compile(r"[^{}\[\]:\n]+([,;\t][^{}\[\]:\n]*)+$")
_UNQUOTED: Final = re.compile(r"mapping values are not allowed|did not find expected ',' or '[}\]]'")
_COLON: Final = re.compile(r":\s[^\n]*:\s")
_RESERVED: Final = re.compile(r"[@`%]")


def json_problem(text: str, offset: int, message: str, formats: str) -> str:
    """Return what is wrong with text that is not JSON; the parser stopped at ``offset``.

    ``formats`` says which formats the caller reads.
    """
    what = _first_line(text)
    if not what.startswith(("{", "[")):
        return " ".join(filter(None, (NOT_JSON, formats, _looks_like(what))))
    hint = _json_hint(text, offset, message)
    place = f"{_place(text, offset)}: {message}"
    if message == "Expecting value" or hint.startswith("JSON has no comments") or what.strip() in ("[", "{"):
        return " ".join(filter(None, (NOT_JSON, formats, f"{place[0].upper()}{place[1:]}{f'; {hint}' if hint else ''}.")))
    return f"{place}; {hint}" if hint else place


def yaml_hint(text: str, line: int, column: int, message: str) -> str:
    """Return how to fix YAML that the parser rejected at a place (counted from 0); empty if nothing is likely."""
    there = (text.splitlines() or [""])[line : line + 1] or [""]
    letter = there[0][column : column + 1]
    if letter == "\t":
        return "indent with spaces, not with tabs"
    if letter and _RESERVED.match(letter):
        return f"put a value that starts with {letter!r} in quotes."
    if _UNQUOTED.search(message) and _COLON.search(there[0]):
        return "put a value that contains ': ' in quotes."
    return ""


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _looks_like(line: str) -> str:
    if _COMMENT.match(line):
        return "JSON has no comments: remove them, or give a YAML file a name that ends in .yaml."
    if _YAML.match(line):
        return "It looks like YAML: rename the file to end in .yaml."
    if _TABLE.match(line):
        return "It looks like a table (CSV): write each row as a JSON object."
    return ""


def _json_hint(text: str, offset: int, message: str) -> str:
    rest = text[offset:].lstrip()
    if _COMMENT.match(rest):
        return "JSON has no comments: remove them"
    if message == "Extra data":
        return _after_the_end(rest)
    if rest.startswith("'"):
        return "put text in double quotes"
    if (rest.startswith(("}", "]")) and text[:offset].rstrip().endswith(",")) or message.startswith("Illegal trailing comma"):
        return "remove the comma before it"
    return ""


def _after_the_end(rest: str) -> str:
    if rest.startswith(","):
        return "remove commas between the lines and brackets around them"
    return (
        "several values, one per line, are a stream: name the file .ndjson, or load it as lines"
        if rest[:1] in ("{", "[")
        else ""
    )


def _place(text: str, offset: int) -> str:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return f"line {line}, column {column}" if "\n" in text else f"column {column}"

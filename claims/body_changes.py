"""The differences between two public bodies of a claim, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from claims.claim_fields import fields
from factcheck.words import LABELS

Body = Mapping[str, Any]

_TEXTS = (
    ("text", "text"),
    ("status", "status"),
    ("explanation", "summary"),
    *((field.body, field.label) for field in fields() if field.in_body),
    ("merged_into", "merged into"),
)
#: Lists of records that have keys; the words name one record.
_RECORDS = (("attributions", "attribution", "key"), ("sources", "source", "key"), ("flags", "flag", "code"))


_CODE: Final = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
#: A reference to a source in the text of a record.
_SOURCE: Final = re.compile(r"\b((?:source|vouched by|publisher): )([a-z0-9-]+)")


class Line(NamedTuple):
    """One change: what it concerns, and the values before and after; one of the two may be empty."""

    about: str
    before: str
    after: str


def changes(before: Body | None, after: Body, *, named: bool = False) -> list[Line]:
    """Return the differences between two decoded bodies; for the first body (``before`` is None), its text and attributions.

    If ``named``, records are called by the names of their sources and by the labels of their codes instead of their keys.
    """
    old: Body = before or {}
    names = _names(old, after) if named else {}
    lines = [Line(words, _plain(old.get(name)), _plain(after.get(name))) for name, words in _TEXTS]
    lines += [Line(f"{side} origins", _interval(old.get(side)), _interval(after.get(side))) for side in ("support", "denial")]
    lines.append(Line("window", _window(old.get("window")), _window(after.get("window"))))
    lines.append(Line("quantity", quantity_text(old.get("quantity")), quantity_text(after.get("quantity"))))
    lines.append(Line("verdict", _as_text(old.get("verdict")), _as_text(after.get("verdict"))))
    for name, words, key in _RECORDS:
        lines += _records(words, _keyed(old.get(name, ()), key), _keyed(after.get(name, ()), key), names.get(name, {}))
    for name, words in (("topics", "topic"), ("interests", "stake"), ("relations", "other claim")):
        lines += _members(words, [_as_text(one) for one in old.get(name, ())], [_as_text(one) for one in after.get(name, ())])
    found = [line for line in lines if line.before != line.after]
    return [_in_words(line, names) for line in found] if named else found


def _names(*bodies: Body) -> dict[str, dict[str, str]]:
    """Return what records of bodies are called, by list and key."""
    sources = {row["key"]: row.get("name") or row["key"] for body in bodies for row in body.get("sources", ())}
    rows = [row for body in bodies for row in body.get("attributions", ())]
    flags = {row["code"]: _labelled(row["code"]) for body in bodies for row in body.get("flags", ())}
    said = {row["key"]: sources.get(row.get("source", ""), row["key"]) for row in rows}
    return {"sources": sources, "attributions": said, "flags": flags}


def _labelled(text: str) -> str:
    """Return a text with the labels of the codes in it that have more than one word."""
    return _CODE.sub(lambda found: LABELS.get(found[0].replace("_", " "), found[0]), text)


def _in_words(line: Line, names: Mapping[str, Mapping[str, str]]) -> Line:
    known = names["sources"]
    before, after = (
        _SOURCE.sub(lambda found: f"{found[1]}{known.get(found[2], found[2])}", _labelled(value))
        for value in (line.before, line.after)
    )
    return Line(line.about, before, after)


def _keyed(records: Any, key: str) -> dict[str, Body]:
    return {record[key]: record for record in records}


def _records(
    words: str, old: Mapping[str, Body], new: Mapping[str, Body], names: Mapping[str, str] | None = None
) -> Iterator[Line]:
    for key in [*old, *(key for key in new if key not in old)]:
        before, after, called = old.get(key), new.get(key), (names or {}).get(key, key)
        if before is None or after is None:
            yield Line(f"{words} {called}", _as_text(before), _as_text(after))
            continue
        yield from _parts(f"{words} {called},", before, after)


def _parts(words: str, before: Body, after: Body) -> Iterator[Line]:
    """Yield the differences of one record; for a nested record, such as a document, only the parts that differ."""
    for name in dict.fromkeys([*before, *after]):
        old, new, called = before.get(name), after.get(name), f"{words} {name.replace('_', ' ')}"
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _parts(called, old, new)
        elif old != new:
            yield Line(called, _as_text(old), _as_text(new))


def _members(words: str, old: list[str], new: list[str]) -> Iterator[Line]:
    yield from (Line(words, one, "") for one in old if one not in new)
    yield from (Line(words, "", one) for one in new if one not in old)


def _interval(side: Body | None) -> str:
    if not side:
        return ""
    least, most = side["at_least"], side["at_most"]
    return (f"{least}" if least == most else f"{least}–{most}") + ("+" if side.get("open") else "")


def _window(window: Body | None) -> str:
    return f"{window.get('from', '')} – {window.get('until', '')}".strip(" –") if window else ""


def quantity_text(quantity: Body | None) -> str:
    """Return the figure of a body as people read it: ``2000000–3000000 shells (2024-09)``."""
    if not quantity:
        return ""
    low, high = quantity.get("low"), quantity.get("high")
    figure = low if low == high else f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    unit, as_of = quantity.get("unit"), quantity.get("as_of")
    return f"{figure}{f' {unit}' if unit else ''}{f' ({as_of})' if as_of else ''}"


def _plain(value: Any) -> str:
    """Return the value of a column as text; yes or no for a boolean."""
    return ("yes" if value else "no") if isinstance(value, bool) else _as_text(value)


def _as_text(value: Any) -> str:
    """Return a value of a body as people read it; for a record its parts, without empty ones and its own key."""
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name.replace('_', ' ')}: {_as_text(part)}" for name, part in value.items() if name != "key" and part
        )
    if isinstance(value, (list, tuple)):
        return ", ".join(_as_text(part) for part in value)
    return "" if value is None else str(value)

"""How a text to be erased is found in stored values, and what replaces it. Pure.

It is found as it is stored (``factcheck.text.texts``), as it was typed, in the decomposed form of Unicode, and as JSON and URLs
escape it. Keys contain names in a form of their own, which is also found if the caller wants that.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, quote_plus

from factcheck.text.texts import in_form

#: What is left in the place of an erased text, whatever the language of the desk: it is stored.
ERASED: Final = "[erased]"
#: Begins what stands in a key in place of an erased name.
ERASED_KEY: Final = "erased-"
#: An address that leads nowhere (RFC 2606), where a column needs one.
NOWHERE: Final = "https://erased.invalid/"
#: Fewer characters are in every other text.
SHORTEST: Final = 2
LONGEST: Final = 5_000
#: What a service writes by itself, and no erasure may touch: dates and digests.
_MACHINE: Final = re.compile(r"\d{4}(-\d\d(-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?)?)?|[0-9a-f]{32}|[0-9a-f]{64}")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")


class OnErase(StrEnum):
    """What erasing a text does to a column."""

    TEXT = "the text is replaced by a mark"
    SAME_LENGTH = "the text is replaced by a mark of the same length, so that offsets into the rest stay"
    ADDRESS = "an address that has the text is emptied"
    EMPTIED = "a value that has the text is emptied"
    JSON = "the text is replaced in every string of the JSON"
    KEY = "the name in it is replaced, wherever the key is named"
    ACTOR = "kept where it names an account, else as a text"
    ACCOUNT = "kept: a person's account is changed on its own page"
    CHAIN = "replaced as a text, and the revision that erases lists it"
    SESSION = "the text is replaced in what is kept of a visit"
    DROPPED = "emptied, whatever it says: nobody needs it"
    MADE = "made anew from what is left"
    DIGEST = "dropped or made anew: a guess could be confirmed from it"
    BYTES = "dropped if they hold the text: they cannot be changed and stay what they were"
    SAFE = "kept: no guess can be confirmed from it, because it rests on a secret or on chance"
    KEPT = "kept: a number, an instant, a reference or a word of the service's own"


#: Columns in which a text is looked for.
SEARCHED: Final = frozenset(
    (
        OnErase.TEXT, OnErase.SAME_LENGTH, OnErase.ADDRESS, OnErase.EMPTIED, OnErase.JSON, OnErase.KEY, OnErase.ACTOR,
        OnErase.ACCOUNT, OnErase.SESSION,
    )
)  # fmt: skip

#: What erasing does to the columns of a table: the names of columns, with spaces between, by what it does.
Columns = Mapping[OnErase, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text to be erased.

    ``whole``: only values that are the text and nothing else. ``fold``: in upper and lower case alike. ``key`` is its form in
    keys, which ``token`` replaces; it is empty if keys stay. ``words`` are the service's own, which never change.
    """

    text: str = field(repr=False)  # it must not get into a log
    whole: bool = False
    fold: bool = False
    key: str = field(default="", repr=False)
    token: str = ""
    words: frozenset[str] = field(default=frozenset(), repr=False)
    _texts: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _keys: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        flags = re.IGNORECASE if self.fold else 0
        forms = "|".join(map(re.escape, sorted(forms_of(self.text), key=len, reverse=True)))
        object.__setattr__(self, "_texts", re.compile(forms, flags))
        # A part of a key ends where a word of it does; whoever typed a key may have parted its words otherwise.
        parts = "[._-]".join(map(re.escape, self.key.split("-")))
        object.__setattr__(self, "_keys", re.compile(rf"(?<![a-z0-9]){parts}(?![a-z0-9])" if self.key else r"(?!)"))

    def may_be_in(self, raw: str) -> bool:
        """Return whether a text, or JSON as text, may contain it; if not, the value needs no closer look."""
        return bool(self._texts.search(raw) or self._keys.search(raw))

    def in_text(self, value: str) -> bool:
        """Return whether a text contains it."""
        return self.replaced(value) != value

    def around(self, value: str, beside: int = 40) -> str:
        """Return the first occurrence in a text, with the text around it."""
        found = self._texts.search(value) or self._keys.search(value)
        if found is None:
            return value[: 2 * beside]
        start, end = max(found.start() - beside, 0), found.end() + beside
        return f"{'…' if start else ''}{value[start:end]}{'…' if end < len(value) else ''}"

    @property
    def forms(self) -> list[str]:
        """What a value contains if it contains the text: one of its stored forms, or a word of its form in keys."""
        return [*sorted(forms_of(self.text)), *([max(self.key.split("-"), key=len)] if self.key else [])]

    def replaced(self, value: str, most: int | None = None) -> str:
        """Return ``value`` with a mark in place of the text; only a mark if it would exceed ``most`` characters."""
        if _KEY.fullmatch(value) and self._keys.search(value):
            return self.key_replaced(value)
        found = self._texts.fullmatch(value) is not None
        new = (ERASED if found else value) if self.whole else self._texts.sub(ERASED, value)
        new = self._keys.sub(self.token, new)
        return new if most is None or len(new) <= most else ERASED[:most]

    def same_length(self, value: str) -> str:
        """Return ``value`` with marks in place of the text that are as long as what they replace."""
        if self.whole:
            return self.replaced(value)
        return self._texts.sub(lambda found: _filled(len(found[0])), value)

    def key_replaced(self, value: str, most: int = 100) -> str:
        """Return a key with a token in place of the name."""
        return self._keys.sub(self.token, value)[:most]

    def in_json(self, value: Any, name: str = "") -> Any:
        """Return decoded JSON with marks in all its strings; the service's own words and ``FIXED`` members stay."""
        if isinstance(value, str):
            return self._in_member(value, name)
        if isinstance(value, list | tuple):
            return [self.in_json(each, name) for each in value]
        if isinstance(value, dict):
            return {self._member(key): self.in_json(each, key) for key, each in value.items()}
        return value

    def _in_member(self, value: str, name: str) -> str:
        if name in FIXED or value in self.words or _MACHINE.fullmatch(value):
            return value
        return self.key_replaced(value) if name in REFERENCES and _KEY.fullmatch(value) else self.replaced(value)

    def _member(self, name: str) -> str:
        return self.key_replaced(name) if _KEY.fullmatch(name) and name not in self.words else name

    def in_json_text(self, value: str) -> str:
        """Return JSON text with marks in its strings; text that is not JSON is treated as plain text."""
        try:
            decoded = json.loads(value)
        except ValueError:
            return self.replaced(value)
        new = self.in_json(decoded)
        if not isinstance(decoded, dict | list):
            return self.replaced(value)
        return value if new == decoded else json.dumps(new, ensure_ascii=value.isascii(), separators=_separators(value))


def _separators(text: str) -> tuple[str, str]:
    """Return the separators with which JSON was written: Django's, or those of compact JSON."""
    return (", ", ": ") if '": ' in text else (",", ":")


#: Members of JSON that hold codes: of countries, languages, dates.
FIXED: Final = frozenset(
    (
        "country", "language", "kind", "stance", "status", "scope", "basis", "code", "severity", "level", "policy_version",
        "sha256", "previous_sha256", "digest", "actor", "table", "column",
    )
)  # fmt: skip


#: Members that name records by their keys; so do lists in lists without a name, of what a flag or decision rests on.
REFERENCES: Final = frozenset(
    (
        "", "key", "source", "sources", "attribution", "claim", "claims", "document", "cites", "copies", "superseded_by",
        "supersedes", "merged_into", "vouched_by", "also_vouched_by", "named_as", "organisation_key", "publisher", "topics",
        "culprits", "about", "gateways", "witnesses",
    )
)  # fmt: skip


def forms_of(text: str) -> set[str]:
    """Return the ways in which a text may be stored."""
    plain = {text, in_form(text), unicodedata.normalize("NFD", text)}
    escaped = {json.dumps(each, ensure_ascii=ascii_)[1:-1] for each in plain for ascii_ in (True, False)}
    addresses = {quoted(each) for each in plain for quoted in (quote, quote_plus, _quoted_whole)}
    addresses |= {_OCTET.sub(lambda octet: octet[0].lower(), each) for each in addresses}
    pages = {html.escape(each) for each in plain}
    return {each for each in plain | escaped | addresses | pages if each}


_OCTET: Final = re.compile("%[0-9A-F]{2}")


def _quoted_whole(text: str) -> str:
    return quote(text, safe="")


def _filled(length: int) -> str:
    return ERASED + " " * (length - len(ERASED)) if length >= len(ERASED) else "·" * length

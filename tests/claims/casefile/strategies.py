"""Hypothesis strategies: sound case files, drawn from the types of the records themselves, and what JSON can say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st
from msgspec.inspect import (
    BoolType,
    IntType,
    ListType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    StructType,
    Type,
    UnionType,
    type_info,
)

from claims.casefile import CaseFile
from claims.casefile.values import _END
from factcheck.text.blanks import is_blank

_DIRECTION_MARKS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SAFE: Final = st.characters(
    codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t", exclude_characters=_DIRECTION_MARKS
)
_DAYS: Final = st.dates(min_value=date(1000, 1, 1)).map(str)
_TIMES: Final = st.datetimes().filter(lambda at: 1000 < at.year < 9999)
_DATES: Final[dict[str, st.SearchStrategy[str]]] = {
    "day": _DAYS,
    "instant": _TIMES.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z"),
    "figure": st.decimals(min_value=-(10**17), max_value=10**17, places=2).map(lambda number: f"{number:f}"),
    "partial_date": st.one_of(_DAYS, _DAYS.map(lambda day: day[:7]), _TIMES.map(lambda at: f"{at:%Y-%m-%dT%H:%M}+03:00")),
}


def values(node: Type) -> st.SearchStrategy[Any]:
    """Return sound plain values of this type."""
    match node:
        case StructType():
            return _objects(node)
        case ListType(item_type=item):
            return st.lists(values(item), min_size=node.min_length or 0, max_size=2)
        case UnionType(types=kinds):
            return st.one_of([values(kind) for kind in kinds])
        case Metadata(extra={"reads": form}):
            return _DATES[form]
        case Metadata(type=inner):
            return values(inner)
    return _LEAVES[type(node)](node)


def _objects(node: StructType) -> st.SearchStrategy[dict[str, Any]]:
    fields = {field.encode_name: values(field.type) for field in node.fields}
    required = {field.encode_name for field in node.fields if field.required}
    return st.fixed_dictionaries(
        {name: fields[name] for name in fields if name in required},
        optional={name: fields[name] for name in fields if name not in required},
    )


def _texts(node: Any) -> st.SearchStrategy[str]:
    if node.pattern:
        of_pattern = st.from_regex(node.pattern.replace(_END, r"\Z"), alphabet=_SAFE)
        seen = of_pattern.filter(lambda text: not (node.min_length and is_blank(text)))
        return seen.filter(lambda text: len(text) <= (node.max_length or 100))
    return st.text(_SAFE, min_size=node.min_length or 0, max_size=min(node.max_length or 20, 20))


_LEAVES: Final[dict[type[Type], Callable[[Any], st.SearchStrategy[Any]]]] = {
    StrType: _texts,
    IntType: lambda node: st.integers(node.ge, node.le),
    LiteralType: lambda node: st.sampled_from(node.values),
    BoolType: lambda _: st.booleans(),
    NoneType: lambda _: st.none(),
}


def sound_cases() -> st.SearchStrategy[dict[str, Any]]:
    return values(type_info(CaseFile))


def json_values() -> st.SearchStrategy[Any]:
    """Return whatever JSON can say, with the words of the format among it."""
    words = ["format", "claims", "attributions", "key", "stance", "cites", "supports", "factcheck-case/1", "a\u202eb", "\x00"]
    texts = st.sampled_from(words) | st.text(max_size=8)
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | texts
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=10
    )

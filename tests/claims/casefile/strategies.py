"""Hypothesis strategies: sound case files, drawn from the types of the records themselves, and what JSON can say."""

from __future__ import annotations

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
from claims.casefile.explaining import is_refused

SAFE: Final = st.characters(codec="utf-8").filter(lambda character: not is_refused(character))
_DAYS: Final = st.dates(min_value=date(1000, 1, 1)).map(str)
_TIMES: Final = st.datetimes().filter(lambda at: 1000 < at.year < 9999)
_DATES: Final[dict[str, st.SearchStrategy[str]]] = {
    "day": _DAYS,
    "instant": _TIMES.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z"),
    "partial_date": st.one_of(_DAYS, _DAYS.map(lambda day: day[:7]), _TIMES.map(lambda at: f"{at:%Y-%m-%dT%H:%M}+03:00")),
}


def values(node: Type) -> st.SearchStrategy[Any]:
    """Return sound plain values of this type."""
    match node:
        case StructType(fields=fields):
            drawn = {field.encode_name: (field.required, values(field.type)) for field in fields}
            return st.fixed_dictionaries(
                {name: strategy for name, (required, strategy) in drawn.items() if required},
                optional={name: strategy for name, (required, strategy) in drawn.items() if not required},
            )
        case ListType(item_type=item):
            return st.lists(values(item), max_size=2)
        case UnionType(types=kinds):
            return st.one_of([values(kind) for kind in kinds])
        case Metadata(extra={"reads": form}):
            return _DATES[form]
        case Metadata(type=inner):
            return values(inner)
        case StrType(pattern=str(pattern)):
            return st.from_regex(pattern, alphabet=SAFE).filter(lambda text: len(text) <= (node.max_length or 100))
        case StrType(min_length=least, max_length=most):
            return st.text(SAFE, min_size=least or 0, max_size=min(most or 20, 20))
        case IntType(ge=least, le=most):
            return st.integers(least, most)
        case LiteralType(values=words):
            return st.sampled_from(words)
        case BoolType():
            return st.booleans()
        case NoneType():
            return st.none()
    raise NotImplementedError(node)


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

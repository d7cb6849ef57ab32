"""Where plain values depart from the structure of the records: every place, where msgspec would stop at the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.inspect import Field, ListType, NoneType, StructType, Type, UnionType, type_info

from claims.casefile.problem import Draft, member
from claims.casefile.reading.explaining import explain, misfit
from claims.casefile.reading.plain import Repeating


def malformed(value: object, node: Type, path: str = "$") -> Iterator[Draft]:
    """Yield each problem that keeps ``value``, found at ``path``, from being of type ``node``, in document order."""
    match node:
        case UnionType(types=kinds):
            if value is not None:
                yield from malformed(value, meant(value, kinds), path)
        case StructType(cls=record) if isinstance(value, dict):
            yield from _of_object(value, record, path)
        case ListType(item_type=item) if isinstance(value, list):
            if message := miscounted(len(value), node):
                yield Draft(path, message)
            for index, each in enumerate(value):
                yield from malformed(each, item, f"{path}[{index}]")
        case StructType() | ListType():
            yield misfit(value, node, path)
        case _:
            if draft := explain(value, node, path):
                yield draft


def meant(value: object, kinds: Sequence[Type]) -> Type:
    """Return the one of several types of a field that a value is meant to be of: a text, unless it is a list or an object."""
    proper = [kind for kind in kinds if not isinstance(kind, NoneType)]
    wanted = StructType if isinstance(value, dict) else ListType if isinstance(value, list) else None
    return next((kind for kind in proper if wanted and isinstance(kind, wanted)), _plainest(proper))


def _plainest(kinds: Sequence[Type]) -> Type:
    return next((kind for kind in kinds if not isinstance(kind, StructType | ListType)), kinds[0])


def miscounted(number: int, node: ListType) -> str | None:
    """Return the problem of a list's length, if it has one."""
    if node.min_length and number < node.min_length:
        return f"expected at least {node.min_length:,}, got {number:,}"
    if node.max_length and number > node.max_length:
        return f"expected at most {node.max_length:,}, got {number:,}"
    return None


def _of_object(value: dict[str, Any], record: type[Struct], path: str) -> Iterator[Draft]:
    fields = fields_of(record)
    for name, field in fields.items():
        if field.required and name not in value:
            yield Draft(path, f"the field '{name}' is missing")
    if isinstance(value, Repeating):
        for name in value.names:
            yield Draft(member(path, name), "given more than once; keep one")
    for name, each in value.items():
        if name in fields:
            yield from malformed(each, fields[name].type, f"{path}.{name}")
        else:
            yield Draft(member(path, name), "unknown field", name, fields.keys())


@cache
def fields_of(record: type[Struct]) -> dict[str, Field]:
    """Return the fields of a record by their names in a file."""
    info = type_info(record)
    return {field.encode_name: field for field in info.fields} if isinstance(info, StructType) else {}

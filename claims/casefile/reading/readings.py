"""Further problems of a malformed file: it is read twice, with different placeholders for the values that do not fit.

A problem in both readings does not depend on how those values are fixed, as far as two tries can show. So a misspelt stance
and an unknown source are listed together, without problems that only follow from the misspelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.inspect import BoolType, Field, IntType, ListType, LiteralType, Metadata, StructType, Type, UnionType

from claims.casefile.problem import CaseFileError, Problem
from claims.casefile.reading.dates import store_dates
from claims.casefile.reading.explaining import explain
from claims.casefile.reading.validation import fields_of, meant, miscounted
from claims.casefile.records import CaseFile

#: By the value of ``Meta(extra={"reads": …})`` in the records.
_READ: Final = {
    "partial_date": ("2000", "2001"),
    "day": ("2000-01-01", "2001-01-01"),
    "instant": ("2000-01-01T00:00:00Z", "2001-01-01T00:00:00Z"),
    "figure": ("0", "1"),
}

_OTHERS: Final[dict[type[Type], tuple[Any, Any]]] = {BoolType: (True, False), IntType: (0, 1), ListType: ([], [])}


@dataclass(frozen=True, slots=True)
class Malformed:
    """A case file with values that do not fit: its structural problems, its two readings, and their placeholders."""

    problems: tuple[Problem, ...]
    readings: tuple[CaseFile, CaseFile]
    replaced: frozenset[str]

    def with_what_else(self, check: Callable[[CaseFile], Iterable[Problem]]) -> CaseFileError:
        """Return the error that lists the structural problems and those that a check finds in addition."""
        one, other = (list(check(reading)) for reading in self.readings)
        return CaseFileError([*self.problems, *(each for each in one if each in other and not self._is_in_doubt(each.path))])

    def _is_in_doubt(self, path: str) -> bool:
        return any(path == place or path.startswith((f"{place}.", f"{place}[")) for place in self.replaced)


def malformed_case(problems: Iterable[Problem], value: object, node: Type) -> Malformed:
    """Return the two readings of a plain value that fits ``node`` except for the ``problems``."""
    replaced: set[str] = set()
    one, other = (_Reading(number, replaced).read(value, node, "$") for number in (0, 1))
    for case in (one, other):
        store_dates(case)
    return Malformed(tuple(problems), (one, other), frozenset(replaced))


class _Reading:
    def __init__(self, number: int, replaced: set[str]) -> None:
        self._number = number
        self._replaced = replaced

    def read(self, value: object, node: Type, path: str) -> Any:
        match node:
            case UnionType(types=kinds):
                return None if value is None else self.read(value, meant(value, kinds), path)
            case StructType(cls=record) if isinstance(value, dict):
                return self._object(value, record, path)
            case ListType(item_type=item) if isinstance(value, list) and not miscounted(len(value), node):
                return [self.read(each, item, f"{path}[{index}]") for index, each in enumerate(value)]
            case StructType() | ListType():
                return self._stand_in(node, path)
            case _:
                return self._stand_in(node, path) if explain(value, node, path) else value

    def _object(self, value: dict[str, Any], record: type[Struct], path: str) -> Struct:
        read = {field.name: self._field(value, name, field, f"{path}.{name}") for name, field in fields_of(record).items()}
        return record(**{name: each for name, each in read.items() if each is not UNSET})

    def _field(self, value: dict[str, Any], name: str, field: Field, path: str) -> Any:
        if name in value:
            read = self.read(value[name], field.type, path)
            # One of the readings leaves out optional fields.
            left_out = path in self._replaced and not field.required and self._number == 0
            return UNSET if left_out else read
        return self._stand_in(field.type, path) if field.required else UNSET

    def _stand_in(self, node: Type, path: str) -> Any:
        """Return a placeholder of a type; its text equals nothing else in any file or database."""
        self._replaced.add(path)
        match node:
            case StructType(cls=record):
                return self._object({}, record, path)
            case LiteralType(values=values):
                return values[-self._number]
            case Metadata(extra={"reads": reads}):
                return _READ[reads][self._number]
        return _OTHERS[type(node)][self._number] if type(node) in _OTHERS else f"?{path}"

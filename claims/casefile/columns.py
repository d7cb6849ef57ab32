"""The fields of a claim that come from ``claims.claim_fields``, as a case file and the API accept them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal, Union

from msgspec import UNSET, Meta, UnsetType, defstruct

from claims.casefile.values import Figure, Instant, Language, PartialDate, Record
from claims.claim_fields import LOWEST_PRIORITY, ClaimField, Kind, fields

_TYPES: Final[Mapping[Kind, Callable[[ClaimField], tuple[Any, ...]]]] = {
    Kind.LINE: lambda field: (Annotated[str, Meta(max_length=field.most)], UnsetType),
    Kind.LANGUAGE: lambda _field: (Language, UnsetType),
    Kind.DATE: lambda _field: (PartialDate, UnsetType, None),
    Kind.WORD: lambda field: (Literal[field.words], UnsetType),
    Kind.PRIORITY: lambda _field: (Annotated[int, Meta(ge=0, le=LOWEST_PRIORITY)], UnsetType),
    Kind.YES_NO: lambda _field: (bool, UnsetType),
    Kind.YES_NO_OPEN: lambda _field: (bool, UnsetType, None),
    Kind.INSTANT: lambda _field: (Instant, UnsetType, None),
    Kind.FIGURE: lambda _field: (Figure, UnsetType, None),
}


def with_columns(head: type[Record]) -> Any:
    """Return a record type with the fields of ``head``, then one for each column; fields default to ``UNSET``."""
    # `Union` and not `|`: the types come as a tuple.
    columns = [(field.name, Union[_TYPES[field.kind](field)], UNSET) for field in fields() if field.in_case_file]  # noqa: UP007
    name = f"{head.__name__}WithColumns"
    return defstruct(name, columns, bases=(head,), module=head.__module__, frozen=True, kw_only=True)

"""Loading a case file, all or nothing, or a stream, line by line; loading the same again changes nothing."""

from claims.operations.cases.field_changes import FieldChange, lines_of
from claims.operations.cases.loading import LoadResult, load_case
from claims.operations.cases.reserved import Rights
from claims.operations.cases.streaming import LineResult, load_lines

__all__ = ["FieldChange", "LineResult", "LoadResult", "Rights", "lines_of", "load_case", "load_lines"]

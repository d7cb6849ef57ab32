"""Loading a case file: all or nothing, and a second load changes nothing."""

from claims.operations.cases.loading import Loaded, load_case
from claims.operations.cases.reserved import Rights

__all__ = ["Loaded", "Rights", "load_case"]

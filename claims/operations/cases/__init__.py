"""Loading a case file: all or nothing, and a second load changes nothing."""

from claims.operations.cases.loading import Loaded, load_case

__all__ = ["Loaded", "load_case"]

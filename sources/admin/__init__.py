"""The admin of the source side."""

from sources.admin import judgements, relations, seen, sources

__all__ = ["judgements", "relations", "seen", "sources"]

"""The exceptions with which operations on sources and claims refuse a change."""

from __future__ import annotations

from claims.casefile import CaseFileError
from claims.operations.writing import OperationError
from sources.admin.pages import REFUSALS as SOURCE_REFUSALS

REFUSALS: tuple[type[Exception], ...] = (*SOURCE_REFUSALS, OperationError, CaseFileError)

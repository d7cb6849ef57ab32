"""Writes of the source side. Each is one transaction and adds a SourceChange for everything that the policy reads.

Writes are serialized, and each is dated later than all before, whatever the wall clock says: if the ``at`` of a caller is not
later, the rows get the next microsecond after the last change. Readers of sources process the changes not applied yet (see
``sources.queries.waiting_changes``).
"""

from sources.operations.changes import POLICY_FIELDS, SourceOperationError, lock_sources, mark_applied
from sources.operations.documents import change_document, record_documents
from sources.operations.merging import FIELD_CHANGES, merge_sources, undo_merger
from sources.operations.persons import PersonNamedError, refusal, settle_match
from sources.operations.relations import close_relation, judge, regroup, relate, strike_relation
from sources.operations.self_namings import By, bind_named, confirm_naming, decline_naming, propose_naming, undo_naming
from sources.operations.sources import FIXED_FIELDS, change_source, record_sources
from sources.operations.words import forget_words, record_words

__all__ = [
    "FIELD_CHANGES",
    "FIXED_FIELDS",
    "POLICY_FIELDS",
    "By",
    "PersonNamedError",
    "SourceOperationError",
    "bind_named",
    "change_document",
    "change_source",
    "close_relation",
    "confirm_naming",
    "decline_naming",
    "forget_words",
    "judge",
    "lock_sources",
    "mark_applied",
    "merge_sources",
    "propose_naming",
    "record_documents",
    "record_sources",
    "record_words",
    "refusal",
    "regroup",
    "relate",
    "settle_match",
    "strike_relation",
    "undo_merger",
    "undo_naming",
]

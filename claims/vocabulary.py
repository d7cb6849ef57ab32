"""The words that claims are recorded in: each the one spelling that is stored, exchanged and read by the policy."""

from __future__ import annotations

from typing import Final

# What a source does with a claim.
SUPPORTS: Final = "supports"
DENIES: Final = "denies"
QUESTIONS: Final = "questions"
DECLINED: Final = "declined"
REPORTS: Final = "reports"
STANCES: Final = (SUPPORTS, DENIES, QUESTIONS, DECLINED, REPORTS)

FULL: Final = "full"
PARTIAL: Final = "partial"
SCOPES: Final = (FULL, PARTIAL)

# What a stance rests on.
STATEMENT: Final = "statement"
WITNESS: Final = "witness"
EVIDENCE: Final = "evidence"
UNSTATED: Final = "unstated"
BASES: Final = (STATEMENT, WITNESS, EVIDENCE, UNSTATED)

# Off the record is no ground rule here: such words may not be stored at all.
ON_THE_RECORD: Final = "on_the_record"
BACKGROUND: Final = "background"
DEEP_BACKGROUND: Final = "deep_background"
GROUND_RULES: Final = (ON_THE_RECORD, BACKGROUND, DEEP_BACKGROUND)
OFF_THE_RECORD: Final = "off_the_record"

CITES: Final = "cites"
COPIES: Final = "copies"
CITATION_KINDS: Final = (CITES, COPIES)

BY_SOURCE: Final = "source"
BY_OUTLET: Final = "outlet"
WITHDRAWERS: Final = (BY_SOURCE, BY_OUTLET)

CONTRADICTS: Final = "contradicts"
PART_OF: Final = "part_of"
SUPERSEDES: Final = "supersedes"
RESTATES: Final = "restates"
CLAIM_RELATIONS: Final = (CONTRADICTS, PART_OF, SUPERSEDES, RESTATES)

# What a claim's status may be. It never says true or false.
UNSOURCED: Final = "unsourced"
UNVERIFIED: Final = "unverified"
CORROBORATED: Final = "corroborated"
CONTESTED: Final = "contested"
STATUSES: Final = (UNSOURCED, UNVERIFIED, CORROBORATED, CONTESTED)

CRITICAL: Final = "critical"
WARNING: Final = "warning"
INFO: Final = "info"
SEVERITIES: Final = (CRITICAL, WARNING, INFO)

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

#: What one claim may have, voided rows left out: four times the attributions of the largest that we know of (a guess), and five
#: links for each. Every search and every loop of an assessment is bounded by these, and it runs while the claim is locked.
MOST_ATTRIBUTIONS: Final = 2_000
MOST_LINKS: Final = 10_000

BY_SOURCE: Final = "source"
BY_OUTLET: Final = "outlet"
WITHDRAWERS: Final = (BY_SOURCE, BY_OUTLET)

CONTRADICTS: Final = "contradicts"
PART_OF: Final = "part_of"
SUPERSEDES: Final = "supersedes"
RESTATES: Final = "restates"
CLAIM_RELATIONS: Final = (CONTRADICTS, PART_OF, SUPERSEDES, RESTATES)

# What an editor settled about a claim, or did to it as a whole.
CONTEST_RESOLVED: Final = "contest_resolved"
ACKNOWLEDGED: Final = "acknowledged"  # a change of position was seen
CHANGE_DECLARED: Final = "change_declared"  # which of two statements is the last word of a voice
REVIEWED: Final = "reviewed"  # what was found after support was taken back
REAFFIRMED: Final = "reaffirmed"  # it still holds; adds no origin
REWORDED: Final = "reworded"  # its text says something else now
RECONFIRMED: Final = "reconfirmed"  # attributions hold for the text as it is now
OUTCOME_LINKED: Final = "outcome_linked"
COMMENT_REQUESTED: Final = "comment_requested"
COMMENT_ANSWERED: Final = "comment_answered"
VERDICT_PUBLISHED: Final = "verdict_published"
VERDICT_CONFIRMED: Final = "verdict_confirmed"  # a published verdict holds on what is found now
VERDICT_WITHDRAWN: Final = "verdict_withdrawn"
MERGED: Final = "merged"
SPLIT: Final = "split"
DECISIONS: Final = (
    CONTEST_RESOLVED, ACKNOWLEDGED, CHANGE_DECLARED, REVIEWED, REAFFIRMED, REWORDED, RECONFIRMED, OUTCOME_LINKED,
    COMMENT_REQUESTED, COMMENT_ANSWERED, VERDICT_PUBLISHED, VERDICT_CONFIRMED, VERDICT_WITHDRAWN, MERGED, SPLIT,
)  # fmt: skip
#: Their reasons are comments of reviewers, which are kept in the notes of the verdict alone.
OF_VERDICTS: Final = (VERDICT_PUBLISHED, VERDICT_CONFIRMED, VERDICT_WITHDRAWN)
#: A claim of which one of these stands goes on under other keys: no flag is raised on it.
RETIRING: Final = (MERGED, SPLIT)

# What became of what was predicted.
CAME_ABOUT: Final = "came_about"
CAME_ABOUT_IN_PART: Final = "came_about_in_part"
DID_NOT: Final = "did_not"
CALLED_OFF: Final = "called_off"
OUTCOMES: Final = (CAME_ABOUT, CAME_ABOUT_IN_PART, DID_NOT, CALLED_OFF)

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

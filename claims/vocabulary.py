"""The vocabularies of claims: each word in the one spelling that is stored, exchanged and read, with its label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from factcheck.words import Word
from factcheck.words import gettext_noop as _


class Stance(Word):
    """How a source relates to a claim."""

    SUPPORTS = "supports", _("supports")
    DENIES = "denies", _("denies")
    QUESTIONS = "questions", _("questions")
    COULD_NOT_CONFIRM = "could_not_confirm", _("could not confirm")  # looked, and cannot tell
    DECLINED = "declined", _("declined")
    REPORTS = "reports", _("reports")


class Scope(Word):
    """How much of the claim a stance is about."""

    FULL = "full", _("full")
    PARTIAL = "partial", _("partial")


class Basis(Word):
    """What a stance rests on."""

    STATEMENT = "statement", _("statement")
    WITNESS = "witness", _("witness")
    EVIDENCE = "evidence", _("evidence")
    UNSTATED = "unstated", _("unstated")


class Hedge(Word):
    """How certain a source says it is; a statement without a hedge is flat."""

    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")


class Naming(Word):
    """How a text names a source."""

    DOCUMENT = "document", _("document")
    EXPLICITLY_UNNAMED = "explicitly_unnamed", _("explicitly unnamed")  # the text says that the name is withheld
    NAMED = "named", _("named")
    COLLECTIVE = "collective", _("collective")
    ROLE = "role", _("role")  # one person by the post that one person has
    UNNAMED = "unnamed", _("unnamed")


class ReviewDecision(Word):
    """What an editor made of an attribution that an extractor proposed."""

    ACCEPTED = "accepted", _("accepted")
    EDITED = "edited", _("edited")  # accepted with another stance, hedge or chain
    REJECTED = "rejected", _("rejected")


class RejectionReason(Word):
    """Why a proposed attribution was rejected. All but the last count against the rule that made it."""

    WRONG_WORDS = "wrong_words", _("wrong words")
    WRONG_STANCE = "wrong_stance", _("wrong stance")
    WRONG_SOURCE = "wrong_source", _("wrong source")
    NO_STATEMENT = "no_statement", _("no statement")
    NOT_OF_INTEREST = "not_of_interest", _("not of interest")


class GroundRule(Word):
    """How words may be used. Off the record is not listed: such words may not be stored at all."""

    ON_THE_RECORD = "on_the_record", _("on the record")
    BACKGROUND = "background", _("background")
    DEEP_BACKGROUND = "deep_background", _("deep background")


class CitationKind(Word):
    """How an attribution passes on another."""

    CITES = "cites", _("cites")
    COPIES = "copies", _("copies")


class Withdrawer(Word):
    """Who withdrew a statement."""

    SOURCE = "source", _("source")
    OUTLET = "outlet", _("outlet")


class ClaimRelationKind(Word):
    """How a claim relates to another."""

    CONTRADICTS = "contradicts", _("contradicts")
    PART_OF = "part_of", _("part of")
    SUPERSEDES = "supersedes", _("supersedes")
    RESTATES = "restates", _("restates")


class DecisionKind(Word):
    """What an editor settled about a claim, or did to it as a whole. Case files may hold those that are ``exchanged``."""

    exchanged: bool

    CONTEST_RESOLVED = "contest_resolved", _("contest resolved")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")  # a change of position was noted
    CHANGE_DECLARED = "change_declared", _("change declared")  # which of two statements is the last word of a voice
    REVIEWED = "reviewed", _("reviewed")  # the findings after support was withdrawn
    REAFFIRMED = "reaffirmed", _("reaffirmed")  # the claim is still correct; adds no origin
    REWORDED = "reworded", _("reworded")  # its text has a new meaning
    RECONFIRMED = "reconfirmed", _("reconfirmed")  # attributions support the current text
    OUTCOME_LINKED = "outcome_linked", _("outcome linked")
    COMMENT_REQUESTED = "comment_requested", _("comment requested")
    COMMENT_ANSWERED = "comment_answered", _("comment answered")
    DISCREDITED = "discredited", _("discredited")  # attributions were shown to be forged or false
    VERDICT_PUBLISHED = "verdict_published", _("verdict published"), False  # internal to the desk that publishes it
    VERDICT_CONFIRMED = "verdict_confirmed", _("verdict confirmed"), False  # the verdict is valid for the current findings
    VERDICT_WITHDRAWN = "verdict_withdrawn", _("verdict withdrawn"), False
    MERGED = "merged", _("merged"), False  # a case file has ``merged_into`` instead
    SPLIT = "split", _("split")

    def __init__(self, word: str, label: str, exchanged: bool = True) -> None:
        super().__init__(word, label)
        self.exchanged = exchanged


class ComplaintKind(Word):
    """What a party, or somebody for it, demands about claims."""

    CORRECTION = "correction", _("correction")
    RIGHT_OF_REPLY = "right_of_reply", _("right of reply")
    LEGAL_LETTER = "legal_letter", _("legal letter")


class PredictionOutcome(Word):
    """The outcome of a prediction."""

    CAME_ABOUT = "came_about", _("came about")
    CAME_ABOUT_IN_PART = "came_about_in_part", _("came about in part")
    DID_NOT = "did_not", _("did not")
    CALLED_OFF = "called_off", _("called off")


class Status(Word):
    """The status of a claim. It never says true or false."""

    UNSOURCED = "unsourced", _("unsourced")
    UNVERIFIED = "unverified", _("unverified")
    CORROBORATED = "corroborated", _("corroborated")
    CONTESTED = "contested", _("contested")


class Severity(Word):
    """How severe a flag is, most severe first."""

    CRITICAL = "critical", _("critical")
    WARNING = "warning", _("warning")
    INFO = "info", _("info")


class ContestLevel(Word):
    """Whether all who deny a contested claim have a stake in it."""

    PARTY = "party", _("party")
    INDEPENDENT = "independent", _("independent")


class RecordKind(Word):
    """The kinds of record that a flag rests on and a decision is about."""

    ATTRIBUTION = "attribution", _("attribution")
    SOURCE = "source", _("source")
    CLAIM = "claim", _("claim")
    DOCUMENT = "document", _("document")
    RELATION = "relation", _("relation")
    DECISION = "decision", _("decision")
    INTEREST = "interest", _("interest")


class Stage(Word):
    """The stage of the desk's work on a claim."""

    NEW = "new", _("new")
    CHECKING = "checking", _("checking")
    CHECKED = "checked", _("checked")
    DROPPED = "dropped", _("dropped")


class VerdictState(Word):
    """The state of a verdict."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    REPLACED = "replaced", _("replaced")  # by a later one
    WITHDRAWN = "withdrawn", _("withdrawn")
    DROPPED = "dropped", _("dropped")  # never published


class PolicyState(Word):
    """The state of a draft of the desk's policy."""

    DRAFT = "draft", _("draft")
    IN_FORCE = "in_force", _("in force")
    DROPPED = "dropped", _("dropped")


class RunScope(Word):
    """What a verification run visits."""

    DUE = "due", _("due")
    ALL = "all", _("all")
    CHOSEN = "claims", _("claims")
    PREVIEW = "preview", _("preview")  # what a draft of the policy would change; claims are not written


class RunState(Word):
    """The state of a verification run."""

    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class ChunkState(Word):
    """The state of a chunk of a run."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")


class DeliveryState(Word):
    """The state of a message to a webhook."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    DEAD = "dead", _("dead")


class WebhookState(Word):
    """The state of a webhook."""

    ACTIVE = "active", _("active")
    FAILING = "failing", _("failing")  # the circuit is open: one message at a time is tried
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class WebhookFilter(Word):
    """The filters of a webhook."""

    CLAIMS = "claims", _("claims")
    TOPICS = "topics", _("topics")
    ACTIONS = "actions", _("actions")
    STATUSES = "statuses", _("statuses")
    FLAGS = "flags", _("flags")
    ACTORS = "actors", _("actors")


class ActorKind(Word):
    """Who makes a revision: the start of its actor."""

    COMMAND = "command", _("command")
    JOB = "job", _("job")
    TOKEN = "token", _("token")
    USER = "user", _("user")


# The words that code compares with.
SUPPORTS: Final = Stance.SUPPORTS
DENIES: Final = Stance.DENIES
QUESTIONS: Final = Stance.QUESTIONS
COULD_NOT_CONFIRM: Final = Stance.COULD_NOT_CONFIRM
DECLINED: Final = Stance.DECLINED
REPORTS: Final = Stance.REPORTS
#: The position of words that take no side, such as "did not deny": proposed by extractors, never stored as a stance.
NEITHER: Final = "neither"

#: The stances of an answer to a request for comment: an answer passes on nobody else's words.
ANSWERS: Final = tuple(stance for stance in Stance if stance != REPORTS)

FULL: Final = Scope.FULL
PARTIAL: Final = Scope.PARTIAL

STATEMENT: Final = Basis.STATEMENT
WITNESS: Final = Basis.WITNESS
EVIDENCE: Final = Basis.EVIDENCE
UNSTATED: Final = Basis.UNSTATED

ON_THE_RECORD: Final = GroundRule.ON_THE_RECORD
OFF_THE_RECORD: Final = "off_the_record"

CITES: Final = CitationKind.CITES
COPIES: Final = CitationKind.COPIES

BY_SOURCE: Final = Withdrawer.SOURCE
BY_OUTLET: Final = Withdrawer.OUTLET

CONTRADICTS: Final = ClaimRelationKind.CONTRADICTS
PART_OF: Final = ClaimRelationKind.PART_OF
SUPERSEDES: Final = ClaimRelationKind.SUPERSEDES
#: The assessment of one claim may rest on the facts of the other.
ASSESSED_TOGETHER: Final = (CONTRADICTS, SUPERSEDES)

CONTEST_RESOLVED: Final = DecisionKind.CONTEST_RESOLVED
ACKNOWLEDGED: Final = DecisionKind.ACKNOWLEDGED
CHANGE_DECLARED: Final = DecisionKind.CHANGE_DECLARED
REVIEWED: Final = DecisionKind.REVIEWED
REAFFIRMED: Final = DecisionKind.REAFFIRMED
REWORDED: Final = DecisionKind.REWORDED
RECONFIRMED: Final = DecisionKind.RECONFIRMED
OUTCOME_LINKED: Final = DecisionKind.OUTCOME_LINKED
COMMENT_REQUESTED: Final = DecisionKind.COMMENT_REQUESTED
COMMENT_ANSWERED: Final = DecisionKind.COMMENT_ANSWERED
DISCREDITED: Final = DecisionKind.DISCREDITED
VERDICT_PUBLISHED: Final = DecisionKind.VERDICT_PUBLISHED
VERDICT_CONFIRMED: Final = DecisionKind.VERDICT_CONFIRMED
VERDICT_WITHDRAWN: Final = DecisionKind.VERDICT_WITHDRAWN
MERGED: Final = DecisionKind.MERGED
SPLIT: Final = DecisionKind.SPLIT
#: Their reasons are reviewers' comments, which are kept in the notes of the verdict only.
OF_VERDICTS: Final = (VERDICT_PUBLISHED, VERDICT_CONFIRMED, VERDICT_WITHDRAWN)
#: The kinds that a case file may hold.
EXCHANGED_DECISIONS: Final = tuple(kind for kind in DecisionKind if kind.exchanged)
#: While one of these is in force, the claim is replaced by others: no flag is raised on it.
RETIRING: Final = (MERGED, SPLIT)

CAME_ABOUT: Final = PredictionOutcome.CAME_ABOUT
CAME_ABOUT_IN_PART: Final = PredictionOutcome.CAME_ABOUT_IN_PART
DID_NOT: Final = PredictionOutcome.DID_NOT
CALLED_OFF: Final = PredictionOutcome.CALLED_OFF

UNSOURCED: Final = Status.UNSOURCED
UNVERIFIED: Final = Status.UNVERIFIED
CORROBORATED: Final = Status.CORROBORATED
CONTESTED: Final = Status.CONTESTED

CRITICAL: Final = Severity.CRITICAL
WARNING: Final = Severity.WARNING
INFO: Final = Severity.INFO

if TYPE_CHECKING:
    Answer: TypeAlias = Stance
    ExchangedDecision: TypeAlias = DecisionKind
else:  # for ``OneOf``, which also accepts a subset of a vocabulary
    Answer, ExchangedDecision = ANSWERS, EXCHANGED_DECISIONS

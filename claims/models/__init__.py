"""What is said, who backs it, and what verification made of it."""

from claims.models.assessment import Assessment, Flag, SourcePrint, Standing
from claims.models.attribution import Attribution, AttributionDocument, Citation, Interest, UndoneWithdrawal
from claims.models.chain_head import ChainHead
from claims.models.claim import Claim, ClaimRelation, ClaimTopic
from claims.models.complaint import Complaint
from claims.models.decision import Decision
from claims.models.desk import DeskVisit, Notice, OpenClaim
from claims.models.erasure import Erasure
from claims.models.heartbeat import Heartbeat
from claims.models.link_watch_switch import LinkWatchSwitch
from claims.models.note import Comment, PrivateNote
from claims.models.outside_view import OutsideView
from claims.models.page_problem import PageProblem, QuoteAnchor
from claims.models.policy import DeskPolicy, RulesInForce
from claims.models.proposal import CaptureReading, ProposedAttribution
from claims.models.revision import PublicBody, Revision
from claims.models.run import VerificationChunk, VerificationRun
from claims.models.saved_view import SavedView
from claims.models.verdict import RatingWord, Verdict, VerdictEvidence, VerdictNote
from claims.models.webhook import WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.words import ClaimWords

__all__ = [
    "Assessment",
    "Attribution",
    "AttributionDocument",
    "CaptureReading",
    "ChainHead",
    "Citation",
    "Claim",
    "ClaimRelation",
    "ClaimTopic",
    "ClaimWords",
    "Comment",
    "Complaint",
    "Decision",
    "DeskPolicy",
    "DeskVisit",
    "Erasure",
    "Flag",
    "Heartbeat",
    "Interest",
    "LinkWatchSwitch",
    "Notice",
    "OpenClaim",
    "OutsideView",
    "PageProblem",
    "PrivateNote",
    "ProposedAttribution",
    "PublicBody",
    "QuoteAnchor",
    "RatingWord",
    "Revision",
    "RulesInForce",
    "SavedView",
    "SourcePrint",
    "Standing",
    "UndoneWithdrawal",
    "Verdict",
    "VerdictEvidence",
    "VerdictNote",
    "VerificationChunk",
    "VerificationRun",
    "WebhookDelivery",
    "WebhookStep",
    "WebhookSubscription",
]

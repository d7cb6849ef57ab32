"""What is said, who backs it, and what verification made of it."""

from claims.models.assessment import Assessment, Flag, SourcePrint, Standing
from claims.models.attribution import Attribution, Citation, Interest
from claims.models.claim import Claim, ClaimRelation, ClaimTopic
from claims.models.desk import DeskVisit
from claims.models.policy import DeskPolicy
from claims.models.revision import PublicBody, Revision
from claims.models.run import VerificationChunk, VerificationRun
from claims.models.saved_view import SavedView

__all__ = [
    "Assessment",
    "Attribution",
    "Citation",
    "Claim",
    "ClaimRelation",
    "ClaimTopic",
    "DeskPolicy",
    "DeskVisit",
    "Flag",
    "Interest",
    "PublicBody",
    "Revision",
    "SavedView",
    "SourcePrint",
    "Standing",
    "VerificationChunk",
    "VerificationRun",
]

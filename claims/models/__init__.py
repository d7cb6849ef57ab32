"""What is said, who backs it, and what verification made of it."""

from claims.models.assessment import Assessment, Flag, SourcePrint, Standing
from claims.models.attribution import Attribution, Citation, Interest
from claims.models.claim import Claim, ClaimRelation, ClaimTopic
from claims.models.policy import DeskPolicy
from claims.models.revision import PublicBody, Revision
from claims.models.run import VerificationChunk, VerificationRun

__all__ = [
    "Assessment",
    "Attribution",
    "Citation",
    "Claim",
    "ClaimRelation",
    "ClaimTopic",
    "DeskPolicy",
    "Flag",
    "Interest",
    "PublicBody",
    "Revision",
    "SourcePrint",
    "Standing",
    "VerificationChunk",
    "VerificationRun",
]

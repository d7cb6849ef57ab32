"""Load → assess → store, for any number of claims in a fixed number of queries."""

from claims.verification.change import Change
from claims.verification.evaluating import Verified, clock_at, evaluate
from claims.verification.settling import NOTHING, Outcome, settle
from claims.verification.storage.prints import refresh_prints

__all__ = ["NOTHING", "Change", "Outcome", "Verified", "clock_at", "evaluate", "refresh_prints", "settle"]

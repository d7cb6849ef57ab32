"""What a verification found, for people and programs: the rows of the table and the JSON of ``manage.py verify``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from claims.models import VerificationRun
from claims.policy.independence import Side
from claims.published import PublicFlag, PublicSide
from claims.queries.bodies import public_flags, public_side
from claims.queries.night import NightReport
from claims.queries.selection import stored_results, texts_of
from claims.verification import Verified


class Row(NamedTuple):
    """One claim of the table."""

    key: str
    text: str
    status: str
    support: PublicSide
    denial: PublicSide
    explanation: str
    flags: tuple[PublicFlag, ...]


def rows_found(verified: Iterable[Verified]) -> list[Row]:
    """Return a row for each claim that was assessed, without storing it; those with the severest flags first."""
    assessed = {found.key: found.assessment for found in verified if found.assessment is not None}
    texts = texts_of(assessed)
    rows = [
        Row(key, texts[key], a.status, public_side(a.support), public_side(a.denial), a.explanation, public_flags(a))
        for key, a in assessed.items()
    ]
    return sorted(rows, key=_severest_first)


def rows_stored(ids: Sequence[int]) -> list[Row]:
    """Return a row for each of the claims ``ids`` as its stored result stands; those with the severest flags first."""
    rows = [
        Row(
            key,
            text,
            status,
            msgspec.convert(result["support"], PublicSide),
            msgspec.convert(result["denial"], PublicSide),
            explanation,
            tuple(msgspec.convert(result["flags"], list[PublicFlag])),
        )
        for key, text, status, explanation, result in stored_results(ids)
    ]
    return sorted(rows, key=_severest_first)


def _severest_first(row: Row) -> tuple[list[int], str]:
    counts = [-sum(flag.severity == severity for flag in row.flags) for severity in ("critical", "warning", "info")]
    return counts, row.key


def interval(side: PublicSide | Side) -> str:
    """Return the interval of independent origins, "2–4+", or one number where both ends are the same and closed."""
    if side.at_least == side.at_most and not side.open:
        return str(side.at_least)
    return f"{side.at_least}–{side.at_most}{'+' if side.open else ''}"


def claim_json(row: Row) -> dict[str, Any]:
    """Return what was found of one claim as JSON values."""
    return {
        "key": row.key,
        "status": row.status,
        "flags": [msgspec.to_builtins(flag) for flag in row.flags],
        "support": msgspec.to_builtins(row.support),
        "denial": msgspec.to_builtins(row.denial),
        "explanation": row.explanation,
    }


def run_json(run: VerificationRun) -> dict[str, Any]:
    """Return a run as JSON values."""
    return {
        "id": run.pk,
        "scope": run.scope,
        "state": run.state,
        "now": run.now.isoformat(),
        "policy_version": run.policy_version,
        "verified": run.verified,
        "assessed": run.assessed,
        "changed": run.changed,
        "raised": run.raised,
        "cleared": run.cleared,
        "failed": run.failed,
        "surprises": run.surprises,
        "seconds": round(run.seconds, 3),
    }


def night_json(report: NightReport) -> dict[str, Any]:
    """Return a night report as JSON values."""
    return {
        "run": run_json(report.run),
        "raised": [{"claim": line.key, "flag": line.about} for line in report.raised],
        "cleared": [{"claim": line.key, "flag": line.about} for line in report.cleared],
        "due": [line.key for line in report.due],
        "failed": [{"claim": line.key, "error": line.about} for line in report.failed],
    }

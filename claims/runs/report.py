"""The results of a verification as table rows and as JSON, for ``manage.py verify`` and the reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from claims.models import VerificationRun
from claims.models.run import DONE, STOPPED
from claims.policy.assess import Assessment
from claims.policy.origins.independence import Side
from claims.published import PublicFlag, PublicSide
from claims.queries.bodies.assessments import public_flags, public_side, stored_flags
from claims.queries.claims.selection import stored_results, texts_of
from claims.queries.history.night import NightReport
from claims.verification import Verified
from factcheck.database.faults import explained


class Row(NamedTuple):
    """A claim in the table."""

    key: str
    text: str
    status: str
    support: PublicSide
    denial: PublicSide
    explanation: str
    flags: tuple[PublicFlag, ...]


class Failure(NamedTuple):
    """A claim whose verification failed, and why."""

    key: str
    error: str


def rows_found(verified: Iterable[Verified]) -> list[Row | Failure]:
    """Return the results of claims that were evaluated but not stored, in the order of their keys."""
    found = sorted(verified, key=lambda one: one.key)
    texts = texts_of(one.key for one in found)
    return [
        Failure(one.key, one.error) if one.assessment is None else _row_found(one.key, texts[one.key], one.assessment)
        for one in found
    ]


def _row_found(key: str, text: str, found: Assessment) -> Row:
    sides = public_side(found.support), public_side(found.denial)
    return Row(key, text, found.status, *sides, found.explanation, public_flags(found))


def rows_stored(ids: Sequence[int] | None) -> Iterator[Row | Failure]:
    """Yield the stored results of the claims ``ids`` (None: all), in the order of their keys."""
    for one in stored_results(ids):
        # A claim may keep an older result: the error of the last run is what matters.
        if one.error or one.result is None:
            yield Failure(one.key, one.error)
            continue
        yield Row(
            one.key,
            one.text,
            one.status,
            msgspec.convert(one.result["support"], PublicSide),
            msgspec.convert(one.result["denial"], PublicSide),
            one.explanation or "",
            stored_flags(one.result),
        )


def severest_first(row: Row) -> tuple[list[int], str]:
    """Return the sort key of a row: the number of its flags by severity, and its key."""
    counts = [-sum(flag.severity == severity for flag in row.flags) for severity in ("critical", "warning", "info")]
    return counts, row.key


def interval(side: PublicSide | Side) -> str:
    """Return the interval of independent origins, such as "2–4+", or one number if both ends are the same."""
    if side.at_least == side.at_most and not side.open:
        return str(side.at_least)
    return f"{side.at_least}–{side.at_most}{'+' if side.open else ''}"


def proven(side: PublicSide | Side, number: int) -> str:
    """Return a count as text: "3", or "≥ 3" if it is only a minimum."""
    return str(number) if side.exact else f"≥ {number}"


def claim_json(row: Row | Failure) -> dict[str, Any]:
    """Return the result or the error of a claim as JSON values."""
    if isinstance(row, Failure):
        return {"key": row.key, "error": row.error}
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
        "trouble": run.trouble,
    }


def night_json(report: NightReport) -> dict[str, Any]:
    """Return a night report as JSON values."""
    return {
        "run": {**run_json(report.run), "verified": report.verified, "changed": report.changed},
        "chunks": {"done": report.chunks_done, "total": report.chunks},
        "unfinished": unfinished(report),
        "raised": [{"claim": line.key, "flag": line.about, "implies": line.implies} for line in report.raised],
        "cleared": [{"claim": line.key, "flag": line.about} for line in report.cleared],
        "due": [line.key for line in report.due],
        "failed": [{"claim": line.key, "error": line.about} for line in report.failed],
    }


def unfinished(report: NightReport) -> str:
    """Return a message about a run that is not finished, and why, or an empty text."""
    run = report.run
    if run.state == DONE:
        return ""
    done = f"{report.chunks_done} of its {report.chunks} chunks are done"
    if run.state == STOPPED:
        return f"{run.trouble or 'Closed unfinished.'} {done[0].upper()}{done[1:]}. The next run verifies the rest."
    because = f" Last problem: {run.trouble}" if run.trouble else ""
    if run.queued:
        return (
            f"Queued, but not started: the message broker is unavailable. It is queued again, or run manage.py verify.{because}"
        )
    how = "automatically if workers run, or with manage.py verify"
    return f"Not finished: {done}. It resumes where it stopped, {how}.{because}"


def interruption(error: Exception, done: int | None, total: int) -> str:
    """Return a message about a run that a database error interrupted: the error, the progress, and what to do.

    ``done`` is None if the database could not return the progress.
    """
    kept = "" if done is None else f"{done} of {total} chunks are done and stored. "
    return explained(error, f"{kept}The run resumes where it stopped. ") or f"{kept}{error}"

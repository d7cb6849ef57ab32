"""The result of a verification, for people and programs: the rows of the table and the JSON of ``manage.py verify``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from claims.models import VerificationRun
from claims.models.run import DONE, STOPPED
from claims.policy.assess import Assessment
from claims.policy.independence import Side
from claims.published import PublicFlag, PublicSide
from claims.queries.bodies.assessments import public_flags, public_side
from claims.queries.claims.selection import stored_results, texts_of
from claims.queries.history.night import NightReport
from claims.verification import Verified
from factcheck.database.faults import explained


class Row(NamedTuple):
    """One claim of the table."""

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
    """Return the result for each claim, without storing it, in the order of their keys."""
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
    """Yield the stored result of each of the claims ``ids`` (None: all), in the order of their keys."""
    for one in stored_results(ids):
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
            tuple(msgspec.convert(one.result["flags"], list[PublicFlag])),
        )


def severest_first(row: Row) -> tuple[list[int], str]:
    """Return the sort key of rows: the number of their flags by severity, and their key."""
    counts = [-sum(flag.severity == severity for flag in row.flags) for severity in ("critical", "warning", "info")]
    return counts, row.key


def interval(side: PublicSide | Side) -> str:
    """Return the interval of independent origins, "2–4+", or one number where both ends are the same and closed."""
    if side.at_least == side.at_most and not side.open:
        return str(side.at_least)
    return f"{side.at_least}–{side.at_most}{'+' if side.open else ''}"


def proven(side: PublicSide | Side, number: int) -> str:
    """Return a count of a side as text, "3", or "≥ 3" if counting was given up."""
    return str(number) if side.exact else f"≥ {number}"


def claim_json(row: Row | Failure) -> dict[str, Any]:
    """Return the result for one claim, or its error, as JSON values."""
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
        "raised": [{"claim": line.key, "flag": line.about} for line in report.raised],
        "cleared": [{"claim": line.key, "flag": line.about} for line in report.cleared],
        "due": [line.key for line in report.due],
        "failed": [{"claim": line.key, "error": line.about} for line in report.failed],
    }


def unfinished(report: NightReport) -> str:
    """Return why a run is not complete, and what happens next; "" for a complete one."""
    run = report.run
    if run.state == DONE:
        return ""
    progress = f"{report.chunks_done} of its {report.chunks} chunks are done"
    if run.state == STOPPED:
        return f"{run.trouble or 'Closed unfinished.'} {progress[0].upper()}{progress[1:]}. The next run does the rest."
    because = f" The last trouble, at {run.trouble}" if run.trouble else ""
    if run.queued:
        return (
            f"Queued and not started: the broker accepted no task. Beat queues it again, or manage.py verify does it.{because}"
        )
    how = "by itself where workers run, or with manage.py verify"
    return f"Not finished: {progress}. It resumes where it stopped: {how}.{because}"


def interruption(error: Exception, done: int | None, total: int) -> str:
    """Return one line on a run that a database error interrupted: what went wrong, where, its progress and how to fix it.

    ``done`` is None if the database could not be asked how many chunks are done.
    """
    kept = "" if done is None else f"{done} of {total} chunks are done and stored. "
    return explained(error, f"{kept}The run resumes where it stopped. ") or f"{kept}{error}"

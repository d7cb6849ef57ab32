"""Operations on several claims at once, all or nothing, like the bulk actions of the desk's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, NamedTuple

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import claim_etag
from claims.api.claims.write import assignee_named
from claims.api.history.verifying import RunTally, tally
from claims.api.merges.views import Revision
from claims.api.writing import DeskWrite, sends
from claims.casefile.values import Instant, Key, Line, Reason, Record, Topic
from claims.operations.claims.assignment import assign_all
from claims.operations.claims.topics import add_topic, remove_topic
from claims.operations.flags.waivers import waive
from claims.queries.claims.read import heads
from claims.runs.selected import MOST_CHANGED, verify_selected
from claims.verification import Change
from factcheck.access.scopes import CLAIMS_WRITE, RUNS_START
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import answer, encoded


class ChosenClaim(Record, frozen=True, kw_only=True):
    """A claim, and the revision of it that was seen; without one, it is changed whatever its revision."""

    key: Key
    revision: Revision | UnsetType = UNSET


class _Several(Record, frozen=True, kw_only=True):
    """Some claims."""

    claims: Annotated[list[ChosenClaim], Meta(min_length=1, max_length=MOST_CHANGED)]


class _SeveralBecause(_Several, frozen=True, kw_only=True):
    """Some claims, and the reason of the change."""

    reason: Reason


class FilingClaims(_SeveralBecause, frozen=True, kw_only=True):
    """Claims, and a topic."""

    topic: Topic


class WaivingFlags(_SeveralBecause, frozen=True, kw_only=True):
    """Claims, the codes of the flags, and the end of the waiver: a year ahead at most."""

    codes: Annotated[list[Line], Meta(min_length=1, max_length=100)]
    until: Instant


class VerifyingClaims(_Several, frozen=True, kw_only=True):
    """Claims, and an optional reason."""

    reason: Reason | UnsetType = UNSET


class AssigningClaims(VerifyingClaims, frozen=True, kw_only=True):
    """Claims, the user name of their new assignee (null: nobody), and an optional reason."""

    assignee: Line | None


class ChangedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """The current state of a claim: its revision, and the ETag to send as If-Match."""

    key: str
    revision: int
    etag: str


class ClaimsChanged(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims, or flags of claims, changed; and the current state of the claims."""

    changed: int
    claims: tuple[ChangedClaim, ...]


class ClaimsVerified(msgspec.Struct, frozen=True, kw_only=True):
    """The result of the verification, and the current state of the claims."""

    run: RunTally
    claims: tuple[ChangedClaim, ...]


class _Chosen(NamedTuple):
    """The claims that a body names, by id, and the revision seen of each, if given."""

    keys: Sequence[str]
    ids: Sequence[int]
    seen: Mapping[int, int]


def _chosen(sent: Sequence[ChosenClaim]) -> _Chosen:
    """Return the claims that a body names. Raises: ProblemError with each unknown or repeated one."""
    keys = [one.key for one in sent]
    known = heads(keys)
    faults = []
    for number, key in enumerate(keys):
        detail = ""
        if key not in known:
            detail = f"Unknown claim “{key}”."
        elif known[key].removed_at is not None:
            detail = f"“{key}” was deleted."
        # Two entries could name two revisions of one claim.
        elif key in keys[:number]:
            detail = f"“{key}” is repeated; name it once."
        if detail:
            faults.append(Fault(detail=detail, pointer=f"/claims/{number}/key"))
    if faults:
        raise ProblemError("invalid", errors=faults)
    seen = {known[one.key].id: one.revision for one in sent if one.revision is not UNSET}
    return _Chosen(keys, [known[key].id for key in keys], seen)


def _several(name: str, does: str, page: str, takes: type[Record], example: Mapping[str, Any], **more: Any) -> Op:
    """Return an operation on several claims."""
    summary = f"{does} All of them or none, {MOST_CHANGED} at most."
    known: dict[str, Any] = {"scope": CLAIMS_WRITE, "gives": ClaimsChanged, "problems": ("stale",), **more}
    body = {"claims": [{"key": "visit-within-weeks"}, {"key": "arms-transfers"}], **example}
    return Op(name=name, does=summary, needs=sends(page), takes=takes, example=body, **known)


class SeveralMove(DeskWrite):
    """``POST /bulk/claims/…/``: one operation on several claims, by ``moved``."""

    def posted(self, request: Request, said: Any, **_keys: Any) -> HttpResponse:
        chosen = _chosen(said.claims)
        extra = self.moved(chosen, said, self.change(request, said.reason or ""))
        # Read after the operation, so that a client can go on with the new ETags.
        now = heads(chosen.keys)
        rows = [(key, now[key].revision, claim_etag(now[key].revision, now[key].digest)) for key in chosen.keys if key in now]
        return answer(encoded({**extra, "claims": [ChangedClaim(key=k, revision=r, etag=etag) for k, r, etag in rows]}))

    def moved(self, chosen: _Chosen, said: Any, change: Change, /) -> Mapping[str, Any]:
        """Call the operation; return what is sent besides the claims."""
        raise NotImplementedError


class Assign(SeveralMove):
    """Assign claims."""

    recorded_as = "assigned"
    ops = {
        "POST": _several(
            "assign_claims",
            "Assign several claims to a colleague, or to nobody.",
            "claims_claim_bulk/assign",
            AssigningClaims,
            {"assignee": None, "reason": "She is on leave."},
        )
    }

    def moved(self, chosen: _Chosen, said: AssigningClaims, change: Change, /) -> Mapping[str, Any]:
        who = assignee_named(said.assignee) if said.assignee else None
        return {"changed": assign_all(chosen.ids, who, change, expected=chosen.seen)}


class AddTopic(SeveralMove):
    """Add a topic to claims."""

    recorded_as = "topic added"
    ops = {
        "POST": _several(
            "add_topic",
            "Add a topic to several claims.",
            "claims_claim_bulk/add-topic",
            FilingClaims,
            {"topic": "north-korea", "reason": "Filed."},
        )
    }

    def moved(self, chosen: _Chosen, said: FilingClaims, change: Change, /) -> Mapping[str, Any]:
        return {"changed": add_topic(chosen.ids, said.topic, change, expected=chosen.seen)}


class RemoveTopic(SeveralMove):
    """Remove a topic from claims."""

    recorded_as = "topic removed"
    ops = {
        "POST": _several(
            "remove_topic",
            "Remove a topic from several claims.",
            "claims_claim_bulk/remove-topic",
            FilingClaims,
            {"topic": "north-korea", "reason": "Too wide."},
        )
    }

    def moved(self, chosen: _Chosen, said: FilingClaims, change: Change, /) -> Mapping[str, Any]:
        return {"changed": remove_topic(chosen.ids, said.topic, change, expected=chosen.seen)}


class WaiveFlags(SeveralMove):
    """Waive flags of claims."""

    recorded_as = "flags waived"
    ops = {
        "POST": _several(
            "waive_flags",
            "Waive open flags of several claims for a while; a claim without such a flag stays unchanged.",
            "claims_claim_bulk/waive",
            WaivingFlags,
            {"codes": ["single_gateway"], "until": "2024-06-28T00:00:00Z", "reason": "The agency answers by then."},
        )
    }

    def moved(self, chosen: _Chosen, said: WaivingFlags, change: Change, /) -> Mapping[str, Any]:
        until = datetime.fromisoformat(said.until)
        return {"changed": waive(chosen.ids, said.codes, change, until=until, expected=chosen.seen)}


class VerifyClaims(SeveralMove):
    """Verify claims again."""

    recorded_as = "verify"
    ops = {
        "POST": _several(
            "verify_claims",
            "Verify several claims again now, as one run.",
            "claims_claim_bulk/verify",
            VerifyingClaims,
            {"reason": "The sources were regraded."},
            scope=RUNS_START,
            gives=ClaimsVerified,
        )
    }

    def moved(self, chosen: _Chosen, _said: VerifyingClaims, change: Change, /) -> Mapping[str, Any]:
        return {"run": tally(verify_selected(chosen.ids, change, expected=chosen.seen))}


__all__: Final = ["AddTopic", "Assign", "RemoveTopic", "VerifyClaims", "WaiveFlags"]

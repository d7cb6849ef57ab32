"""Recording and changing claims: what a form of the desk sends, in the exchange format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.attributions.views import NewAttribution, needs_of
from claims.api.claims.bodies import ClaimBody
from claims.api.claims.read import ClaimDetail, ClaimList
from claims.api.writing import ClaimWrite, claim_answer, require
from claims.casefile import FORMAT, CaseFile, case_of_values
from claims.casefile.columns import with_columns
from claims.casefile.records import ClaimRelationRecord, InterestRecord, Quantity, Window
from claims.casefile.values import Key, Line, Reason, Record, Text, Topic
from claims.operations.claims.assignment import save_claim
from claims.queries.claims import read as reading
from claims.queries.claims.selection import ids_of_keys
from claims.queries.desk.people import colleague
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError

#: Members of a body that are not part of a claim in a case file.
_APART: Final = ("reason", "assignee", "same_meaning")


class _Filed(Record, frozen=True, kw_only=True):
    topics: list[Topic] | UnsetType = UNSET
    window: Window | UnsetType | None = UNSET
    quantity: Quantity | UnsetType | None = UNSET


# The plain fields come from ``claims.claim_fields``.
if TYPE_CHECKING:
    _WithColumns = _Filed
else:
    _WithColumns = with_columns(_Filed)


class _Told(_WithColumns, frozen=True, kw_only=True):
    """The fields of a claim besides its text."""

    assignee: Line | UnsetType | None = UNSET


class NewClaim(_Told, frozen=True, kw_only=True):
    """A new claim, with its attributions; sources and documents must be recorded first."""

    key: Key
    text: Text
    interests: list[InterestRecord] | UnsetType = UNSET
    relations: list[ClaimRelationRecord] | UnsetType = UNSET
    attributions: list[NewAttribution] | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class ClaimChange(_Told, frozen=True, kw_only=True):
    """Changes to a claim: members that are left out stay. A new text puts what was recorded for the old one in doubt, unless it
    has the ``same_meaning``."""

    text: Text | UnsetType = UNSET
    same_meaning: bool = False
    reason: Reason


class Claims(ClaimWrite, ClaimList):
    """``/claims/``: list claims, and record a new one."""

    within = "$.claims[0]"
    recorded_as = "recorded"
    ops = {
        **ClaimList.ops,
        "POST": Op(
            name="record_claim",
            does="Record a claim, with its attributions.",
            scope=CLAIMS_WRITE,
            needs=("claims.add_claim",),
            takes=NewClaim,
            gives=ClaimBody,
            status=201,
            problems=("key-taken",),
            example={
                "key": "visit-in-june",
                "text": "A visit takes place in June.",
                "attributions": [{"key": "vedomosti", "source": "vedomosti", "stance": "supports", "basis": "unstated"}],
            },
        ),
    }

    def posted(self, request: Request, said: NewClaim, **_keys: Any) -> HttpResponse:
        require(request, *_needed(said))
        if ids_of_keys([said.key]):
            raise ProblemError("key-taken", f"The claim “{said.key}” already exists.")
        assignee = UNSET if said.assignee is UNSET or not said.assignee else assignee_named(said.assignee)
        change = self.change(request, said.reason or "")
        # Revision 0: a claim that somebody records with this key meanwhile is refused as stale, and not changed.
        save_claim(case_of(said.key, said), said.key, change, assignee=assignee, expected={said.key: 0})
        (claim_id,) = ids_of_keys([said.key])
        return claim_answer(claim_id, status=201, location=request.build_absolute_uri(f"/api/v1/claims/{said.key}/"))


def _needed(said: NewClaim) -> list[str]:
    wanted = [*needs_of(said.attributions or ())]
    wanted += ["claims.add_interest"] if said.interests else []
    return wanted + (["claims.add_claimrelation"] if said.relations else [])


class OneClaim(ClaimWrite, ClaimDetail):
    """``/claims/KEY/``: read a claim, and change it."""

    within = "$.claims[0]"
    recorded_as = "changed"
    ops = {
        **ClaimDetail.ops,
        "PATCH": Op(
            name="change_claim",
            does="Change a claim: its text, how it is filed, and who works on it.",
            scope=CLAIMS_WRITE,
            needs=("claims.change_claim",),
            takes=ClaimChange,
            gives=ClaimBody,
            on_revision=True,
            example={"topics": ["diplomacy"], "reason": "Filed."},
        ),
    }

    def patched(self, request: Request, said: ClaimChange, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        seen = self.seen(request, head)
        assignee = said.assignee if said.assignee is UNSET or said.assignee is None else assignee_named(said.assignee)
        # A case file must have the text. It is read without a lock: if it changes meanwhile, the request is stale.
        text = reading.claim(head.id).text if said.text is UNSET else said.text
        save_claim(
            case_of(keys["key"], said, text=text),
            keys["key"],
            self.change(request, said.reason),
            assignee=assignee,
            expected={keys["key"]: seen[head.id]},
            same_meaning=said.same_meaning,
        )
        return claim_answer(head.id)


def assignee_named(name: str) -> Any:
    """Return the person of the desk with a user name. Raises: ProblemError if there is none."""
    found = colleague(name)
    if found is None:
        raise ProblemError("invalid", errors=[Fault(detail="Unknown user name.", pointer="/assignee")])
    return found


def case_of(key: str, said: Record, **more: Any) -> CaseFile:
    """Return the body as a case file with this one claim.

    Raises: CaseFileError.
    """
    fields = {name: value for name, value in msgspec.to_builtins(said).items() if name not in _APART}
    record = {**fields, "key": key, **more}
    return case_of_values({"format": FORMAT, "claims": [record]})

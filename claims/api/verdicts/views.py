"""Verdicts: drafted by one editor, published by another. Two tokens of one person count as one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Final, cast

from django.contrib.auth.models import User
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.named import attributions_named
from claims.api.verdicts.read import VerdictsRead
from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Key, Reason, Record
from claims.models import RatingWord, Verdict
from claims.operations.verdicts.drafts import Wording, change_draft, draft_verdict, drop_draft, submit_draft
from claims.operations.verdicts.review import confirm_verdict, publish_verdict, return_draft, withdraw_verdict
from claims.queries.claims import read as reading
from claims.queries.verdicts.read import verdicts_of, word_of
from claims.verification import Change
from factcheck.access.scopes import VERDICTS_PUBLISH
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError

#: The limit of the desk's form.
Rationale = Annotated[str, Meta(min_length=1, max_length=20_000)]
RatingKey = Annotated[str, Meta(min_length=1, max_length=40)]
Evidence = Annotated[list[Key], Meta(max_length=1_000)]


def _step(name: str, does: str, do: str, takes: type[Record], **more: Any) -> Op:
    """Return an operation on a verdict, with the permissions of the button on the admin's page."""
    page = f"claims_claim_verdict{f'?do={do}' if do else ''}"
    return changing(name, does, page, takes, **{"scope": VERDICTS_PUBLISH, **more})


class VerdictMove(ClaimMove):
    """One step of a verdict, by the person of the token or session."""

    @property
    def by(self) -> User:
        """Whoever asks."""
        return cast(User, self.request.user)

    def word(self, key: str) -> RatingWord:
        """Return one of the desk's words. Raises: ProblemError if there is none with this key."""
        found = word_of(key)
        if found is None:
            raise ProblemError("invalid", errors=[Fault(detail=f"Unknown word “{key}” for verdicts.", pointer="/rating")])
        return found


class DraftingVerdict(Record, frozen=True, kw_only=True):
    """The desk's word, why (for readers), and the attributions that it rests on, in order. The reason stays among editors."""

    rating: RatingKey
    rationale: Rationale
    evidence: Evidence = []
    reason: Reason | UnsetType = UNSET


class Verdicts(VerdictMove, VerdictsRead):
    """``/claims/KEY/verdicts/``: list verdicts, and draft one."""

    recorded_as = "verdict drafted"
    ops = {
        **VerdictsRead.ops,
        "POST": _step(
            "draft_verdict",
            "Draft a verdict on a claim; only those who draft or review see it.",
            "",
            DraftingVerdict,
            status=201,
            example={"rating": "unproven", "rationale": "One diplomat, unnamed.", "evidence": ["diplomat"]},
        ),
    }

    def moved(self, claim_id: int, said: DraftingVerdict, change: Change, seen: Expected, /, **_keys: Any) -> None:
        evidence = attributions_named(claim_id, said.evidence, "/evidence/{}".format)
        draft_verdict(claim_id, Wording(self.word(said.rating), said.rationale, evidence), self.by, change, expected=seen)


def _under_way(claim_id: int) -> Verdict:
    found = verdicts_of(reading.claim(claim_id)).under_way
    if found is None:
        raise ProblemError("not-found", "This claim has no verdict in progress.")
    return found


def _published(claim_id: int) -> Verdict:
    found = verdicts_of(reading.claim(claim_id)).published
    if found is None:
        raise ProblemError("not-found", "This claim has no published verdict.")
    return found


class ChangingDraft(Record, frozen=True, kw_only=True):
    """Changes to the verdict in progress: members that are left out stay. Its notes keep the old values."""

    rating: RatingKey | UnsetType = UNSET
    rationale: Rationale | UnsetType = UNSET
    evidence: Evidence | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class Draft(VerdictMove):
    """``PATCH /claims/KEY/verdicts/draft/``: change the draft; whoever does becomes one of its authors."""

    recorded_as = "verdict changed"
    ops = {
        "PATCH": _step(
            "change_draft",
            "Change the verdict in progress; whoever does becomes one of its authors, and one in review becomes a draft.",
            "",
            ChangingDraft,
            example={"rationale": "One diplomat, unnamed, of whom nobody else knows."},
        )
    }

    def patched(self, request: Request, said: ChangingDraft, **keys: Any) -> HttpResponse:
        return self.posted(request, said, **keys)

    def moved(self, claim_id: int, said: ChangingDraft, change: Change, seen: Expected, /, **_keys: Any) -> None:
        draft = _under_way(claim_id)
        if said.evidence is UNSET:
            evidence = [each.attribution for each in draft.evidence.all()]
        else:
            evidence = attributions_named(claim_id, said.evidence, "/evidence/{}".format)
        rating = draft.rating if said.rating is UNSET else self.word(said.rating)
        # UNSET is false, and a rationale that was sent is not empty.
        wording = Wording(rating, said.rationale or draft.rationale, evidence)
        change_draft(draft, wording, self.by, change, expected=seen)


class VerdictComment(Record, frozen=True, kw_only=True):
    """A comment for the reviewer. It stays among editors."""

    reason: Reason | UnsetType = UNSET


class _Step(VerdictMove):
    """A step of the verdict in progress, or of the published one."""

    run: ClassVar[Callable[..., Any]]
    verdict: ClassVar[Callable[..., Verdict]] = staticmethod(_under_way)

    def moved(self, claim_id: int, _said: Any, change: Change, seen: Expected, /, **_keys: Any) -> None:
        self.run(self.verdict(claim_id), self.by, change, expected=seen)


class Submit(_Step):
    """Submit a draft."""

    recorded_as = "verdict submitted"
    run = staticmethod(submit_draft)
    ops = {"POST": _step("submit_draft", "Submit a draft for review.", "", VerdictComment, example={})}


class Drop(_Step):
    """Drop a draft."""

    recorded_as = "verdict dropped"
    run = staticmethod(drop_draft)
    ops = {"POST": _step("drop_draft", "Drop an unpublished verdict.", "", Because, example={"reason": "The claim is merged."})}


class Return(_Step):
    """Return a verdict."""

    recorded_as = "verdict returned"
    run = staticmethod(return_draft)
    ops = {
        "POST": _step(
            "return_draft",
            "Return a verdict in review to its author, with a comment.",
            "return",
            Because,
            example={"reason": "Who is the diplomat's government?"},
        )
    }


class Publish(_Step):
    """Publish a verdict."""

    recorded_as = "verdict published"
    run = staticmethod(publish_verdict)
    ops = {
        "POST": _step(
            "publish_verdict",
            "Publish a verdict in review that the caller did not write, at the revision that they saw.",
            "publish",
            Because,
            example={"reason": "Read and checked."},
        )
    }


class Confirm(_Step):
    """Confirm a verdict."""

    recorded_as = "verdict confirmed"
    run = staticmethod(confirm_verdict)
    verdict = staticmethod(_published)
    ops = {
        "POST": _step(
            "confirm_verdict",
            "Confirm the published verdict for the current findings.",
            "confirm",
            Because,
            example={"reason": "The denial changes nothing."},
        )
    }


class Withdraw(_Step):
    """Withdraw a verdict."""

    recorded_as = "verdict withdrawn"
    run = staticmethod(withdraw_verdict)
    verdict = staticmethod(_published)
    ops = {
        "POST": _step(
            "withdraw_verdict",
            "Withdraw the published verdict, so that the claim has none.",
            "withdraw",
            Because,
            example={"reason": "It rested on a misreading."},
        )
    }


__all__: Final = ["Confirm", "Draft", "Drop", "Publish", "Return", "Submit", "Verdicts", "Withdraw"]

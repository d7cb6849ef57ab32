"""Verdicts with four eyes: drafted by one editor, published by another. Two tokens of one person are one pair of eyes."""

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

#: As long as the form of the desk takes.
Rationale = Annotated[str, Meta(min_length=1, max_length=20_000)]
RatingKey = Annotated[str, Meta(min_length=1, max_length=40)]
Evidence = Annotated[list[Key], Meta(max_length=1_000)]


def _step(name: str, does: str, do: str, takes: type[Record], **more: Any) -> Op:
    """Return an operation on a verdict, which asks for what the button of the admin's page asks for."""
    page = f"claims_claim_verdict{f'?do={do}' if do else ''}"
    return changing(name, does, page, takes, **{"scope": VERDICTS_PUBLISH, **more})


class VerdictMove(ClaimMove):
    """One step of a verdict, by the person whose token or login it is."""

    @property
    def by(self) -> User:
        """Whoever asks."""
        return cast(User, self.request.user)

    def word(self, key: str) -> RatingWord:
        """Return one of the desk's words. Raises: ProblemError where there is none of this key."""
        found = word_of(key)
        if found is None:
            raise ProblemError("invalid", errors=[Fault(detail=f"There is no word “{key}” for verdicts.", pointer="/rating")])
        return found


class DraftingVerdict(Record, frozen=True, kw_only=True):
    """The desk's word, why (for readers), and the attributions that it rests on, in order. The reason stays among editors."""

    rating: RatingKey
    rationale: Rationale
    evidence: Evidence = []
    reason: Reason | UnsetType = UNSET


class Verdicts(VerdictMove, VerdictsRead):
    """``/claims/KEY/verdicts/``: all of them, and a draft of one."""

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
        raise ProblemError("not-found", "No verdict on this claim is under way.")
    return found


def _published(claim_id: int) -> Verdict:
    found = verdicts_of(reading.claim(claim_id)).published
    if found is None:
        raise ProblemError("not-found", "No verdict on this claim is published.")
    return found


class ChangingDraft(Record, frozen=True, kw_only=True):
    """What to change of the verdict under way: members that are left out stay. What was changed stays in its notes."""

    rating: RatingKey | UnsetType = UNSET
    rationale: Rationale | UnsetType = UNSET
    evidence: Evidence | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class Draft(VerdictMove):
    """``PATCH /claims/KEY/verdicts/draft/``: whoever changes it is an author of it from then on."""

    recorded_as = "verdict changed"
    ops = {
        "PATCH": _step(
            "change_draft",
            "Change the verdict under way; who does is one of its authors, and one in review is a draft again.",
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
        wording = Wording(rating, said.rationale or draft.rationale, evidence)
        change_draft(draft, wording, self.by, change, expected=seen)


class VerdictComment(Record, frozen=True, kw_only=True):
    """What is said to who reviews it. It stays among editors."""

    reason: Reason | UnsetType = UNSET


class _Step(VerdictMove):
    """A step with the verdict that is under way, or with the published one."""

    run: ClassVar[Callable[..., Any]]
    verdict: ClassVar[Callable[..., Verdict]] = staticmethod(_under_way)

    def moved(self, claim_id: int, _said: Any, change: Change, seen: Expected, /, **_keys: Any) -> None:
        self.run(self.verdict(claim_id), self.by, change, expected=seen)


class Submit(_Step):
    """It is ready."""

    recorded_as = "verdict submitted"
    run = staticmethod(submit_draft)
    ops = {"POST": _step("submit_draft", "Ask for the review of a draft.", "", VerdictComment, example={})}


class Drop(_Step):
    """It is given up."""

    recorded_as = "verdict dropped"
    run = staticmethod(drop_draft)
    ops = {
        "POST": _step(
            "drop_draft", "Give up a verdict that was not published.", "", Because, example={"reason": "The claim is merged."}
        )
    }


class Return(_Step):
    """It is not ready."""

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
    """It is right."""

    recorded_as = "verdict published"
    run = staticmethod(publish_verdict)
    ops = {
        "POST": _step(
            "publish_verdict",
            "Publish a verdict in review, of which the asker wrote nothing, on the revision that they saw.",
            "publish",
            Because,
            example={"reason": "Read and checked."},
        )
    }


class Confirm(_Step):
    """It still holds."""

    recorded_as = "verdict confirmed"
    run = staticmethod(confirm_verdict)
    verdict = staticmethod(_published)
    ops = {
        "POST": _step(
            "confirm_verdict",
            "Say that the published verdict holds on what is found now.",
            "confirm",
            Because,
            example={"reason": "The denial changes nothing."},
        )
    }


class Withdraw(_Step):
    """It does not hold."""

    recorded_as = "verdict withdrawn"
    run = staticmethod(withdraw_verdict)
    verdict = staticmethod(_published)
    ops = {
        "POST": _step(
            "withdraw_verdict",
            "Take the published verdict back, so that the claim has none.",
            "withdraw",
            Because,
            example={"reason": "It rested on a misreading."},
        )
    }


__all__: Final = ["Confirm", "Draft", "Drop", "Publish", "Return", "Submit", "Verdicts", "Withdraw"]

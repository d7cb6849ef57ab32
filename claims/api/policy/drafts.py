"""Drafts of the policy: previewing them, putting them in force, and dropping them."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.api.history.runs import RunBody, RunWrite, body_of_run
from claims.api.policy.views import SETS, DraftBody, PolicyBody, draft_body, policy_body
from claims.launch import begin_preview, put_in_force
from claims.models import DeskPolicy, VerificationRun
from claims.operations.policy.drafts import drop_draft
from claims.queries.policy.previews import last_preview, preview_report
from claims.queries.policy.versions import draft_page, policy_of, thresholds
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Op
from factcheck.api.paging import LARGEST_PAGE, before_parameters, json_answer, numbered_page
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView, answer, encoded
from factcheck.api.writing import actor_of


class DraftPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of drafts, newest first."""

    drafts: tuple[DraftBody, ...]
    next: str | None


class DraftList(ApiView):
    """``GET /policy/drafts/``: those that were neither put in force nor dropped."""

    ops = {
        "GET": reads(
            "list_policy_drafts",
            "The drafts of the policy that were neither put in force nor dropped; newest first.",
            "claims.view_deskpolicy",
            parameters=before_parameters("drafts"),
            gives=DraftPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        return numbered_page(request, "drafts", lambda *page: list(map(draft_body, draft_page(*page))), attrgetter("number"))


class OneDraft(ApiView):
    """``GET /policy/drafts/NUMBER/``: a draft and its state."""

    ops = {"GET": reads("read_policy_draft", "A draft of the policy and its state.", "claims.view_deskpolicy", gives=DraftBody)}

    def get(self, request: Request, number: int) -> HttpResponse:
        return json_answer(request, draft_body(_found(number)))


class AboutTold(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims differ by one flag, status or error."""

    about: str
    number: int


class DifferenceTold(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, and the flag, status or error that differs."""

    claim: str
    about: str


class DifferenceBody(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of difference: how many, by what, and the first of them in the order of the claims' keys."""

    kind: str  # raised, cleared, regraded, restated or failed
    number: int
    by_about: tuple[AboutTold, ...]
    first: tuple[DifferenceTold, ...]


class PreviewBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft would change, so far as previewed; ``outdated``: it was compared with a policy no longer in force."""

    run: RunBody
    outdated: bool
    differences: tuple[DifferenceBody, ...]


class PolicyPreview(RunWrite):
    """``/policy/drafts/NUMBER/preview/``: what the draft would change; POST starts or continues the preview."""

    ops = {
        "GET": reads(
            "read_policy_preview",
            "What a draft of the policy would change, with the progress of its preview.",
            "claims.view_deskpolicy",
            "claims.view_claim",
            gives=PreviewBody,
        ),
        "POST": Op(
            name="preview_policy",
            does=(
                "Start or continue the preview of a draft. The workers do it; without workers, each"
                " request does what it can in a few seconds: repeat it until the run is done."
            ),
            scope=ADMIN,
            needs=(*SETS, "claims.view_claim"),
            gives=PreviewBody,
            status=202,
        ),
    }

    def get(self, request: Request, number: int) -> HttpResponse:
        run = last_preview(_found(number))
        if run is None:
            raise ProblemError("not-found", "This draft has no preview yet: POST here to start one.")
        return json_answer(request, _preview(run))

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        run = begin_preview(_found(keys["number"]), clock=timezone.now, actor=actor_of(request))
        # Workers, or this request, may have done chunks since it began.
        run.refresh_from_db()
        response = answer(encoded(_preview(run)))
        response.status_code = 202
        response["Location"] = request.build_absolute_uri(request.path)
        return response


class PolicyInForce(PolicyBody, frozen=True, kw_only=True):
    """The version that a draft became, and the run that verifies all claims under it."""

    run: RunBody | None


class Activate(RunWrite):
    """``POST /policy/drafts/NUMBER/activate/``: it becomes the next version."""

    recorded_as = "policy set"
    ops = {
        "POST": Op(
            name="activate_policy",
            does=(
                "Put a draft in force as the next version. `run` is the verification of all claims under it; its `queued` says"
                " that no worker has it yet, as while the broker is unavailable: it starts once that is back. Without workers"
                " `run` is null: the claims wait for the next run."
            ),
            scope=ADMIN,
            needs=SETS,
            gives=PolicyInForce,
        )
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        draft = _found(keys["number"])
        run = put_in_force(draft, self.change(request, draft.reason))
        values = msgspec.structs.asdict(policy_body(draft))
        return answer(encoded(PolicyInForce(**values, run=None if run is None else body_of_run(run))))


class Drop(RunWrite):
    """``POST /policy/drafts/NUMBER/drop/``: drop it."""

    recorded_as = "policy set"
    ops = {
        "POST": Op(name="drop_policy_draft", does="Drop a draft; it stays on record.", scope=ADMIN, needs=SETS, gives=DraftBody)
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        draft = _found(keys["number"])
        drop_draft(draft, self.change(request, draft.reason))
        draft.refresh_from_db()
        return answer(encoded(draft_body(draft)))


def _found(wanted: int) -> DeskPolicy:
    draft = policy_of(wanted)
    if draft is None:
        raise ProblemError("not-found", f"Unknown policy draft {wanted}.")
    return draft


def _preview(run: VerificationRun) -> PreviewBody:
    differences = tuple(
        DifferenceBody(
            kind=found.kind,
            number=found.number,
            by_about=tuple(AboutTold(about=about, number=count) for about, count in found.by_about),
            first=tuple(DifferenceTold(claim=line.key, about=line.about) for line in found.first),
        )
        for found in preview_report(run, LARGEST_PAGE).differences
    )
    return PreviewBody(run=body_of_run(run), outdated=run.desk_policy != thresholds().version, differences=differences)

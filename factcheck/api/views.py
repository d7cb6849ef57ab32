"""The base of every view of the API, and the addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.views import APIView

from factcheck.api.allowed import op_of
from factcheck.api.describing import JSON, Op, ending
from factcheck.api.pace import tell_pace
from factcheck.api.parameters import refuse_unknown
from factcheck.api.problems import KNOWN, TYPES, ProblemError, problem


class ApiView(APIView):
    """A view that says of each of its operations what it wants and takes; another parameter is refused."""

    ops: ClassVar[Mapping[str, Op]]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, op_of(self, request.method).parameters)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        tell_pace(getattr(request, "_request", request), answer)
        op = self.ops.get(str(request.method))
        for name, value in ending(op).items() if op is not None else ():
            answer[name] = value
        patch_vary_headers(answer, ("Authorization", "Cookie"))
        answer.setdefault("Cache-Control", "private, no-cache")
        return answer


def unchanged(request: Request, etag: str) -> HttpResponse | None:
    """Return the answer that the asker has it already, where one of the ETags sent is this one (RFC 9110, weak comparison)."""
    sent = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not sent:
        return None
    tags = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return HttpResponse(status=304, headers={"ETag": etag}) if etag in tags or "*" in tags else None


def answer(body: bytes, *, etag: str = "", links: Mapping[str, str] | None = None, content_type: str = JSON) -> HttpResponse:
    """Return an answer of bytes that are ready to be sent; ``links`` are addresses by their relation."""
    response = HttpResponse(body, content_type=content_type)
    if etag:
        response["ETag"] = etag
    if links:
        response["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    return response


def encoded(value: Any) -> bytes:
    """Return a value as JSON."""
    return msgspec.json.encode(value)


def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer an address of the API that leads nowhere."""
    return problem("not-found", "There is nothing at this address; /api/v1/ lists what there is.")


def root(request: HttpRequest) -> HttpResponse:
    """Tell what there is, to whoever asks."""
    places = (
        "claims/",
        "claims.ndjson",
        "claims.csv",
        "sources/",
        "documents/",
        "cases/",
        "problems/",
        "openapi.json",
        "docs/",
    )
    return answer(encoded({place.rstrip("/"): request.build_absolute_uri(place) for place in places}))


def problem_types(request: HttpRequest, name: str = "") -> HttpResponse:  # noqa: ARG001 - a view
    """Explain one type of problem, or list them all."""
    if name and name not in KNOWN:
        return problem("not-found")
    told = [
        {"type": f"{TYPES}{each}", "status": status, "title": title, "mend": mend}
        for each, (status, title, mend) in KNOWN.items()
        if name in ("", each)
    ]
    return answer(encoded(told[0] if name else {"problems": told}))


__all__ = ["ApiView", "ProblemError", "answer", "encoded", "nowhere", "problem_types", "root", "unchanged"]

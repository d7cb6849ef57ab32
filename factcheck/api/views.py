"""The base of every view of the API, and the addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from hashlib import sha256
from typing import Any, ClassVar, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from factcheck.api.allowed import op_of
from factcheck.api.describing import JSON, Op, ending
from factcheck.api.parameters import refuse_unknown
from factcheck.api.problems import KNOWN, TYPES, ProblemError, problem
from factcheck.api.problems import MEDIA_TYPE as PROBLEM
from factcheck.api.throttling import count_refused, tell_pace


class ApiView(APIView):
    """A view that says of each of its operations what it wants and takes; another parameter is refused."""

    ops: ClassVar[Mapping[str, Op]]

    def get_renderers(self) -> list[BaseRenderer]:
        """Return what stands for the forms that may be asked for: JSON, in which errors are told, and those of the answers."""
        return [_form(form) for form in dict.fromkeys((JSON, PROBLEM, *(op.form for op in self.ops.values())))]

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except ProblemError:
            count_refused(request)
            raise

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method == "OPTIONS":
            return  # which methods there are is published
        super().initial(request, *args, **kwargs)
        if any("\x00" in part for part in kwargs.values() if isinstance(part, str)):
            raise ProblemError("not-found")  # no key holds a null character, and PostgreSQL is not even asked for one
        refuse_unknown(request.query_params, op_of(self, request.method).parameters)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - a view
        """Answer which methods there are: the framework adds the header Allow."""
        return HttpResponse(status=204)

    def _allowed_methods(self) -> list[str]:
        """Return the methods that there are operations of; a base class may have more."""
        also = {"OPTIONS", "HEAD"} if "GET" in self.ops else {"OPTIONS"}
        there: list[str] = super()._allowed_methods()  # type: ignore[misc]
        return [method for method in there if method in {*self.ops, *also}]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        tell_pace(getattr(request, "_request", request), answer)
        op = self.ops.get(str(request.method))
        for name, value in ending(op).items() if op is not None else ():
            answer[name] = value
        patch_vary_headers(answer, ("Authorization", "Cookie"))
        answer.setdefault("Cache-Control", "private, no-cache")
        return answer


@cache
def _form(form: str) -> BaseRenderer:
    """Return what says that a form may be asked for; answers are in their form already, so it renders nothing."""
    found = BaseRenderer()
    found.media_type = found.format = form
    return found


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


def tag_of(body: bytes) -> str:
    """Return the ETag of an answer that has no revision of its own: a digest of what is sent."""
    return f'"{sha256(body).hexdigest()[:40]}"'


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that answers only requests to read, and OPTIONS; it takes no cookie, so that it needs no CSRF token."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_READ_ONLY)
        if request.method not in ("GET", "HEAD"):
            return problem("method-not-allowed", headers=_READ_ONLY)
        return view(request, *args, **kwargs)

    return answered


_READ_ONLY: Final = {"Allow": "GET, HEAD, OPTIONS"}


@csrf_exempt  # nothing is done: whoever posts to what is no number of a decision is to be told so, not asked for a cookie
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer an address of the API that leads nowhere."""
    return problem("not-found", "There is nothing at this address; /api/v1/ lists what there is.")


@read_only
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


__all__ = ["ApiView", "ProblemError", "answer", "encoded", "nowhere", "problem_types", "read_only", "tag_of", "unchanged"]

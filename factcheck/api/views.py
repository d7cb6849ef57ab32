"""The base of every view of the API, and the response to unknown URLs."""

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
from factcheck.api.throttling import add_rate_limit_headers, count_refused


class ApiView(APIView):
    """A view that declares what each of its operations requires and accepts; unknown parameters are refused."""

    ops: ClassVar[Mapping[str, Op]]

    def get_renderers(self) -> list[BaseRenderer]:
        """Return the renderers of the content types that may be requested: JSON, also for errors, and those of responses."""
        return [_form(form) for form in dict.fromkeys((JSON, PROBLEM, *(op.form for op in self.ops.values())))]

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except ProblemError:
            count_refused(request)
            raise

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method == "OPTIONS":
            return  # the allowed methods are public
        super().initial(request, *args, **kwargs)
        if any("\x00" in part for part in kwargs.values() if isinstance(part, str)):
            raise ProblemError("not-found")  # no key holds a null character, and PostgreSQL would raise an error
        refuse_unknown(request.query_params, op_of(self, request.method).parameters)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - a view
        """Respond with the allowed methods: the framework adds the Allow header."""
        return HttpResponse(status=204)

    def _allowed_methods(self) -> list[str]:
        """Return the methods that have operations; a base class may have more."""
        also = {"OPTIONS", "HEAD"} if "GET" in self.ops else {"OPTIONS"}
        there: list[str] = super()._allowed_methods()  # type: ignore[misc]
        return [method for method in there if method in {*self.ops, *also}]

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        add_rate_limit_headers(getattr(request, "_request", request), answer)
        op = self.ops.get(str(request.method))
        for name, value in ending(op).items() if op is not None else ():
            answer[name] = value
        patch_vary_headers(answer, ("Authorization", "Cookie"))
        answer.setdefault("Cache-Control", "private, no-cache")
        return answer


@cache
def _form(form: str) -> BaseRenderer:
    """Return a renderer that declares a content type; responses are already rendered, so it renders nothing."""
    found = BaseRenderer()
    found.media_type = found.format = form
    return found


def unchanged(request: Request, etag: str) -> HttpResponse | None:
    """Return 304 if one of the ETags in If-None-Match is this one (RFC 9110, weak comparison)."""
    sent = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not sent:
        return None
    tags = {tag.strip().removeprefix("W/") for tag in sent.split(",")}
    return HttpResponse(status=304, headers={"ETag": etag}) if etag in tags or "*" in tags else None


def answer(body: bytes, *, etag: str = "", links: Mapping[str, str] | None = None, content_type: str = JSON) -> HttpResponse:
    """Return a response with bytes that are ready to send; ``links`` are URLs by relation."""
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
    """Return the ETag of a response without a revision: a digest of its content."""
    return f'"{sha256(body).hexdigest()[:40]}"'


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view for reading only; it uses no cookie, so it needs no CSRF token."""

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


@csrf_exempt  # it does nothing: a POST to an invalid decision number must get 404, not a CSRF error
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Respond to an unknown URL of the API."""
    return problem("not-found", "Unknown URL; /api/v1/ lists the URLs.")


@read_only
def problem_types(request: HttpRequest, name: str = "") -> HttpResponse:  # noqa: ARG001 - a view
    """Explain one type of problem, or list them all."""
    if name and name not in KNOWN:
        return problem("not-found")
    types = [
        {"type": f"{TYPES}{each}", "status": status, "title": title, "mend": mend}
        for each, (status, title, mend) in KNOWN.items()
        if name in ("", each)
    ]
    return answer(encoded(types[0] if name else {"problems": types}))


__all__ = ["ApiView", "ProblemError", "answer", "encoded", "nowhere", "problem_types", "read_only", "tag_of", "unchanged"]

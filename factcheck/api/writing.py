"""The frame of every write over the API: what is sent is decoded, done once, and what is refused is told in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from factcheck.access.answers import begin, end
from factcheck.access.models import ApiToken
from factcheck.api.allowed import op_of
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.sending import body_of
from factcheck.api.views import ApiView

_KEY: Final = re.compile(r"[!-~]{1,200}")
#: Headers of an answer that are told again with it.
_KEPT: Final = ("Content-Type", "ETag", "Location", "Link")

Refusals = Mapping[type[Exception], Callable[[Any], ProblemError]]


class WriteView(ApiView):
    """A view that writes. A subclass has ``posted`` or ``patched``, which makes one call, and says no by ``refusals``."""

    #: What operations say no with, and the problem that each is told as.
    refusals: ClassVar[Refusals] = {}
    #: Whether an answer holds a secret, which is told once and never kept.
    secret: ClassVar[bool] = False

    def decoded(self, data: bytes, op: Any) -> Any:
        """Return the body that was sent, as ``op.takes``. Raises: ProblemError with every fault at its place."""
        raise NotImplementedError

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        """Do what was asked by POST."""
        raise NotImplementedError

    def patched(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        """Do what was asked by PATCH."""
        raise NotImplementedError

    def post(self, request: Request, **keys: Any) -> HttpResponse:
        return self._write(request, self.posted, keys)

    def patch(self, request: Request, **keys: Any) -> HttpResponse:
        return self._write(request, self.patched, keys)

    def _write(self, request: Request, run: Callable[..., HttpResponse], keys: Mapping[str, Any]) -> HttpResponse:
        op = op_of(self, request.method)
        data = body_of(request, op) if op.takes is not None else b""
        try:
            said = self.decoded(data, op) if op.takes is not None else None
            if request.method == "POST" and "HTTP_IDEMPOTENCY_KEY" in request.META:
                return self._once(request, data, lambda: run(request, said, **keys))
            return run(request, said, **keys)
        except Exception as error:
            told = self.told(error)
            if told is None:
                raise
            raise told from error

    def told(self, error: Exception) -> ProblemError | None:
        """Return what was refused as the problem that it is told as; None: it is no refusal."""
        for kind, told in self.refusals.items():
            if isinstance(error, kind):
                return told(error)
        if isinstance(error, ValidationError):
            return ProblemError("invalid", errors=faults_of(error))
        if not isinstance(error, IntegrityError):
            return None
        return ProblemError("conflict", "Somebody recorded the same at the same moment. Read it again, and try again.")

    def _once(self, request: Request, data: bytes, run: Callable[[], HttpResponse]) -> HttpResponse:
        """Do what was asked, unless it was done under the same Idempotency-Key: then answer as before."""
        key = request.META["HTTP_IDEMPOTENCY_KEY"]
        if not _KEY.fullmatch(key):
            raise ProblemError("bad-request", "An Idempotency-Key has 1 to 200 characters of ASCII, without spaces.")
        asked = (str(request.method), request.get_full_path(), request.META.get("HTTP_IF_MATCH", ""))
        digest = sha256("\0".join(asked).encode() + b"\0" + data).hexdigest()
        with transaction.atomic():
            row, is_first = begin(holder_of(request), key, digest, timezone.now())
            if is_first:
                answer = run()
                headers = {name: answer[name] for name in _KEPT if name in answer}
                end(row, answer.status_code, headers, None if self.secret else answer.content)
                return answer
        if row.digest and row.digest != digest:  # an erasure lets go of digests: then nobody knows what was asked
            raise ProblemError("idempotency-key-reused")
        if row.body is None:
            raise ProblemError("answered-once")
        return HttpResponse(bytes(row.body), status=row.status, headers={**row.headers, "Idempotent-Replayed": "true"})


def holder_of(request: Request) -> str:
    """Return whose request it is: a token's, or that of somebody signed in."""
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key}"
    return f"account:{request.user.pk}"  # a user name may be given to somebody else, who would be told what the first was


def actor_of(request: Request) -> str:
    """Return how records call who asks: a person, or a token and its person."""
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key} ({request.user.get_username()})"
    return f"user:{request.user.get_username()}"


def faults_of(error: ValidationError) -> list[Fault]:
    """Return the faults that a model or an operation found, each at its field."""
    if hasattr(error, "error_dict"):
        fields = error.message_dict.items()
        return [Fault(detail=told, pointer="" if name == "__all__" else f"/{name}") for name, all_ in fields for told in all_]
    return [Fault(detail=told) for told in error.messages]

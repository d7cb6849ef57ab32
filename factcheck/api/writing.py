"""The frame of every write over the API: the body is decoded, the change made once, and refusals become problems."""

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
#: Headers of a response that are kept with it.
_KEPT: Final = ("Content-Type", "ETag", "Location", "Link")

Refusals = Mapping[type[Exception], Callable[[Any], ProblemError]]


class WriteView(ApiView):
    """A view that writes. A subclass has ``posted`` or ``patched``, which makes one call, and ``refusals``."""

    #: The exceptions with which operations refuse, and the problem of each.
    refusals: ClassVar[Refusals] = {}
    #: Whether the response holds a secret, which is returned once and never kept.
    secret: ClassVar[bool] = False

    def decoded(self, data: bytes, op: Any) -> Any:
        """Return the body as ``op.takes``. Raises: ProblemError with every error at its place."""
        raise NotImplementedError

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        """Handle a POST."""
        raise NotImplementedError

    def patched(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        """Handle a PATCH."""
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
                if not op.repeatable:
                    raise ProblemError("bad-request", "Remove the Idempotency-Key: this operation keeps no response.")
                return self._once(request, data, lambda: run(request, said, **keys))
            return run(request, said, **keys)
        except Exception as error:
            found = self.to_problem(error)
            if found is None:
                raise
            raise found from error

    def to_problem(self, error: Exception) -> ProblemError | None:
        """Return the problem for an exception; None if it is not a refusal."""
        for kind, convert in self.refusals.items():
            if isinstance(error, kind):
                return convert(error)
        if isinstance(error, ValidationError):
            return ProblemError("invalid", errors=faults_of(error))
        if not isinstance(error, IntegrityError):
            return None
        return ProblemError("conflict", "Somebody else recorded the same at the same moment. Read it again, then retry.")

    def _once(self, request: Request, data: bytes, run: Callable[[], HttpResponse]) -> HttpResponse:
        """Run the request, unless one with the same Idempotency-Key was done: then return its response."""
        key = request.META["HTTP_IDEMPOTENCY_KEY"]
        if not _KEY.fullmatch(key):
            raise ProblemError("bad-request", "Use an Idempotency-Key of 1 to 200 ASCII characters, without spaces.")
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
    """Return the owner of a request: a token, or somebody signed in."""
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key}"
    return f"account:{request.user.pk}"  # a user name may be reused, and its new owner may not see the first one's responses


def actor_of(request: Request) -> str:
    """Return the actor for records: a person, or a token and its person."""
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.key} ({request.user.get_username()})"
    return f"user:{request.user.get_username()}"


def faults_of(error: ValidationError) -> list[Fault]:
    """Return the errors that a model or an operation found, each at its field."""
    if hasattr(error, "error_dict"):
        fields = error.message_dict.items()
        return [
            Fault(detail=message, pointer="" if name == "__all__" else f"/{name}") for name, all_ in fields for message in all_
        ]
    return [Fault(detail=message) for message in error.messages]

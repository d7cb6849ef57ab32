"""Permissions: what the caller's role allows and, with a token, its scopes."""

from __future__ import annotations

from typing import Any, Final, cast

from django.conf import settings
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from factcheck.access.models import ApiToken
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError

_READING: Final = ("GET", "HEAD", "OPTIONS")


class ScopeAndRole(BasePermission):
    """Checks the scope and permissions that each operation of a view requires (``factcheck.api.describing.Op``).

    Anonymous callers may read operations that are ``open_to_all``, if the desk publishes its records.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        op = op_of(view, request.method)
        if not request.user.is_authenticated:
            if settings.API_ANONYMOUS_READ and op.open_to_all:
                return True
            raise ProblemError("not-authenticated", headers={"WWW-Authenticate": 'Bearer realm="factcheck"'})
        if isinstance(request.auth, ApiToken) and op.scope not in request.auth.scopes:
            raise ProblemError("missing-scope", errors=[Fault(detail=f"This requires the scope {op.scope}.")])
        if not request.user.has_perms(op.needs):
            raise ProblemError("not-allowed")
        return True


def op_of(view: Any, method: str | None) -> Op:
    """Return the operation of a view for a method.

    Raises: MethodNotAllowed.
    """
    found = view.ops.get("GET" if method in _READING else method)
    if found is None:
        raise MethodNotAllowed(str(method))
    return cast(Op, found)

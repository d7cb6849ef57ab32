"""What somebody may do: as their role says, and where they ask with a token, as far as its scopes go."""

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
    """Each operation of a view says which scope and permissions it wants (``factcheck.api.describing.Op``).

    One that is ``open_to_all`` may be read by nobody in particular where the desk publishes its records.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        op = op_of(view, request.method)
        if not request.user.is_authenticated:
            if settings.API_ANONYMOUS_READ and op.open_to_all:
                return True
            raise ProblemError("not-authenticated", headers={"WWW-Authenticate": 'Bearer realm="factcheck"'})
        if isinstance(request.auth, ApiToken) and op.scope not in request.auth.scopes:
            raise ProblemError("missing-scope", errors=[Fault(detail=f"It needs the scope {op.scope}.")])
        if not request.user.has_perms(op.needs):
            raise ProblemError("not-allowed")
        return True


def op_of(view: Any, method: str | None) -> Op:
    """Return what a method of a view is.

    Raises: MethodNotAllowed.
    """
    found = view.ops.get("GET" if method in _READING else method)
    if found is None:
        raise MethodNotAllowed(str(method))
    return cast(Op, found)

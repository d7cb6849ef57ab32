"""What somebody may do: as their role says, and where they ask with a token, as far as its scopes go."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from factcheck.access.models import ApiToken
from factcheck.api.problems import Fault, ProblemError

_READING: Final = ("GET", "HEAD", "OPTIONS")


class ScopeAndRole(BasePermission):
    """A view names, for each method, the scope and the permission it wants: ``wants = {"GET": (scope, permission)}``.

    A view that is ``open_to_all`` may be read by nobody in particular where the desk publishes its records.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method in _READING else request.method
        if method not in view.wants:
            raise MethodNotAllowed(str(method))
        scope, permission = view.wants[method]
        if not request.user.is_authenticated:
            if may_read_published(view, method):
                return True
            raise ProblemError("not-authenticated", headers={"WWW-Authenticate": 'Bearer realm="factcheck"'})
        if isinstance(request.auth, ApiToken) and scope not in request.auth.scopes:
            raise ProblemError("missing-scope", errors=[Fault(detail=f"It needs the scope {scope}.")])
        if not request.user.has_perm(permission):
            raise ProblemError("not-allowed")
        return True


def may_read_published(view: Any, method: str | None) -> bool:
    """Tell whether somebody unknown may read what is published here."""
    return bool(settings.API_ANONYMOUS_READ and method == "GET" and getattr(view, "open_to_all", False))

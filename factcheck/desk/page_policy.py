"""The Content-Security-Policy of every answer: strict by default, relaxed for the admin alone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Final

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

#: Unfold's pages are driven by Alpine, which evaluates its attributes, and it writes colours and widths into its pages.
_UNFOLD: Final = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
#: The finders of Django's own admin (select2) write widths into the elements that they make.
_PLAIN: Final = {"style-src-attr": [UNSAFE_INLINE]}


class PagePolicyMiddleware(CSPMiddleware):
    """Sends the policy of the settings, in the admin with what its look needs; an answer may have one of its own."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and request.path.startswith(reverse("admin:index")):
            parts.replace = _UNFOLD if settings.ADMIN_UNFOLD else _PLAIN
        return parts


def allow_style_alone(response: HttpResponse, style: str) -> None:
    """Let this answer be shown with one inline style, and load nothing: for what must not depend on other files."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    nothing = {name: [NONE] for name in ("default-src", "form-action", "frame-ancestors", "base-uri")}
    # Set as django-csp's own decorators set it.
    response._csp_config = {**nothing, "style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]

"""The Content-Security-Policy of every response: strict by default, relaxed for the admin."""

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

#: Unfold uses Alpine, which evaluates attributes as JavaScript, and inline styles for colours and widths.
_UNFOLD: Final = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
#: Select2, in Django's own admin, sets widths as inline styles.
_PLAIN: Final = {"style-src-attr": [UNSAFE_INLINE]}


class PagePolicyMiddleware(CSPMiddleware):
    """Send the policy from the settings, with additions for the admin. A response may set its own policy."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and request.path.startswith(reverse("admin:index")):
            parts.replace = _UNFOLD if settings.ADMIN_UNFOLD else _PLAIN
        return parts


def allow_style_alone(response: HttpResponse, style: str) -> None:
    """Allow one inline style in this response and nothing else, for pages that must not depend on other files."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    nothing = {name: [NONE] for name in ("default-src", "form-action", "frame-ancestors", "base-uri")}
    # django-csp's decorators set the same attribute.
    response._csp_config = {**nothing, "style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]

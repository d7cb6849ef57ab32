"""What the pages of sign-in share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the admin's frame for the pages of sign-in, which are django-allauth's; else nothing."""
    found = request.resolver_match
    if found is None or not str(found.route).startswith(settings.SIGN_IN_ADDRESS):
        return {}
    return {**admin.site.each_context(request), "oidc_name": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}

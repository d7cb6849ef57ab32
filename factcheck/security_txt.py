"""``/.well-known/security.txt``: where to report a weakness of this site (RFC 9116), if SECURITY_CONTACT says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

#: The RFC recommends less than a year. The file is made anew for each request, so that it never lies outdated.
_VALID: Final = timedelta(days=30)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Return the file; 404 without a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + _VALID).strftime("%Y-%m-%dT00:00:00Z")
    lines = [*(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT), f"Expires: {expires}"]
    lines.append(f"Canonical: {request.build_absolute_uri(request.path)}")
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")

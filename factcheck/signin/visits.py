"""What happens as somebody signs in, and while their session lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from factcheck.access.addresses import shortened_network
from factcheck.database.faults import FULL, READ_ONLY, kind_of
from factcheck.signin.log import note_signed_in
from factcheck.signin.models import DeskSession
from factcheck.signin.session_store import VISIT

#: How often the last use of a session is stored.
_NOTED_EVERY: Final = timedelta(minutes=1)
#: Browsers and systems by what they call themselves; most claim to be several, so the order matters.
_BROWSERS: Final = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone|iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def begin_visit(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ARG001 - a receiver
    """Store in the session when and from where it began, and the sign-in in the log. A receiver of Django's signal."""
    now = timezone.now()
    request.session[VISIT] = {
        "since": now.timestamp(),
        "network": shortened_network(request),
        "browser": browser_of(request.META.get("HTTP_USER_AGENT", "")),
    }
    note_signed_in(request, user, now)


def browser_of(agent: str) -> str:
    """Return the browser and the system that a user agent names, without versions: ``Firefox, Linux``."""
    found = [next((name for sign, name in table if re.search(sign, agent)), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


class VisitSeen:
    """Middleware that stores once a minute that a session is in use, unless a page asks by itself that nobody looks at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Not in `__call__`: which page is meant is known only now.
    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        # A request without a session, as of a token, must not read one: its answer would vary by cookie.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return
        found, now = request.resolver_match, timezone.now()
        session: Any = request.session
        unattended = found is not None and found.view_name in settings.UNATTENDED_VIEWS
        if unattended or session.seen_at is None or session.seen_at > now - _NOTED_EVERY:
            return
        try:
            DeskSession.objects.filter(pk=session.session_key).update(seen_at=now)
        except Error as error:
            # A full or read-only database must not stop those who read.
            if kind_of(error) not in {FULL, READ_ONLY}:
                raise

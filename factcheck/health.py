"""URLs for probes: ``/livez`` (and ``/healthz``), whether this process answers, and ``/readyz``, whether it can serve requests.

It is a middleware before all others, so that a probe needs no entry in ALLOWED_HOSTS, no HTTPS, session or token, and is never
throttled. The responses name parts only, not where they are or why they fail: that is in the log.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, InterfaceError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string

from factcheck.caches.redis_cache import RedisCache
from factcheck.database.faults import AWAY, NOT_MIGRATED, fault_of

_log = logging.getLogger(__name__)
#: Seconds after which to probe again when it is not ready, as in problems of the API (a guess).
_AGAIN: Final = "5"


class Health:
    """Responds to probes, and passes on every other request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = _PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        answer = probe()
        answer["Cache-Control"] = "no-store"
        return answer


def live() -> HttpResponse:
    """Respond that this process runs; other services are not checked, because restarting the process would not fix them."""
    return JsonResponse({"status": "ok"})


def ready() -> HttpResponse:
    """Respond whether requests can be served: 503 without the database or before ``migrate``, but not without Redis.

    The details do not count: another web server would not do the work of a missing worker either.
    """
    parts = {"database": database_state(), **cache_state()}
    if parts["database"] == "ok":
        return JsonResponse({"status": "ready", **parts, "details": _details()})
    return JsonResponse({"status": "not ready", **parts}, status=503, headers={"Retry-After": _AGAIN})


#: ``/livez`` is what newer probes call it.
_PROBES: Final = {"/healthz": live, "/livez": live, "/readyz": ready}


def _details() -> dict[str, str]:
    """Return the states of the parts that the setting READINESS_DETAILS names."""
    try:
        found: dict[str, str] = import_string(settings.READINESS_DETAILS)(timezone.now())
    except (DatabaseError, InterfaceError):
        _log.exception("the details of readiness could not be read")
        return {}
    return found


def database_state() -> str:
    """Return ``ok``, ``away``, or ``not migrated`` if a migration of this version is missing; in one query."""
    try:
        applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except (DatabaseError, InterfaceError) as error:
        fault = fault_of(error)
        return NOT_MIGRATED if fault is not None and fault.kind == NOT_MIGRATED else AWAY
    # Until ``migrate`` runs after an upgrade, a database has only the migrations that a squashed one replaces.
    return "ok" if all(key in applied or replaced & applied for key, replaced in _migrations()) else NOT_MIGRATED


def unknown_migrations() -> list[str]:
    """Return the applied migrations that this version does not have, of apps that it has: a newer version applied them."""
    known = _migrations()
    names = {key for key, _ in known}.union(*(replaced for _, replaced in known))
    apps = {app for app, _ in names}
    applied = MigrationRecorder.Migration.objects.order_by("app", "name").values_list("app", "name")
    return [f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in names]


@functools.cache
def _migrations() -> list[tuple[tuple[str, str], set[tuple[str, str]]]]:
    """Return the migrations of this version, each with those that it replaces."""
    return [(key, set(found.replaces)) for key, found in MigrationLoader(None).disk_migrations.items()]


def cache_state() -> dict[str, str]:
    """Return whether Redis answers, if there is one."""
    asked = caches["default"]
    if not isinstance(asked, RedisCache):
        return {}
    # Any read will do: the breaker of the cache notes whether it failed.
    asked.get("readyz")
    return {"redis": "ok" if asked.breaker.error is None else AWAY}

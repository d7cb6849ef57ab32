"""The database with its migrations, Redis and the broker."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper

from claims.management.setting_up.asking import Asking
from claims.operating import service
from claims.operating.check import State
from factcheck.database.faults import NOT_MIGRATED
from factcheck.health import database_state
from factcheck.jobs.broker import broker_fault


def check_database(out: OutputWrapper, asking: Asking, *, migrate: bool) -> None:
    """Check the database, and migrate it if it is asked for."""
    if database_state() == NOT_MIGRATED:
        if not (migrate or asking.yes("The database lacks migrations. Migrate it?", default=asking.interactive)):
            raise CommandError("The database lacks migrations: run manage.py migrate first, or setup --migrate.")
        call_command("migrate", interactive=False, verbosity=0)
        out.write("Database: migrated.")
        return
    found = service.database()
    if found.state != State.OK:
        raise CommandError(f"{found.sentence} {found.remedy}")
    out.write(f"Database: {found.sentence}")


def check_queues(out: OutputWrapper) -> None:
    """Check the cache and the broker; the desk works without, so that they stop nothing."""
    found = service.redis()
    out.write(f"Cache: {found.sentence}{f' {found.remedy}' if found.state != State.OK else ''}")
    if not settings.CELERY_BROKER_URL:
        out.write("Broker: none, tasks run in the web process.")
    elif fault := broker_fault():
        out.write(f"Broker: it does not respond ({fault}). Check that it runs, and CELERY_BROKER_URL with its password.")
    else:
        out.write("Broker: responds.")

"""Checks of what the service stands on: the database, its migrations, Redis, the settings, the rules and the backups."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.operating.check import Check, State
from claims.queries.policy.rules_in_force import installed_rules, rules_wait
from factcheck.backups.record import last_and_last_good
from factcheck.database.faults import NOT_MIGRATED
from factcheck.encryption.stored import count_unreadable
from factcheck.health import cache_state, database_state, unknown_migrations


def database() -> Check:
    """Return whether the database responds and has the schema of this version."""
    found = database_state()
    if found == "ok":
        return Check("database", State.OK, _("The database responds and has every migration of this version."))
    if found == NOT_MIGRATED:
        return Check("database", State.FAILED, _("The database lacks migrations of this version."), _("Run manage.py migrate."))
    return Check(
        "database",
        State.FAILED,
        _("The database does not respond."),
        _("Check that it runs, its disk is not full, and DATABASE_URL is right. The log says why it failed."),
    )


def schema() -> Check:
    """Return whether the database was migrated by a newer version than this one."""
    if not (newer := unknown_migrations()):
        return Check("schema", State.OK, _("The schema of the database and this version match."))
    words = ngettext(
        "The database has %(count)d migration that this version does not know (%(first)s): a newer version migrated it.",
        "The database has %(count)d migrations that this version does not know (%(first)s …): a newer version migrated it.",
        len(newer),
    )
    sentence = words % {"count": len(newer), "first": newer[0]}
    return Check(
        "schema", State.WARNING, sentence, _("Finish the upgrade: start the newer version on every machine, and stop this one.")
    )


def redis() -> Check:
    """Return whether the cache responds."""
    found = cache_state()
    if not found:
        return Check("redis", State.OK, _("There is no Redis for the cache: each process has its own."))
    if found["redis"] == "ok":
        return Check("redis", State.OK, _("Redis responds."))
    return Check(
        "redis",
        State.WARNING,
        _("Redis does not respond. The service continues, but rate limits apply for each process separately."),
        _("Check that Redis runs, has memory, and REDIS_URL is right."),
    )


def configuration() -> Check:
    """Return whether the settings are safe for more than one person on one machine."""
    if settings.SECRET_KEY == settings.EMBEDDED_SECRET_KEY and not settings.DEBUG:
        return Check(
            "settings",
            State.FAILED,
            _("SECRET_KEY is the one of the source code: anybody can forge a sign-in."),
            _("Set SECRET_KEY to a long random text, and restart every process."),
        )
    if not settings.DEBUG:
        return Check("settings", State.OK, _("The settings are those of production."))
    if connection.vendor == "sqlite":
        sentence = _("This is the embedded default (DEBUG=1, SQLite), for one person on one machine.")
        return Check("settings", State.OK, sentence)
    return Check(
        "settings",
        State.FAILED,
        _("DEBUG is on: error pages show the code and the settings to anybody."),
        _("Set DEBUG=0, and restart every process."),
    )


def rules() -> Check:
    """Return whether installed rules wait to be put in force."""
    if not rules_wait():
        return Check("rules", State.OK, _("The installed rules are in force."))
    sentence = _("Rules %(rules)s are installed, and wait for an administrator.") % {"rules": installed_rules()}
    remedy = _("See what they would change on the page “Rules” or with manage.py preview_rules, then put them in force.")
    return Check("rules", State.WARNING, sentence, remedy)


def notes() -> Check:
    """Return whether every private note can be decrypted."""
    unreadable = count_unreadable()
    if not unreadable:
        return Check("notes", State.OK, _("All private notes can be read."))
    sentence = _("Private notes that cannot be read with NOTES_KEY: %(number)d.") % {"number": unreadable}
    remedy = _("Add the key with which they were encrypted as a further line of NOTES_KEY.")
    return Check("notes", State.FAILED, sentence, remedy)


def backup(now: datetime) -> Check:
    """Return how old the last good backup is, and whether the last attempt failed."""
    remedy = _("Set BACKUP_DIRECTORY, or schedule manage.py backup for every night, and keep the files on another machine.")
    last, good = last_and_last_good()
    expected = settings.BACKUP_OLD_HOURS > 0
    if good is None:
        sentence = _("This database was never backed up with manage.py backup. Other ways of backing up are not seen here.")
        return Check("backup", State.UNKNOWN, sentence, remedy if expected else "")
    said = {"ago": timesince(good.at, now, depth=1)}
    if expected and good.at < now - timedelta(hours=settings.BACKUP_OLD_HOURS):
        return Check("backup", State.WARNING, _("The last good backup was made %(ago)s ago.") % said, remedy)
    if last != good:
        sentence = _("The last backup failed, or was found to be damaged; the last good one was made %(ago)s ago.") % said
        return Check("backup", State.WARNING, sentence, _("The page “Backups” says why."))
    return Check("backup", State.OK, _("The last backup was made %(ago)s ago.") % said)

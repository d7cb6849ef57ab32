"""What each environment variable is for. factcheck/settings.py has its type and its default; a test compares the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

_EVERYTHING: Final = "all"


class Variable(NamedTuple):
    """One variable: its meaning in Markdown, and which processes use it."""

    name: str
    meaning: str
    used_by: str = _EVERYTHING
    #: Kept out of logs and lists; may be read from the file that NAME_FILE names.
    secret: bool = False
    #: deploy/make-secrets.sh makes a random one.
    generated: bool = False
    #: What stands for the default in the reference, where factcheck/settings.py derives it from another value.
    default: str = ""


GROUPS: Final[dict[str, tuple[Variable, ...]]] = {
    "Required in production": (
        Variable("DEBUG", "`0` is production; `1` is for development: debug pages, SQLite, tasks in the web process"),
        Variable(
            "SECRET_KEY",
            "a long random text; signs sessions and links: see [Changing a secret](security.md#changing-a-secret)",
            secret=True,
            generated=True,
            default="none: required",
        ),
        Variable(
            "DATABASE_URL",
            "`postgres://user@host:5432/name`; the password may be in it, or in `DATABASE_PASSWORD`",
            secret=True,
            default="none: required; SQLite in `var/` with `DEBUG=1`",
        ),
        Variable(
            "CELERY_BROKER_URL",
            "the queue of tasks, `redis://host:6379/0`",
            secret=True,
            default="none: required; tasks run in the web process with `DEBUG=1`",
        ),
        Variable("ALLOWED_HOSTS", "the host names of the site; requests for others are refused", "web"),
    ),
    "Database and Redis": (
        Variable("DATABASE_PASSWORD", "the password for a `DATABASE_URL` without one", secret=True, generated=True),
        Variable("REDIS_URL", "the cache, `redis://host:6379/1`; empty: a cache in each process", secret=True),
        Variable(
            "REDIS_PASSWORD",
            "the password for a `REDIS_URL` and a `CELERY_BROKER_URL` without one",
            secret=True,
            generated=True,
        ),
        Variable("CELERY_KEY_PREFIX", "lets several services share one Redis"),
        Variable("CELERY_VISIBILITY_SECONDS", "seconds after which Redis gives an unacknowledged task to another worker"),
        Variable("DB_POOL_SIZE", "PostgreSQL connections per process"),
        Variable(
            "DB_STATEMENT_SECONDS",
            "seconds after which PostgreSQL cancels a statement, and the API asks for a narrower request; `0`: never, as jobs"
            " need. `30` is good for the web server, as in `compose.yaml` and the systemd units",
            "web",
        ),
        Variable(
            "DB_WAIT_SECONDS",
            "seconds that a process waits for an unavailable PostgreSQL; then a request gets 503, and a job is retried later."
            " The web server waits `3` unless this is set",
        ),
        Variable(
            "DB_PREPARE",
            "`0` behind a pooler that shares connections between transactions and loses prepared statements. Restart the"
            " processes after `migrate`: they keep plans for the old tables",
        ),
    ),
    "The site": (
        Variable("CSRF_TRUSTED_ORIGINS", "origins of the site with their scheme, `https://facts.example.org`", "web"),
        Variable("HTTPS", "redirect to HTTPS and make cookies secure; with `DEBUG=1` always off", "web"),
        Variable("HSTS_SECONDS", "seconds of Strict-Transport-Security", "web"),
        Variable(
            "BEHIND_PROXY",
            "trust `X-Forwarded-Proto` and the last address of `X-Forwarded-For`; only behind one proxy that sets them",
            "web",
        ),
        Variable(
            "ADMIN_UNFOLD",
            "`0`: the same pages in Django's own admin, under a stricter [Content-Security-Policy]"
            "(deployment.md#content-security-policy)",
            "web",
        ),
        Variable(
            "SECURITY_CONTACT",
            "where to report a weakness, `mailto:security@example.org`; `/.well-known/security.txt` shows it",
            "web",
        ),
        Variable("STATIC_ROOT", "where `collectstatic` puts files, and the web server finds them", "web, collectstatic"),
        Variable(
            "FILE_UPLOAD_TEMP_DIR",
            "directory for large bodies while they are read",
            "web",
            default="the system's",
        ),
    ),
    "The desk": (
        Variable(
            "NOTES_KEY",
            "the key with which private notes are encrypted in the database; if it is lost, so are they",
            "web, worker",
            secret=True,
            generated=True,
            default="derived from `SECRET_KEY`",
        ),
        Variable("DESK_NAME", "what the admin calls the desk; empty: “Fact desk”, in the language of whoever reads", "web"),
        Variable("DESK_LANGUAGE", "the language (`en`, `uk`) for users who chose none and whose browser requests neither"),
        Variable("DESK_TIME_ZONE", "the desk's time zone: for the hour of the nightly run, and for times in the admin"),
    ),
    "Mail": (
        Variable(
            "EMAIL_URL",
            "the mail server, `smtp+tls://user:password@mail.example.org:587` (`smtp+ssl://` with TLS from the start, `smtp://`"
            " without); empty: mail is not sent. `manage.py setup --mail-test ADDRESS` tries it",
            secret=True,
        ),
        Variable("DEFAULT_FROM_EMAIL", "the sender of mail, `Fact desk <facts@example.org>`"),
    ),
    "Signing in": (
        Variable(
            "MFA_ROLES",
            "the roles that need a second factor, or `all`, or `none`: see [Signing in](signing-in.md#second-factors)",
            "web",
        ),
        Variable(
            "MFA_KEY",
            "encrypts the secrets of second factors; lost, everybody sets up a new one",
            "web",
            secret=True,
            generated=True,
            default="derived from `SECRET_KEY`",
        ),
        Variable("SESSION_IDLE_MINUTES", "minutes after which an unused session ends", "web"),
        Variable("SESSION_HOURS", "hours after which any session ends", "web"),
        Variable("SIGN_IN_LOG_DAYS", "days for which the sign-in log keeps an attempt", "worker"),
        Variable(
            "OIDC_ISSUER",
            "an OpenID Connect provider at which people may sign in: see [Signing in](signing-in.md#openid-connect)",
            "web",
        ),
        Variable("OIDC_CLIENT_ID", "the desk's name at the provider", "web"),
        Variable("OIDC_CLIENT_SECRET", "its secret at the provider", "web", secret=True),
        Variable("OIDC_NAME", "what the page of sign-in calls the provider", "web"),
        Variable("OIDC_MFA", "`1`: the provider asks for a second factor itself, and the desk asks for none", "web"),
        Variable(
            "OIDC_CA_BUNDLE", "the certificate authority of a provider within the newsroom", "web", default="the public ones"
        ),
    ),
    "The API and webhooks": (
        Variable(
            "API_ANONYMOUS_READ",
            "`1`: anonymous callers may read the claims that are public and not under embargo, over the API",
            "web",
        ),
        Variable("API_PER_MINUTE", "requests per minute of a token or person", "web"),
        Variable(
            "API_SLOW_PER_MINUTE",
            "of these, requests that take seconds: uploads, time stamps, and looking in web archives",
            "web",
        ),
        Variable(
            "API_ANONYMOUS_PER_MINUTE",
            "requests per minute of an anonymous caller's IPv4 address, or the /64 network of their IPv6 address",
            "web",
        ),
        Variable("API_MOST_BYTES", "the most bytes of a request body", "web"),
        Variable("API_MOST_CASE_BYTES", "the most bytes of a case file", "web"),
        Variable(
            "API_MOST_LINES_BYTES",
            "the most bytes of a stream of lines; `client_max_body_size` of the proxy must be no less",
            "web",
        ),
        Variable(
            "TOKEN_PEPPER",
            "mixed into the digests of API tokens: see [Changing a secret](security.md#changing-a-secret)",
            "web",
            secret=True,
            generated=True,
            default="derived from `SECRET_KEY`",
        ),
        Variable(
            "WEBHOOK_KEY",
            "the key from which webhook secrets are derived: see [Changing a secret](security.md#changing-a-secret)",
            "web, worker",
            secret=True,
            generated=True,
            default="derived from `SECRET_KEY`",
        ),
        Variable(
            "WEBHOOK_ALLOWED_NETWORKS",
            "networks besides the public internet to which webhooks may be sent, `10.1.0.0/16,fd00::/8`",
            "web, worker",
        ),
    ),
    "Captures": (
        Variable("CAPTURE_MAX_BYTES", "the most bytes of a page or file that is captured: see [Captures](captures.md)"),
        Variable("CAPTURE_SECONDS", "seconds for fetching a page, redirects included"),
        Variable("CAPTURE_READING_SECONDS", "seconds for extracting the text of a page"),
        Variable("CAPTURE_PER_HOST_SECONDS", "seconds between two requests to one host"),
        Variable("CAPTURE_USER_AGENT", "how the desk introduces itself to sites; name your newsroom and how to reach it"),
        Variable(
            "CAPTURE_ALLOWED_NETWORKS",
            "networks besides the public internet from which pages may be captured, `10.1.0.0/16`",
        ),
        Variable(
            "LINK_WATCH",
            "whether the pages of documents of open claims are visited again on a schedule, `0` for no: see"
            " [Link watch](link-watch.md)",
            "worker",
        ),
        Variable("TIMESTAMP_URL", "the time-stamping authority (RFC 3161) for captures; empty: captures are not stamped"),
        Variable(
            "MEMENTO_TIMEMAP",
            "where archived copies of a URL are looked up (Memento, RFC 7089), with the URL appended; empty: nowhere",
        ),
    ),
    "Proposals": (
        Variable(
            "EXTRACTOR_URL",
            "the newsroom's own model, which proposes who says what in a text: see [Proposals]"
            "(extraction.md#your-own-model-over-http); empty: there is none",
            "web",
        ),
        Variable("EXTRACTOR_TOKEN", "the bearer token that it asks for", "web", secret=True),
        Variable("EXTRACTOR_LANGUAGES", "the languages that it reads, `en,uk`", "web"),
        Variable("EXTRACTOR_SECONDS", "seconds for its answer", "web"),
        Variable(
            "EXTRACTOR_ALLOWED_NETWORKS",
            "networks besides the public internet where it may be, `10.1.0.0/16`; with them, `http://` will do",
            "web",
        ),
        Variable(
            "EXTRACTOR_ENGLISH_MODEL",
            "the installed package with another model of spaCy by which *syntactic* reads English, `en_core_web_md`: see"
            " [Proposals](extraction.md#the-extractor-syntactic); empty: the pinned one",
            "web",
        ),
        Variable(
            "EXTRACTOR_ENGLISH_MODEL_DIGEST",
            "the SHA-256 that its files must have, which `manage.py extractor_models PACKAGE` prints",
            "web",
        ),
    ),
    "Verification": (
        Variable(
            "NIGHTLY_HOUR",
            "the hour of `DESK_TIME_ZONE` at which marked and due claims are verified; on Sunday all, half an hour later",
            "beat",
        ),
        Variable("VERIFICATION_WORKERS", "tasks that share a run"),
        Variable("VERIFICATION_CHUNK", "claims per chunk"),
        Variable(
            "VERIFICATION_AT_REST",
            "seconds without a finished chunk after which a run is stalled and is resumed; far more than a chunk takes",
        ),
    ),
    "Operating": (
        Variable("LOG_LEVEL", "log records from this level on go to standard error: see [Logs](deployment.md#logs)"),
        Variable(
            "METRICS_TOKEN",
            "the bearer token of Prometheus; empty: no `/metrics`: see [Operating](operating.md#metrics)",
            "web",
            secret=True,
        ),
        Variable("SENTRY_DSN", "where errors are reported: see [Operating](operating.md#errors)", secret=True),
        Variable(
            "LOG_FORMAT",
            "`json`: an object per line; `console`: plain text",
            default="`json`; `console` on a terminal and with `DEBUG=1`",
        ),
        Variable(
            "KEEP_ANSWERS_DAYS",
            "days for which answers to repeated requests are kept: see [What is kept how long]"
            "(operating.md#what-is-kept-how-long)",
            "worker",
        ),
        Variable("KEEP_SENT_MESSAGES_DAYS", "days for which webhook messages that arrived are kept", "worker"),
        Variable("KEEP_FAILED_MESSAGES_DAYS", "days for which webhook messages that never arrived are kept", "worker"),
    ),
    "Backups and proof": (
        Variable(
            "BACKUP_DIRECTORY",
            "where a backup is made each night: see [Backups](backup.md#scheduled-backups); empty: none is scheduled",
            "worker, beat",
        ),
        Variable("BACKUP_HOUR", "the hour of `DESK_TIME_ZONE` after which it is made, at half past", "beat"),
        Variable("BACKUP_KEEP_DAILY", "of how many days the last scheduled backup is kept", "worker"),
        Variable("BACKUP_KEEP_WEEKLY", "of how many weeks", "worker"),
        Variable("BACKUP_KEEP_MONTHLY", "of how many months", "worker"),
        Variable("BACKUP_OLD_HOURS", "hours after which the last backup is too old; `0`: none is expected", "web"),
        Variable(
            "BACKUP_RECIPIENTS",
            "[age](https://age-encryption.org) recipients for which `manage.py backup` encrypts: see [Backups](backup.md)",
            "backup, worker",
        ),
        Variable(
            "CHAIN_SIGNING_KEY",
            "signs the [heads of the revision chains](operating.md#heads-of-the-revision-chains); `manage.py chain_heads"
            " --new-key` prints a pair; empty: they are not signed",
            secret=True,
        ),
        Variable("CHAIN_PUBLIC_KEYS", "public keys of earlier signing keys"),
    ),
}


def variables() -> Iterator[Variable]:
    for group in GROUPS.values():
        yield from group


SECRETS: Final = tuple(variable.name for variable in variables() if variable.secret)

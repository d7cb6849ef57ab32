"""Settings of the service, all from the environment (https://12factor.net/config).

Without any variable it is the embedded default: SQLite, tasks in this process, debug pages on. ``DEBUG=0`` is production, where
a missing SECRET_KEY, DATABASE_URL or CELERY_BROKER_URL is an error.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from factcheck.configuration.environment import Environment, file_digest, networks, with_password
from factcheck.configuration.mail import mail_settings
from factcheck.configuration.sign_in import Provider, sign_in_settings
from factcheck.logs.config import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

#: Reads the variables of factcheck/configuration/variables.py; secrets also from files (NAME_FILE).
ENVIRONMENT = env = Environment(os.environ)
DEBUG = env.bool("DEBUG", default=True)


def _required_in_production(name: str, embedded: str) -> str:
    value: str = env.str(name, default="")
    if value or DEBUG:
        return value or embedded
    raise ImproperlyConfigured(f"{name} is not set. DEBUG=0 requires it: see docs/configuration.md for its value.")


EMBEDDED_SECRET_KEY = "embedded-default-not-secret-" + "0" * 40
#: Each line of a key is one: the first is used, and the others are earlier ones that are still accepted.
SECRET_KEY, *SECRET_KEY_FALLBACKS = _required_in_production("SECRET_KEY", EMBEDDED_SECRET_KEY).splitlines()


def _keys(given: str, purpose: str) -> tuple[str, ...]:
    """Return the keys of a purpose: those of its variable, and then those that SECRET_KEY gives, which serve without it."""
    derived = (f"{purpose} of {key}" for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS))
    return (*given.splitlines(), *derived)


_DATABASE_PASSWORD = env.str("DATABASE_PASSWORD", default="")
_REDIS_PASSWORD = env.str("REDIS_PASSWORD", default="")
_DATABASE_URL = _required_in_production("DATABASE_URL", f"sqlite:///{VAR_DIR / 'factcheck.sqlite3'}")
CELERY_BROKER_URL = with_password(_required_in_production("CELERY_BROKER_URL", ""), _REDIS_PASSWORD)
# Celery prefers the environment variable of this name, which lacks the password, but not to these two.
CELERY_BROKER_READ_URL = CELERY_BROKER_WRITE_URL = CELERY_BROKER_URL
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

#: The admin with the look of django-unfold; when off, Django's own admin shows the same pages.
ADMIN_UNFOLD = env.bool("ADMIN_UNFOLD", default=True)

INSTALLED_APPS = [
    *(["unfold"] if ADMIN_UNFOLD else []),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "factcheck.signin",  # before allauth: the pages are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "factcheck.access",
    "factcheck.backups",
    "sources",
    "claims",
]

MIDDLEWARE = [
    # These two first, so that every response has an id and a policy: redirects and static files too.
    "factcheck.logs.middleware.RequestIdMiddleware",
    "factcheck.desk.page_policy.PagePolicyMiddleware",
    # Before the middleware that checks host, HTTPS and user: a probe has none of these.
    "factcheck.health.Health",
    "factcheck.metrics.middleware.Metrics",
    "django.middleware.security.SecurityMiddleware",
    # In development runserver serves the files itself, without collectstatic.
    *(() if DEBUG else ("whitenoise.middleware.WhiteNoiseMiddleware",)),
    "django.contrib.sessions.middleware.SessionMiddleware",
    # After the session, before anything that outputs text: the language is from the cookie, else the browser, else the desk.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "factcheck.text.blank_fields.BlankFieldsMiddleware",
    "factcheck.text.typed_text.TypedTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.signin.visits.VisitSeen",
    "factcheck.access.accounts.OwnPasswordFirst",
    "factcheck.signin.second_factor.SecondFactorFirst",
    "factcheck.desk.people.NamesOnce",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "factcheck.desk.fault_pages.FaultPages",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "factcheck" / "templates",
            *([] if ADMIN_UNFOLD else [BASE_DIR / "factcheck" / "stock_templates"]),
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"desk": "factcheck.desk.desk_tags"},
            "builtins": ["factcheck.desk.desk_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "factcheck.signin.context.frame",
            ],
        },
    },
]


#: Seconds to wait for an unavailable database: long for jobs and commands, three for a web server (factcheck/wsgi.py).
DB_WAIT_SECONDS = env.float("DB_WAIT_SECONDS", default=30.0)


def _longest_statement() -> str:
    """Return PostgreSQL's option that cancels long statements: for web servers, not for jobs."""
    seconds = env.int("DB_STATEMENT_SECONDS", default=0)
    return f"-c statement_timeout={seconds * 1000}" if seconds else ""


#: Statements are many and short: compiling one takes longer than running it, and so does planning it again. PostgreSQL's own
#: random_page_cost is for disks that turn: with it, it reads a million claims to find the ten thousand of a list.
_EACH_CONNECTION = "-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1"


def _database(url: str) -> dict[str, Any]:
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        VAR_DIR.mkdir(exist_ok=True)
        # With WAL readers continue while one writes; IMMEDIATE takes the write lock at once, so that a transaction which reads
        # first cannot fail half-way when it comes to write.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;"
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    elif database["ENGINE"] == "django.db.backends.postgresql":
        database["PASSWORD"] = database["PASSWORD"] or _DATABASE_PASSWORD
        from factcheck.database.pooled import PooledConnection  # noqa: PLC0415 - only this database needs the driver

        database["ENGINE"] = "factcheck.postgresql"
        asked = database.get("OPTIONS", {})
        database["OPTIONS"] = {
            # Used by factcheck/database/prepared.py only. A pooler that shares connections between transactions may lose
            # prepared statements: then set it to 0.
            "prepare_threshold": 0 if env.bool("DB_PREPARE", default=True) else None,
            "connect_timeout": max(2, min(10, int(DB_WAIT_SECONDS) - 1)),
            **asked,
            "options": " ".join(filter(None, (_EACH_CONNECTION, _longest_statement(), asked.get("options")))),
            "pool": {
                "min_size": 1,
                "max_size": env.int("DB_POOL_SIZE", default=8),
                "connection_class": PooledConnection,
                "timeout": DB_WAIT_SECONDS,
                # Attempts to connect are retried with growing pauses; after giving up, the next request starts again.
                "reconnect_timeout": max(1.0, DB_WAIT_SECONDS - 1),
            },
        }
        # A pooled connection is checked before use: after a restart of the server all of them are dead.
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database(_DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_REDIS_URL = with_password(env.str("REDIS_URL", default=""), _REDIS_PASSWORD)
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "factcheck.caches.process_cache.ProcessCache"}}
if _REDIS_URL:
    CACHES = {"default": {"BACKEND": "factcheck.caches.redis_cache.RedisCache", "LOCATION": _REDIS_URL}}

AUTHENTICATION_BACKENDS = ["factcheck.access.accounts.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
#: Where the pages of sign-in are.
SIGN_IN_ADDRESS = "admin/account/"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

#: The roles that need a second factor, comma-separated; ``all`` or ``none``. Superusers need one if anybody does.
MFA_ROLES = tuple(env.list("MFA_ROLES", default=["none"] if DEBUG else ["Administrator", "Senior editor"]))
if MFA_ROLES == ("none",):
    MFA_ROLES = ()
#: Encrypts the secrets of second factors in the database. Changing it means that everybody sets up a new one.
MFA_KEYS = _keys(env.str("MFA_KEY", default=""), "second factors")
#: How many minutes a session lasts unused, and how many hours in all. NIST SP 800-63B-4 (AAL2) has a day in all, too; its hour
#: unused is a working day here, because a form half filled in would be lost.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=480)
SESSION_HOURS = env.int("SESSION_HOURS", default=24)
SESSION_ENGINE = "factcheck.signin.session_store"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
#: What open pages ask for by themselves: nobody need be there.
UNATTENDED_VIEWS = frozenset(("admin:claims_claim_presence",))
#: How many days the sign-in log keeps an attempt.
SIGN_IN_LOG_DAYS = env.int("SIGN_IN_LOG_DAYS", default=90)

#: The OpenID Connect provider at which people may sign in: its issuer URL; empty: there is none.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
#: What the button on the page of sign-in calls it.
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")
#: Whether the provider asks for a second factor itself, so that the desk asks for none.
OIDC_MFA = env.bool("OIDC_MFA", default=False)
#: A file with the certificate authority of a provider within the newsroom; empty: the public ones.
OIDC_CA_BUNDLE = env.str("OIDC_CA_BUNDLE", default="")
_PROVIDER = Provider(OIDC_ISSUER, OIDC_NAME, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)
OIDC_PROVIDER_ID = _PROVIDER.id

#: The languages of the desk. English is in the code; the others are catalogues in locale/ (``make messages``).
LANGUAGES = [("en", "English"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "locale"]
#: For users who chose no language and whose browser requests none of these; jobs and commands too.
LANGUAGE_CODE = env.str("DESK_LANGUAGE", default="en")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"DESK_LANGUAGE is {LANGUAGE_CODE!r}; use one of {', '.join(dict(LANGUAGES))}.")
USE_TZ = True
# A desk uses a 24-hour clock.
FORMAT_MODULE_PATH = ["factcheck.formats"]
#: The desk's time zone: for the hour of the nightly run, and for times in the admin.
TIME_ZONE = env.str("DESK_TIME_ZONE", default="UTC")

#: What pages call the desk; empty: “Fact desk”, in the language of whoever reads.
DESK_NAME = env.str("DESK_NAME", default="")
# django-allauth's: ACCOUNT_ADAPTER, MFA_FORMS and the others.
vars().update(sign_in_settings(_PROVIDER, desk=DESK_NAME, debug=DEBUG))

# How mail is sent: EMAIL_BACKEND, EMAIL_HOST and the others. Without a server none is, except onto a developer's terminal.
vars().update(mail_settings(env.str("EMAIL_URL", default="consolemail://" if DEBUG else "")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="factcheck@localhost")

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
_STATIC_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_BACKEND},
}

# Security headers that cost nothing in development and are required everywhere else.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG and env.bool("HTTPS", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
#: Whether one proxy is in front of the service, whose headers give the scheme and the client address.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
#: Addresses for reports of weaknesses, in /.well-known/security.txt.
SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
for _contact in SECURITY_CONTACT:
    if not _contact.startswith(("mailto:", "https://", "tel:")):
        raise ImproperlyConfigured(f"SECURITY_CONTACT has {_contact!r}; use mailto:security@example.org or https://….")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: What pages may load: files of our own, and nothing inline. factcheck/desk/page_policy.py has the exceptions.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # icons within stylesheets
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "factcheck.api.error_handlers.not_from_here"

LOGGING_CONFIG = "factcheck.logs.config.configure"
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if DEBUG else "INFO").upper()
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL!r}; use DEBUG, INFO, WARNING, ERROR or CRITICAL.")
#: Where errors are reported: Sentry, or a service that speaks its protocol.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
#: ``json`` for log collectors, ``console`` for people; by default what standard error is.
LOG_FORMAT = env.str("LOG_FORMAT", default="console" if DEBUG or sys.stderr.isatty() else "json")
if LOG_FORMAT not in {"json", "console"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; use json or console.")
LOGGING = logging_config(LOG_LEVEL, plain=LOG_FORMAT == "console", dsn=SENTRY_DSN)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.api.asking.TokenAuthentication",
        "factcheck.api.asking.DeskSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.api.allowed.ScopeAndRole"],
    "DEFAULT_THROTTLE_CLASSES": ["factcheck.api.throttling.Pace"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "factcheck.api.exceptions.handle",
    "DEFAULT_SCHEMA_CLASS": "factcheck.api.schema.DeskSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "factcheck",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "Claims, their attributions and chains, and their flags. See docs/api.md.",
    "LICENSE": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["factcheck.api.schema.secured"],
    # From our own host: the documentation pages load nothing from elsewhere.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "docExpansion": "none"},
}
#: Bytes of a request body, and of a case file: a few seconds' work. ``manage.py load_case`` loads larger ones.
API_MOST_BYTES = env.int("API_MOST_BYTES", default=1_000_000)
API_MOST_CASE_BYTES = env.int("API_MOST_CASE_BYTES", default=10_000_000)
#: Bytes of a body of lines, which is kept in a file, never in memory: some two hundred thousand claims.
API_MOST_LINES_BYTES = env.int("API_MOST_LINES_BYTES", default=100_000_000)
#: Where large bodies are kept while they are read; empty: the system's directory for temporary files.
FILE_UPLOAD_TEMP_DIR = env.str("FILE_UPLOAD_TEMP_DIR", default="") or None
#: Mixed into the digests of API tokens: without them a stolen table is useless.
TOKEN_PEPPERS = _keys(env.str("TOKEN_PEPPER", default=""), "tokens")
#: With these private notes are encrypted.
NOTES_KEYS = _keys(env.str("NOTES_KEY", default=""), "private notes")
#: Whether anonymous callers may read published claims.
API_ANONYMOUS_READ = env.bool("API_ANONYMOUS_READ", default=False)
#: The rate limits in requests per minute: for each token and each person, and for each address of anonymous callers.
API_PER_MINUTE = env.int("API_PER_MINUTE", default=600)
#: Of requests that take seconds, because other sites are asked or a file is read.
API_SLOW_PER_MINUTE = env.int("API_SLOW_PER_MINUTE", default=30)
API_ANONYMOUS_PER_MINUTE = env.int("API_ANONYMOUS_PER_MINUTE", default=60)

# Celery. Eager only when no broker is configured; results live in our own run table.
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its broker as long as it takes; meanwhile it finishes what it has started, which needs only the database.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = TIME_ZONE
#: Seconds after which Redis gives an unacknowledged message to another worker; a chunk takes far less.
_VISIBILITY_SECONDS = env.int("CELERY_VISIBILITY_SECONDS", default=3600)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": _VISIBILITY_SECONDS,
    "socket_timeout": 30,
    "socket_connect_timeout": 10,
    "socket_keepalive": True,
    # Lets several services share one Redis.
    "global_keyprefix": env.str("CELERY_KEY_PREFIX", default=""),
}
CELERY_VISIBILITY_TIMEOUT = _VISIBILITY_SECONDS
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": _VISIBILITY_SECONDS}

#: The task queued once revisions are committed, if there is a broker, so that followers of the feed look for changes.
FEED_FOLLOWER = "claims.tasks.follow_feed"
#: What ``/readyz`` shows besides what readiness depends on, and what ``/metrics`` reads.
READINESS_DETAILS = "claims.operating.checks.readiness_details"
METRICS_COLLECTOR = "claims.operating.metrics.DeskCollector"
#: The bearer token of a scraper of ``/metrics``; empty: there is no such URL.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
#: What yields a sentence for each way in which a restored record is not what its signed heads cover.
BACKUP_RESTORED = "claims.queries.history.chain_heads.stored_problems"
#: The keys from which webhook secrets are derived; messages are signed with all of them.
WEBHOOK_KEYS = _keys(env.str("WEBHOOK_KEY", default=""), "webhooks")
#: Networks besides the public internet to which webhooks may be sent, such as that of the newsroom's own CMS.
WEBHOOK_ALLOWED_NETWORKS = networks("WEBHOOK_ALLOWED_NETWORKS", env.list("WEBHOOK_ALLOWED_NETWORKS", default=[]))

#: How pages are captured: the most bytes of one, the seconds for fetching and for reading it, between two requests to a host.
CAPTURE_MAX_BYTES = env.int("CAPTURE_MAX_BYTES", default=10_000_000)
CAPTURE_SECONDS = env.float("CAPTURE_SECONDS", default=20.0)
CAPTURE_READING_SECONDS = env.float("CAPTURE_READING_SECONDS", default=10.0)
CAPTURE_PER_HOST_SECONDS = env.float("CAPTURE_PER_HOST_SECONDS", default=2.0)
#: How we introduce ourselves to sites, and in which networks besides the public internet pages may be captured.
CAPTURE_USER_AGENT = env.str("CAPTURE_USER_AGENT", default="FactDesk/1.0 (archive of a newsroom's fact desk)")
if not (CAPTURE_USER_AGENT.isascii() and CAPTURE_USER_AGENT.isprintable()):
    raise ImproperlyConfigured("CAPTURE_USER_AGENT is sent as a header: use ASCII on one line.")
CAPTURE_ALLOWED_NETWORKS = networks("CAPTURE_ALLOWED_NETWORKS", env.list("CAPTURE_ALLOWED_NETWORKS", default=[]))
#: Whether the pages of documents of open claims are visited again on a schedule.
LINK_WATCH = env.bool("LINK_WATCH", default=True)
#: The time-stamping authority (RFC 3161) that may be asked for stamps of captures; empty: none.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
#: Where archived copies of a URL are looked up (Memento, RFC 7089): the URL is appended; empty: nowhere.
MEMENTO_TIMEMAP = env.str("MEMENTO_TIMEMAP", default="http://timetravel.mementoweb.org/timemap/link/")

#: The newsroom's own model that proposes claims (the extractor *http*; empty: there is none), its bearer token, the languages
#: that it reads, the seconds for an answer, and the networks besides the public internet where it may be.
EXTRACTOR_URL = env.str("EXTRACTOR_URL", default="")
EXTRACTOR_TOKEN = env.str("EXTRACTOR_TOKEN", default="")
if not (EXTRACTOR_TOKEN.isascii() and EXTRACTOR_TOKEN.isprintable()):
    raise ImproperlyConfigured("EXTRACTOR_TOKEN is sent as a header: use ASCII on one line.")
EXTRACTOR_LANGUAGES = env.list("EXTRACTOR_LANGUAGES", default=["en"])
EXTRACTOR_SECONDS = env.float("EXTRACTOR_SECONDS", default=20.0)
EXTRACTOR_ALLOWED_NETWORKS = networks("EXTRACTOR_ALLOWED_NETWORKS", env.list("EXTRACTOR_ALLOWED_NETWORKS", default=[]))
#: The installed package with the model of spaCy by which the extractor *syntactic* reads English, and the SHA-256 that its
#: files must have; empty: the pinned one.
EXTRACTOR_ENGLISH_MODEL = env.str("EXTRACTOR_ENGLISH_MODEL", default="")
EXTRACTOR_ENGLISH_MODEL_DIGEST = file_digest(
    "EXTRACTOR_ENGLISH_MODEL", EXTRACTOR_ENGLISH_MODEL, env.str("EXTRACTOR_ENGLISH_MODEL_DIGEST", default="")
)

#: The age recipients (https://age-encryption.org) for which ``manage.py backup`` encrypts, unless it is told others.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
#: Where beat makes a backup each night, at which hour of the desk's day, and of how many days, weeks and months it keeps one.
BACKUP_DIRECTORY = env.str("BACKUP_DIRECTORY", default="")
BACKUP_HOUR = env.int("BACKUP_HOUR", default=2)
BACKUP_KEEP_DAILY = env.int("BACKUP_KEEP_DAILY", default=7)
BACKUP_KEEP_WEEKLY = env.int("BACKUP_KEEP_WEEKLY", default=4)
BACKUP_KEEP_MONTHLY = env.int("BACKUP_KEEP_MONTHLY", default=12)
#: Hours after which the last backup is too old; 0: no backup is expected, as of the embedded default.
BACKUP_OLD_HOURS = env.int("BACKUP_OLD_HOURS", default=0 if DEBUG else 48)

#: Signs the daily heads of the revision chains; public keys of earlier ones, which verify the heads that they signed.
CHAIN_SIGNING_KEY = env.str("CHAIN_SIGNING_KEY", default="")
CHAIN_PUBLIC_KEYS = env.list("CHAIN_PUBLIC_KEYS", default=[])
if CHAIN_SIGNING_KEY or CHAIN_PUBLIC_KEYS:
    from factcheck.signing_keys import KeyFormError, key_id, public_of  # only a desk that signs pays for the library

    try:
        {key_id(public) for public in (*CHAIN_PUBLIC_KEYS, *([public_of(CHAIN_SIGNING_KEY)] if CHAIN_SIGNING_KEY else ()))}
    except KeyFormError as error:
        raise ImproperlyConfigured(f"CHAIN_SIGNING_KEY or CHAIN_PUBLIC_KEYS: {error}") from None

#: Days for which is kept what helps for a while and is no part of the record: responses for clients that repeat a request (they
#: have given up by then, a guess), messages of webhooks to look at, and failed ones to be sent again.
KEEP_ANSWERS_DAYS = env.int("KEEP_ANSWERS_DAYS", default=3)
KEEP_SENT_MESSAGES_DAYS = env.int("KEEP_SENT_MESSAGES_DAYS", default=30)
KEEP_FAILED_MESSAGES_DAYS = env.int("KEEP_FAILED_MESSAGES_DAYS", default=90)

#: The hour of the desk's day at which marked and due claims are verified, and of its Sunday for the full sweep.
NIGHTLY_HOUR = env.int("NIGHTLY_HOUR", default=3)
#: How many workers share a verification run.
VERIFICATION_WORKERS = env.int("VERIFICATION_WORKERS", default=2)
#: Claims per chunk: enough for few statements, few enough that a killed worker loses only seconds of work.
VERIFICATION_CHUNK = env.int("VERIFICATION_CHUNK", default=10_000)
#: Seconds without a finished chunk after which a run is stalled and is resumed: far more than a chunk takes.
VERIFICATION_AT_REST = env.float("VERIFICATION_AT_REST", default=300.0)
CELERY_BEAT_SCHEDULER = "factcheck.jobs.beat:PatientScheduler"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "claims.heartbeat", "schedule": 60.0},
    "verify-nightly": {"task": "claims.verify_nightly", "schedule": crontab(hour=NIGHTLY_HOUR, minute=0)},
    "verify-everything-weekly": {
        "task": "claims.verify_everything",
        "schedule": crontab(hour=NIGHTLY_HOUR, minute=30, day_of_week="sunday"),
    },
    "apply-source-changes": {"task": "claims.apply_source_changes", "schedule": 60.0},
    "resume-lists-of-captures": {"task": "sources.resume_lists", "schedule": 60.0},
    "deliver-webhooks": {"task": "claims.deliver_webhooks", "schedule": 60.0},
    "watch-links": {"task": "claims.watch_links", "schedule": 60.0},
    "delete-old": {"task": "claims.delete_old", "schedule": crontab(hour=NIGHTLY_HOUR, minute=20)},
    "make-chain-heads": {"task": "claims.make_chain_heads", "schedule": crontab(hour=NIGHTLY_HOUR, minute=50)},
    "resume-stopped-runs": {"task": "claims.resume_stopped_runs", "schedule": min(VERIFICATION_AT_REST, 60.0)},
}
if BACKUP_DIRECTORY:
    CELERY_BEAT_SCHEDULE["back-up"] = {"task": "backups.back_up", "schedule": crontab(hour=BACKUP_HOUR, minute=30)}

# The admin's look (django-unfold): the sidebar in the desk's terms.
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": DESK_NAME or _("Fact desk"),
    "SITE_HEADER": DESK_NAME or _("Fact desk"),
    "SITE_URL": None,
    "SITE_SYMBOL": "fact_check",
    "SHOW_HISTORY": False,  # revisions and source changes are the history, not the admin's own log
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "DASHBOARD_CALLBACK": "claims.admin.desk.front_page.front_page",
    "STYLES": [
        "claims.admin.desk.sidebar.stylesheet",
        "claims.admin.desk.front_page.stylesheet",
        "claims.admin.desk.search.stylesheet",
        "claims.admin.attributions.chain.stylesheet",
        "claims.admin.attributions.chain.picture_stylesheet",
        "claims.admin.desk.sidebar.help_stylesheet",
    ],
    "SCRIPTS": [
        "claims.admin.desk.sidebar.script",
        "claims.admin.desk.sidebar.typing_script",
        "claims.admin.desk.sidebar.forms_script",
        "claims.admin.desk.sidebar.help_script",
        "claims.admin.desk.search.script",
    ],
    "COLORS": {
        "primary": {  # a calm blue: red, amber and green are kept for flags and stances
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        }
    },
    "ACCOUNT": {"navigation": "claims.admin.desk.sidebar.account_links"},
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": "claims.admin.desk.sidebar.sections"},
}

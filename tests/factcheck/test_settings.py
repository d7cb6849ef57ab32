"""Production without what it needs fails at once and says what is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "a-long-random-text-that-nobody-else-knows-0123456789-abcdefghij",
    "DATABASE_URL": "postgres://user@127.0.0.1:1/none",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "facts.example.org",
}
#: What a shell or another test may have set.
UNWANTED = {*PRODUCTION, "LOG_LEVEL", "REDIS_URL", "DESK_LANGUAGE", "DJANGO_ALLOW_ASYNC_UNSAFE"}


def check(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    command = [sys.executable, "manage.py", "check", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**clean, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL"])
def test_a_missing_setting_is_named(missing: str) -> None:
    shown = check({name: value for name, value in PRODUCTION.items() if name != missing})
    assert shown.returncode != 0
    assert f"{missing} is not set. DEBUG=0 requires it" in shown.stderr


def test_production_with_all_settings_passes_the_deployment_checks() -> None:
    shown = check({**PRODUCTION, "DATABASE_URL": "sqlite://:memory:"}, "--deploy", "--fail-level", "ERROR")
    assert shown.returncode == 0, shown.stderr
    warned = [line for line in shown.stderr.splitlines() if line.startswith("?:")]
    assert {line.split(")")[0] for line in warned} <= {
        "?: (security.W005",
        "?: (security.W021",
    }  # subdomains are the operator's


def test_a_language_that_the_desk_is_not_in_is_refused() -> None:
    assert check({"DESK_LANGUAGE": "uk"}).returncode == 0
    shown = check({"DESK_LANGUAGE": "tlh"})
    assert shown.returncode != 0
    assert "DESK_LANGUAGE is 'tlh'; use one of en, uk." in shown.stderr


def test_nothing_set_is_the_embedded_default() -> None:
    assert check({}).returncode == 0


@pytest.mark.parametrize("name", ["WEBHOOK_ALLOWED_NETWORKS", "CAPTURE_ALLOWED_NETWORKS"])
def test_a_network_that_is_none_is_named(name: str) -> None:
    shown = check({**PRODUCTION, name: "10.0.0.0/8,10.0.0.1/8"})
    assert shown.returncode != 0
    assert f"{name}: 10.0.0.1/8 has host bits set" in shown.stderr


def test_a_user_agent_must_fit_a_header() -> None:
    assert "CAPTURE_USER_AGENT is sent as a header" in check({"CAPTURE_USER_AGENT": "Новини/1.0"}).stderr


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert check({"DESK_LANGUAGE": "", "API_PER_MINUTE": "", "DEBUG": "", "LOG_LEVEL": ""}).returncode == 0
    shown = check({**PRODUCTION, "SECRET_KEY": ""})
    assert "SECRET_KEY is not set" in shown.stderr


def test_a_level_of_the_log_that_is_none_is_named() -> None:
    shown = check({"LOG_LEVEL": "loud"})
    assert shown.returncode != 0
    assert "LOG_LEVEL is 'LOUD'; use DEBUG, INFO" in shown.stderr


def test_what_ends_a_command_in_production_is_logged_without_its_text() -> None:
    given = {**PRODUCTION, "DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    program = "import django; django.setup(); raise ValueError('canary'.upper())"
    clean = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**clean, **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = ended.stderr.splitlines()
    said = json.loads(line)
    assert (ended.returncode, said["level"], said["traceback"].splitlines()[-1]) == (
        1,
        "CRITICAL",
        "ValueError: (text withheld: it may quote data)",
    )
    assert "CANARY" not in line


def test_the_broker_gets_its_password_although_celery_prefers_the_environment() -> None:
    program = (
        "from factcheck.celery import app as a;"
        " print(a.connection_for_read().as_uri(True), a.connection_for_write().as_uri(True))"
    )
    given = {**PRODUCTION, "CELERY_BROKER_URL": "redis://redis:6379/0", "REDIS_PASSWORD": "of the file"}
    clean = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**clean, **given}, capture_output=True, text=True, check=True
    )
    assert shown.stdout.split() == ["redis://:of%20the%20file@redis:6379/0"] * 2


def test_a_misspelt_role_of_the_second_factor_is_named() -> None:
    assert check({"MFA_ROLES": "Administrator,Viewer"}).returncode == 0
    shown = check({"MFA_ROLES": "Administrator,Senor editor"})
    assert shown.returncode != 0
    assert "MFA_ROLES: Senor editor. Use all, none or of: Viewer" in shown.stderr


def test_a_provider_without_a_client_or_without_https_is_refused() -> None:
    shown = check({"OIDC_ISSUER": "https://login.example"})
    assert "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET" in shown.stderr
    client = {"OIDC_CLIENT_ID": "desk", "OIDC_CLIENT_SECRET": "secret"}
    shown = check({**PRODUCTION, **client, "OIDC_ISSUER": "http://login.example"})
    assert "OIDC_ISSUER is 'http://login.example'; it must start with https://." in shown.stderr

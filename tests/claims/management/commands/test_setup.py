"""setup brings a new desk to its first sign-in, and says what is done when it is run again."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError

from claims.management.setting_up import asking
from claims.models import DeskPolicy
from claims.operations.desk.roles import ADMINISTRATOR
from claims.queries.policy.versions import thresholds
from factcheck.access.accounts import must_change_password
from factcheck.configuration.mail import mail_settings
from tests.claims.management.typed import run

PASSWORD = "correct-horse-battery"
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "password"
    found.write_text(f"{PASSWORD}\n")
    return found


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Type these answers on a terminal, by what the question begins with; to any other, nothing."""

    def answers(**given: list[str]) -> None:
        def read(question: str) -> str:
            left = next((each for begins, each in given.items() if question.lower().startswith(begins)), [])
            return left.pop(0) if left else ""

        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(asking, "getpass", read)

    return answers


def test_a_container_makes_the_administrator_from_a_file_once(file: Path) -> None:
    first = run("setup", "--no-input", "--administrator", "ada", "--password-file", str(file))
    assert "Administrator: ada made." in first
    ada = User.objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser, [group.name for group in ada.groups.all()]) == (True, False, [ADMINISTRATOR])
    assert authenticate(username="ada", password=PASSWORD) == ada
    assert must_change_password(ada)  # a file is no place for a password that stays
    again = run("setup", "--no-input", "--administrator", "ada", "--password-file", str(file))
    assert "Administrator: ada.\n" in again
    with pytest.raises(CommandError, match=r"already: ada\. --another"):
        run("setup", "--no-input", "--administrator", "grace", "--password-file", str(file))
    run("setup", "--no-input", "--another", "--administrator", "grace", "--password-file", str(file))
    assert User.objects.filter(groups__name=ADMINISTRATOR).count() == 2


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [("ada", "123", "too short"), ("a b", PASSWORD, "valid username"), ("taken", PASSWORD, "already")],
)
def test_what_cannot_be_used_makes_nobody(file: Path, name: str, password: str, says: str) -> None:
    User.objects.create_user("taken")
    file.write_text(password)
    with pytest.raises(CommandError, match=says):
        run("setup", "--no-input", "--administrator", name, "--password-file", str(file))
    assert User.objects.count() == 1


def test_on_a_terminal_everything_is_asked_and_wrong_answers_again(typed: Callable[..., None]) -> None:
    typed(
        **{
            "the desk's name": ["Evening Post"],
            "language": ["fr", "uk"],
            "the desk's time": ["Kyiv", "Europe/Kyiv"],
            "user name": ["not one", "ada"],
            "password": ["short", PASSWORD, PASSWORD],
            "the same": ["another", PASSWORD],
            "keep it": ["n"],
            "independent": ["many", "3"],
        }
    )
    printed = run("setup")
    lines = ("DESK_NAME='Evening Post'", "DESK_LANGUAGE=uk", "DESK_TIME_ZONE=Europe/Kyiv")
    assert all(f"  {line}\n" in printed for line in lines)
    for wrong in ("no language “fr”", "no time zone “Kyiv”", "valid username", "too short", "The two differ", "“many” is not"):
        assert wrong in printed
    assert not must_change_password(User.objects.get(username="ada"))
    policy = DeskPolicy.objects.get()
    assert (policy.version, policy.min_on_record, policy.reason, policy.recorded_by) == (1, 3, "setup", "command:setup")


def test_the_policy_is_set_once_and_keeps_what_was_not_asked() -> None:
    run("setup", "--no-input", "--min-on-record", "3", "--shelf-life-days", "30")
    assert "version 1 kept" in run("setup", "--no-input", "--min-on-record", "3")
    found = thresholds()
    assert (found.version, found.min_on_record, found.shelf_life_days, found.outcome_grace_days) == (1, 3, 30, 7)
    with pytest.raises(CommandError, match="cannot include 9"):
        run("setup", "--no-input", "--min-disinterested", "9")


def test_lines_are_written_into_the_file_and_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "factcheck.env"
    file.write_text("# ours\nDEBUG=0\nDESK_NAME=Old\n")
    for _time in range(2):
        run("setup", "--no-input", "--desk-name", "Пошта", "--mail-from", "Desk <facts@example.org>", "--write", str(file))
    wanted = "# ours\nDEBUG=0\nDESK_NAME='Пошта'\nDEFAULT_FROM_EMAIL='Desk <facts@example.org>'\n"
    assert file.read_text() == wanted
    with pytest.raises(CommandError, match="cannot be written: Is a directory"):
        run("setup", "--no-input", "--desk-name", "Post", "--write", str(tmp_path))


@pytest.mark.parametrize(("option", "value"), [("--language", "fr"), ("--time-zone", "Mars"), ("--mail-from", "me")])
def test_an_option_that_means_nothing_is_refused(option: str, value: str) -> None:
    with pytest.raises(CommandError, match=f"“{value}”"):
        run("setup", "--no-input", option, value)


def test_a_database_without_migrations_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    migrated = []
    monkeypatch.setattr("claims.management.setting_up.services.database_state", lambda: "not migrated")
    with pytest.raises(CommandError, match=r"setup --migrate"):
        run("setup", "--no-input")
    monkeypatch.setattr("claims.management.setting_up.services.call_command", lambda *args, **_: migrated.append(args))
    assert "Database: migrated." in run("setup", "--no-input", "--migrate")
    assert migrated == [("migrate",)]


def test_a_broker_that_is_away_is_named_without_its_password(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://:hush@127.0.0.1:1/0"
    printed = run("setup", "--no-input")
    assert "Broker: it does not respond (" in printed
    assert "hush" not in printed


def test_a_test_mail_is_sent(settings: Any) -> None:
    settings.DESK_NAME = "Evening Post"
    assert "to it@example.org was sent" in run("setup", "--no-input", "--mail-test", "it@example.org")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["it@example.org"], "Evening Post: test")


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def test_a_test_mail_that_fails_says_why(settings: Any, closed_port: int) -> None:
    for name, value in mail_settings("").items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        run("setup", "--no-input", "--mail-test", "it@example.org")
    for name, value in mail_settings(f"smtp://me:hush@127.0.0.1:{closed_port}").items():
        setattr(settings, name, value)
    with pytest.raises(
        CommandError, match=rf"127\.0\.0\.1, port {closed_port}: it cannot be reached: Connection refused"
    ) as error:
        run("setup", "--no-input", "--mail-test", "it@example.org")
    assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (smtplib.SMTPAuthenticationError(535, b"hush"), "refused user or password"),
        (smtplib.SMTPSenderRefused(550, b"hush", "a@example.org"), "set DEFAULT_FROM_EMAIL"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"hush")}), "refused the address"),
        (smtplib.SMTPNotSupportedError("hush"), "does not offer what EMAIL_URL asks for"),
        (smtplib.SMTPServerDisconnected("hush"), "TLS from the start"),
        (smtplib.SMTPDataError(554, b"hush"), "responded with an error"),
        (ssl.SSLError(1, "hush"), "does not speak TLS"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_mail_server_refuses_is_said_in_words(monkeypatch: pytest.MonkeyPatch, error: OSError, says: str) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr("claims.management.setting_up.mail.send_mail", refuse)
    with pytest.raises(CommandError, match=says) as shown:
        run("setup", "--no-input", "--mail-test", "it@example.org")
    assert "hush" not in str(shown.value)

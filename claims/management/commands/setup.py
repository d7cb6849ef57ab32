"""Set a desk up: services, variables, administrator, policy and mail."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.management.setting_up import mail, people, policy, services, variables
from claims.management.setting_up.asking import Asking

ACTOR: Final = "command:setup"
#: Options of the variables that a desk chooses.
_OPTIONS: Final = {
    "DESK_NAME": "--desk-name",
    "DESK_LANGUAGE": "--language",
    "DESK_TIME_ZONE": "--time-zone",
    "DEFAULT_FROM_EMAIL": "--mail-from",
}


class Command(BaseCommand):
    help = (
        "Sets a desk up: checks the database, Redis and the broker, asks for the desk's name, language, time zone and sender of"
        " mail, makes the first administrator, sets the policy, and sends a test mail. Run again, it says what is already done."
    )
    requires_system_checks: list[str] = []  # it has to work where others do not

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="ask nothing; without a terminal nothing is asked anyway")
        parser.add_argument("--migrate", action="store_true", help="migrate the database if it lacks migrations")
        for name, option in _OPTIONS.items():
            parser.add_argument(option, dest=name, help=variables.ASKED[name][0].lower())
        parser.add_argument(
            "--write",
            type=Path,
            metavar="FILE",
            help="write the variables into this file, whose other lines stay, not to the screen",
        )
        parser.add_argument("--administrator", default="", metavar="NAME", help="user name of the first administrator")
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help="file with the first password of the administrator"
        )
        parser.add_argument("--another", action="store_true", help="make an administrator though there is one")
        for name, words in policy.NUMBERS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", type=policy.read_number, metavar="N", help=words.lower())
        parser.add_argument("--mail-test", default="", metavar="ADDRESS", help="send a test mail to this address")

    def handle(self, *, no_input: bool, migrate: bool, write: Path | None, mail_test: str, **options: Any) -> None:
        asking = Asking(self.stdout, interactive=not no_input and sys.stdin.isatty())
        services.check_database(self.stdout, asking, migrate=migrate)
        services.check_queues(self.stdout)
        chosen = variables.choose(asking, {name: options[name] for name in _OPTIONS})
        variables.write(self.stdout, chosen, write)
        now = timezone.now()
        people.add_administrator(
            self.stdout, asking, options["administrator"], options["password_file"],
            another=options["another"], at=now, actor=ACTOR,
        )  # fmt: skip
        numbers = {name: options[name] for name in policy.NUMBERS}
        policy.set_numbers(self.stdout, asking, numbers, at=now, actor=ACTOR)
        self.stdout.write(mail.state_of_mail())
        if mail_test:
            mail.send_test(self.stdout, mail_test)

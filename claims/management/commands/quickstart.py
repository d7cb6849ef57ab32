"""Set up a database with the sample case, and run the site. It is safe to run again."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.operations.cases.sample import REASON, SAMPLE
from claims.operations.desk.roles import ADMINISTRATOR, ensure_role
from claims.sample_page import capture_summary
from claims.verification import Change

#: The current time of the demo: two days after the sample's article, so that its table stays the same.
DEMO_NOW = "2024-06-12T12:00Z"
EDITOR = "editor"


class Command(BaseCommand):
    help = "Prepares the database, loads the sample case, verifies it, shows the flagged claims, and runs the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help=f"verify as of {DEMO_NOW}, show the table and exit")

    def handle(self, *, port: int, demo: bool, **_options: Any) -> None:
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Loading the sample case and verifying it …")
        call_command("load_case", str(SAMPLE), reason=REASON, stdout=self.stdout)
        capture_summary(Change(timezone.now(), "command:quickstart", "load case", REASON))
        if demo:
            call_command("verify", "--all", "--now", DEMO_NOW, stdout=self.stdout)
            return
        call_command("verify", "--all", stdout=self.stdout)
        self._account()
        self._addresses(port)
        self.stdout.flush()  # or a pipe or file would get the password only when the server stops
        # Without the reloader, which would run this command a second time.
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)

    def _account(self) -> None:
        users = get_user_model()._default_manager
        if users.filter(username=EDITOR).exists():
            self.stdout.write(f"Sign in as “{EDITOR}”. If you forgot the password, run manage.py changepassword {EDITOR}")
            return
        password = secrets.token_urlsafe(12)
        editor = users.create_user(username=EDITOR, password=password, is_staff=True)
        editor.groups.add(ensure_role(ADMINISTRATOR))  # nobody else can assign roles yet
        self.stdout.write(f"Sign in as “{EDITOR}” with the password {password} (shown only once; change it in the admin).")

    def _addresses(self, port: int) -> None:
        self.stdout.write(f"Admin         http://127.0.0.1:{port}/admin/")
        self.stdout.write("Stop with Ctrl-C. `make run` starts it again with the same data.")

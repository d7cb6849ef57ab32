"""Let somebody back in who lost their second factor. For whoever has the host: the only administrator needs it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from factcheck.signin.operations import remove_devices
from factcheck.signin.vocabulary import Way
from factcheck.text.texts import in_form


class Command(BaseCommand):
    help = (
        "Removes the second factors of a user who lost them, ends their sessions, and records it in the sign-in log. The"
        " password stays: see manage.py changepassword."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the user name")
        parser.add_argument("--reason", type=in_form, required=True, help="for the sign-in log: “lost the phone”")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}. The page “Users” of the admin lists all.")
        try:
            number = remove_devices(
                user, at=timezone.now(), actor="command:remove_devices", reason=options["reason"], way=Way.COMMAND
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"Removed {number} second factors of {user.get_username()}, and ended the sessions.")
        self.stdout.write("Next: sign in with the password; a role that needs a second factor asks to set up a new one.")

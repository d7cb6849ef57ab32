"""Manage API tokens from the command line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from factcheck.access.models import ApiToken
from factcheck.access.operations import DAYS, Issued, issue_token, revoke_token, rotate_token
from factcheck.access.queries import token_of
from factcheck.access.scopes import CLAIMS_READ, SCOPES
from factcheck.text.texts import in_form

_ACTOR = "command:token"


class Command(BaseCommand):
    help = "Creates, lists, rotates and revokes API tokens. A token is printed only once, when it is created."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("make", help="create a token for a user")
        make.add_argument("user", help="the user whose role limits the token")
        make.add_argument("name", type=in_form, help="the program that uses it")
        scopes = f"one of {', '.join(SCOPES)}; can be repeated (default: {CLAIMS_READ})"
        make.add_argument("--scope", action="append", dest="scopes", help=scopes)
        make.add_argument("--days", type=int, default=DAYS, help=f"days until it expires (default: {DAYS})")
        make.add_argument(
            "--network", action="append", dest="networks", default=[], help="allow only this network, such as 192.0.2.0/24"
        )
        verbs.add_parser("list", help="list all tokens, without secrets")
        rotate = verbs.add_parser("rotate", help="replace a token by a new one")
        rotate.add_argument("key")
        rotate.add_argument("--overlap-hours", type=int, default=24, help="hours until the old one expires (default: 24)")
        revoke = verbs.add_parser("revoke", help="revoke a token at once")
        revoke.add_argument("key")
        revoke.add_argument("--reason", type=in_form, required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['verb']}")(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _make(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}. Create users in the admin.")
        if not user.is_active:
            raise CommandError(f"The user {options['user']!r} is not active, so the token would not work.")
        self._print(
            issue_token(
                user,
                options["name"],
                # Not as argparse's default, to which ``append`` would add the chosen scopes.
                options["scopes"] or [CLAIMS_READ],
                at=timezone.now(),
                actor=_ACTOR,
                days=options["days"],
                networks=options["networks"],
            )
        )

    def _list(self, _options: dict[str, Any]) -> None:
        now = timezone.now()
        for token in ApiToken.objects.select_related("user").order_by("created_at"):
            state = (
                f"until {token.expires_at:%Y-%m-%d}" if token.works_at(now) else "revoked" if token.revoked_at else "expired"
            )
            used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
            scopes = " ".join(token.scopes)
            self.stdout.write(f"{token.key}  {token.user.get_username()}  {token.name}  {scopes}  {state}, {used}")

    def _rotate(self, options: dict[str, Any]) -> None:
        overlap = timedelta(hours=options["overlap_hours"])
        self._print(rotate_token(self._found(options["key"]), at=timezone.now(), actor=_ACTOR, overlap=overlap))

    def _revoke(self, options: dict[str, Any]) -> None:
        token = self._found(options["key"])
        revoke_token(token, at=timezone.now(), actor=_ACTOR, reason=options["reason"])
        self.stdout.write(f"{token} is revoked.")

    def _found(self, key: str) -> ApiToken:
        token = token_of(key)
        if token is None:
            raise CommandError(f"There is no token {key!r}. `manage.py token list` shows all tokens.")
        return token

    def _print(self, issued: Issued) -> None:
        # Not on stdout, which a script may read: that has only the token.
        self.stderr.write("Copy it now. It will not be shown again:")
        self.stdout.write(str(issued.text))

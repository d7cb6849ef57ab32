"""Tokens of the API, from a shell."""

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
    help = "Makes, lists, replaces and revokes tokens of the API. A token is printed once, when it is made."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("make", help="a token for a person")
        make.add_argument("user", help="the person whose role limits it")
        make.add_argument("name", type=in_form, help="what will use it")
        scope_help = f"one of {', '.join(SCOPES)}; repeat for several (default: {CLAIMS_READ})"
        make.add_argument("--scope", action="append", dest="scopes", help=scope_help)
        make.add_argument("--days", type=int, default=DAYS, help=f"how long it lasts (default: {DAYS})")
        make.add_argument(
            "--network", action="append", dest="networks", default=[], help="192.0.2.0/24: accepted only from there"
        )
        verbs.add_parser("list", help="all of them, without their secrets")
        rotate = verbs.add_parser("rotate", help="replace a token")
        rotate.add_argument("key")
        rotate.add_argument("--overlap-hours", type=int, default=24, help="how long the old one stays valid (default: 24)")
        revoke = verbs.add_parser("revoke", help="end a token at once")
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
            raise CommandError(f"Unknown user {options['user']!r}; add people in the admin, under Users.")
        if not user.is_active:
            raise CommandError(f"The account {options['user']!r} is not active: its token would not work.")
        self._tell(
            issue_token(
                user,
                options["name"],
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
        self._tell(rotate_token(self._found(options["key"]), at=timezone.now(), actor=_ACTOR, overlap=overlap))

    def _revoke(self, options: dict[str, Any]) -> None:
        token = self._found(options["key"])
        revoke_token(token, at=timezone.now(), actor=_ACTOR, reason=options["reason"])
        self.stdout.write(f"{token} is revoked.")

    def _found(self, key: str) -> ApiToken:
        token = token_of(key)
        if token is None:
            raise CommandError(f"Unknown token {key!r}: `manage.py token list` lists them.")
        return token

    def _tell(self, issued: Issued) -> None:
        self.stderr.write("Copy it now; it is not shown again:")
        self.stdout.write(str(issued.text))

"""The first administrator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper

from claims.management.setting_up.asking import Asking
from claims.operations.desk.administrators import administrators, check_password_of, check_user_name, make_administrator


def add_administrator(
    out: OutputWrapper, asking: Asking, name: str, file: Path | None, *, another: bool, at: datetime, actor: str
) -> None:
    """Create the administrator of that name, unless the desk has one."""
    present = administrators()
    if present and (name in present or not (name or another)):
        out.write(f"Administrator: {', '.join(present)}.")
        return
    if present and not another:
        raise CommandError(f"There is an administrator already: {', '.join(present)}. --another makes one more.")
    if not name and not asking.interactive:
        out.write("Administrator: none yet. Run setup with --administrator NAME --password-file FILE, or on a terminal.")
        return
    try:
        name = name or asking.value("User name of the administrator", "admin", _new_name)
        check_user_name(name)
        password = _password(asking, name, file)
        make_administrator(name, password, at=at, actor=actor, chosen=file is None)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    first = "" if file is None else " The first sign-in asks for another password; delete the file."
    out.write(f"Administrator: {name} made.{first}")


def _new_name(given: str) -> str:
    check_user_name(given)
    return given


def _password(asking: Asking, name: str, file: Path | None) -> str:
    if file is None:
        if not asking.interactive:
            raise CommandError("Without a terminal the password comes from a file: --password-file FILE.")
        return asking.password(lambda given: check_password_of(name, given))
    try:
        return file.read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not text in UTF-8'}.") from None

"""The environment variables that a desk chooses: asked, then printed or written as the lines of its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, OutputWrapper
from django.core.validators import validate_email

from claims.management.setting_up.asking import Asking, Reads
from factcheck.configuration.environment_file import line, with_lines

LONGEST_NAME: Final = 60


def read_name(given: str) -> str:
    """Return the desk's name. Raises: ValueError."""
    if len(given) > LONGEST_NAME or not given.isprintable():
        raise ValueError(f"A name has one line and at most {LONGEST_NAME} characters.")
    return given


def read_language(given: str) -> str:
    """Return the code of a language. Raises: ValueError."""
    if given not in (codes := dict(settings.LANGUAGES)):
        raise ValueError(f"There is no language “{given}”: use {' or '.join(codes)}.")
    return given


def read_zone(given: str) -> str:
    """Return a time zone. Raises: ValueError."""
    try:
        return ZoneInfo(given).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"There is no time zone “{given}”: use one as Europe/Kyiv.") from None


def read_sender(given: str) -> str:
    """Return the sender of mail, an address or ``Name <address>``. Raises: ValueError."""
    try:
        validate_email(given.rpartition("<")[2].removesuffix(">") if given.endswith(">") else given)
    except ValidationError:
        raise ValueError(f"“{given}” is not an address of mail: use facts@example.org or Desk <facts@example.org>.") from None
    return given


#: The question, the setting that holds the current value, and what reads an answer.
ASKED: Final[Mapping[str, tuple[str, str, Reads[str]]]] = {
    "DESK_NAME": ("The desk's name (empty: Fact desk)", "DESK_NAME", read_name),
    "DESK_LANGUAGE": ("Language (en, uk) for whoever chose none", "LANGUAGE_CODE", read_language),
    "DESK_TIME_ZONE": ("The desk's time zone", "TIME_ZONE", read_zone),
    "DEFAULT_FROM_EMAIL": ("Sender of the desk's mail", "DEFAULT_FROM_EMAIL", read_sender),
}


def choose(asking: Asking, given: Mapping[str, str | None]) -> dict[str, str]:
    """Return the variables whose values differ from the settings. ``given`` are the options, which are not asked."""
    chosen = {}
    for name, (question, setting, reads) in ASKED.items():
        current = str(getattr(settings, setting))
        option = given.get(name)
        try:
            value = asking.value(question, current, reads) if option is None else reads(option)
        except ValueError as error:
            raise CommandError(str(error)) from None
        if value != current:
            chosen[name] = value
    return chosen


def write(out: OutputWrapper, chosen: Mapping[str, str], file: Path | None) -> None:
    """Write the lines into the file, or print them."""
    if not chosen:
        out.write("Name, language, time zone and sender: nothing to change.")
        return
    if file is None:
        out.write("Put these lines into .env (Compose) or /etc/factcheck/factcheck.env (systemd), and restart the services:")
        for name, value in chosen.items():
            out.write(f"  {line(name, value)}")
        return
    try:
        before = file.read_text() if file.exists() else ""
        file.write_text(with_lines(before, chosen))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"{file} cannot be written: {getattr(error, 'strerror', None) or 'it is not text in UTF-8'}."
        ) from None
    out.write(f"{file}: {', '.join(chosen)} written. Restart the services.")

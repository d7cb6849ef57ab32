"""The numbers of the desk's policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.core.management.base import CommandError, OutputWrapper

from claims.management.setting_up.asking import Asking
from claims.models import DeskPolicy
from claims.operations.policy.drafts import set_policy
from claims.operations.writing import OperationError
from claims.queries.policy.versions import thresholds
from claims.verification import Change

#: The numbers, and what each is in words.
NUMBERS: Final = {
    "min_on_record": "Independent on-record routes that a claim needs (two-source rule)",
    "min_disinterested": "… of them from disinterested sources",
    "shelf_life_days": "Days after which a claim with nothing new is stale",
    "outcome_grace_days": "Days after a predicted window to record the outcome",
    "dead_link_checks": "Checks without a page (404, 410) after which a link is dead",
    "dead_link_hours": "… and the hours that they span",
    "unreachable_days": "Days of server errors and timeouts after which a link is dead",
}
REASON: Final = "setup"


def read_number(given: str) -> int:
    """Return a number that a policy may have. Raises: ValueError."""
    if not given.isdecimal() or int(given) > _MOST:
        raise ValueError(f"“{given}” is not a whole number from 0 to {_MOST}.")
    return int(given)


#: What the smallest of the columns holds.
_MOST: Final = 32_767


def set_numbers(out: OutputWrapper, asking: Asking, given: Mapping[str, int | None], *, at: datetime, actor: str) -> None:
    """Put a policy with the numbers in force as a new version, if they differ from the current ones."""
    current = thresholds()
    before = {name: int(getattr(current, name)) for name in NUMBERS}
    after = {name: before[name] if number is None else number for name, number in given.items()}
    if asking.interactive and before == after:
        out.write(
            f"Policy, {_named(current.version)}: {', '.join(f'{NUMBERS[name]}: {number}' for name, number in before.items())}."
        )
        if not asking.yes("Keep it?", default=True):
            after = {name: asking.value(NUMBERS[name], number, read_number) for name, number in before.items()}
    if before == after:
        out.write(f"Policy: {_named(current.version)} kept.")
        return
    kept = {"severities": dict(current.severities), "switched_off": current.switched_off}
    try:
        made: DeskPolicy = set_policy(Change(at, actor, "set policy", REASON), **after, **kept)
    except OperationError as error:
        raise CommandError(f"The policy was not set: {error}") from None
    out.write(f"Policy: version {made.version} is in force; the next verification visits every claim under it.")


def _named(version: int) -> str:
    return f"version {version}" if version else "the default"

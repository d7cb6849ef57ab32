"""The page of all flags, docs/flags.md, built from the rules. ``python -m claims.policy.flag_reference`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from claims.policy.assess import DESK_ONLY, RULES
from claims.policy.findings import Rule
from claims.policy.sentences import capitalised
from factcheck.words import LABELS

_INTRO: Final = """\
# Flags

This page is made by `python -m claims.policy.flag_reference > docs/flags.md`; do not edit it by hand. A rule is one file in
`claims/policy/rules/`, named after the code of its flag. All rules run on every claim, and several flags may be open at once.
The desk's policy may give a flag another severity, or switch it off.

“Settled by” is what the page of the claim asks: `{names}` stands for the sources or records that the flag rests on, `{first}`
for the first of them."""
_RAISE: Final = "Raise where "


class Entry(NamedTuple):
    """What the reference has on one flag, in English."""

    code: str
    label: str
    desk_only: bool
    severity: str
    raised: str
    cleared: str
    ask: str  # the question on the page of the claim
    decisions: tuple[str, ...]  # labels of the kinds of decisions that settle it
    judges: bool  # a judgement of independence may settle it
    example: str


def entries() -> list[Entry]:
    """Return the entries of all flags, in the order of their codes."""
    return [_entry(rule) for rule in RULES]


def _entry(rule: Rule) -> Entry:
    return Entry(
        code=rule.code,
        label=rule.label,
        desk_only=rule.code in DESK_ONLY,
        severity=rule.severity,
        raised=raised_when(rule),
        cleared=rule.cleared,
        ask=rule.ask,
        decisions=tuple(LABELS[kind.replace("_", " ")] for kind in rule.settles),
        judges=rule.judges,
        example=rule.example,
    )


def as_text() -> str:
    """Return the text of docs/flags.md."""
    return "\n".join([_INTRO, *(line for entry in entries() for line in _section(entry)), ""])


def _section(entry: Entry) -> Iterator[str]:
    yield f"\n## `{entry.code}`\n"
    yield f"{capitalised(entry.label)}.{' For the desk only.' if entry.desk_only else ''}\n"
    yield "| | |\n| --- | --- |"
    yield f"| Severity | {entry.severity} |"
    yield f"| Raised when | {entry.raised} |"
    yield f"| Cleared when | {entry.cleared} |"
    yield f"| Settled by | {' '.join(_settled_by(entry))} |"
    yield f"| Example | “{entry.example}” |"


def raised_when(rule: Rule) -> str:
    """Return when a flag is raised: the first sentence of its check's docstring."""
    said = " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split())
    return said.removeprefix(_RAISE).removesuffix(".")


def _settled_by(entry: Entry) -> Iterator[str]:
    yield entry.ask
    if entry.decisions:
        yield f"Decision: {' or '.join(entry.decisions)}."
    if entry.judges:
        yield "A judgement of independence."


if __name__ == "__main__":
    sys.stdout.write(as_text())

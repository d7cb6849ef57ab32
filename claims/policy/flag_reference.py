"""The page of all flags, docs/flags.md, built from the rules. ``python -m claims.policy.flag_reference`` prints it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from claims.policy.assess import DESK_ONLY, RULES
from claims.policy.findings import Rule
from factcheck.words import LABELS

_INTRO: Final = """\
# Flags

This page is made by `python -m claims.policy.flag_reference > docs/flags.md`; do not edit it by hand. A rule is one file in
`claims/policy/rules/`, named after the code of its flag. All rules run on every claim, and several flags may be open at once.
The desk's policy may give a flag another severity, or switch it off.

“Settled by” is what the page of the claim asks: `{names}` stands for the sources or records that the flag rests on, `{first}`
for the first of them."""
_RAISE: Final = "Raise where "


def as_text() -> str:
    """Return the text of docs/flags.md."""
    return "\n".join([_INTRO, *(line for rule in RULES for line in _section(rule)), ""])


def _section(rule: Rule) -> Iterator[str]:
    yield f"\n## `{rule.code}`\n"
    yield f"{_capitalised(rule.label)}. For the desk only.\n" if rule.code in DESK_ONLY else f"{_capitalised(rule.label)}.\n"
    yield "| | |\n| --- | --- |"
    yield f"| Severity | {rule.severity} |"
    yield f"| Raised when | {raised_when(rule)} |"
    yield f"| Cleared when | {rule.cleared} |"
    yield f"| Settled by | {' '.join(_settled_by(rule))} |"
    yield f"| Example | “{rule.example}” |"


def raised_when(rule: Rule) -> str:
    """Return when a flag is raised: the first sentence of its check's docstring."""
    said = " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split())
    return said.removeprefix(_RAISE).removesuffix(".")


def _settled_by(rule: Rule) -> Iterator[str]:
    yield rule.ask
    if rule.settles:
        yield f"Decision: {' or '.join(LABELS[kind.replace('_', ' ')] for kind in rule.settles)}."
    if rule.judges:
        yield "A judgement of independence."


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


if __name__ == "__main__":
    sys.stdout.write(as_text())

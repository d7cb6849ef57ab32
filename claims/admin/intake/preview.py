"""The preview of pasted claims: each with its chains, and the status and flags that it would get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.attributions.quick_plan import Line
from claims.admin.attributions.quick_preview import line_shown, where_shown
from claims.admin.attributions.quick_reading import fault_text
from claims.admin.intake.plan import ClaimPlan, Plan
from claims.admin.merges.preview import compared
from claims.intake.claim_lines import LineFault, Misread
from claims.operations.dry_run import Tried
from claims.vocabulary import Stance
from sources.admin.display import words

_MISREAD: Final = {
    Misread.NO_CLAIM_ABOVE: gettext_lazy("This chain has no claim above it. Write “claim | chain”."),
    Misread.SAME_CLAIM: gettext_lazy(
        "Line %(words)s has the same claim. Write its further chains below it, in lines that begin with |."
    ),
    Misread.SAME_CHAIN: gettext_lazy("The claim already has this chain. Remove this line."),
    Misread.COLUMNS: gettext_lazy(
        "A line has three columns at most: claim | chain | stance. “%(words)s” is one too many: remove it, or the | in a text."
    ),
    Misread.NO_CHAIN: gettext_lazy("“%(words)s” is a stance without a chain. Write the chain before it."),
    Misread.STANCE: gettext_lazy("“%(words)s” is not a stance. Write one of these, or leave it out: %(stances)s."),
    Misread.TEXT_TOO_LONG: gettext_lazy("A claim can have at most %(words)s characters. Split it into several."),
    Misread.TOO_MANY: gettext_lazy("The limit is %(words)s. Save the lines above first, and paste the rest after it."),
}


def fault_message(fault: LineFault) -> str:
    """Return what is wrong with a line, and how to mend it."""
    if fault.chain is not None:
        return fault_text(fault.chain)
    assert fault.why is not None  # noqa: S101 - for mypy: a fault is of the line or of its chain
    stances = ", ".join(words(stance) for stance in Stance.words() if stance != Stance.REPORTS)
    return str(_MISREAD[fault.why]) % {"words": fault.words, "stances": stances}


def preview_of(
    plan: Plan, found: Tried[Any], same: Mapping[str, Sequence[str]], similar: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """Return the template context of a plan, of what a trial found, and of recorded claims with the same or a similar text."""
    after = {snapshot.key: compared(None, snapshot) for snapshot in found.after.values()}
    return {
        "claims": [
            {**_claim(claim, after[claim.key]), "same": same.get(text, ()), "similar": similar.get(text, ())}
            for claim, text in ((claim, claim.record["text"]) for claim in plan.claims)
        ],
        "where": where_shown(plan.where, plan.new_document),
        "totals": _totals(plan, [flag for each in after.values() for flag in each["raised"]]),
    }


def _claim(claim: ClaimPlan, after: Mapping[str, Any]) -> dict[str, Any]:
    chains = [{"line": chain.line, "rests": chain.rests, "lines": _lines(chain.lines)} for chain in claim.chains]
    counts = [(title, rows[0][2]) for title, rows in after["sides"]]
    return {**after, "line": claim.line, "chains": chains, "counts": counts}


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [line_shown(line, last=number == len(lines) - 1) for number, line in enumerate(lines)]


def _totals(plan: Plan, flags: Sequence[Any]) -> str:
    """Return how much the plan would record, as a sentence."""
    chains = sum(len(claim.chains) for claim in plan.claims)
    counted = (
        ngettext("%(number)s claim", "%(number)s claims", len(plan.claims)) % {"number": len(plan.claims)},
        ngettext("%(number)s chain", "%(number)s chains", chains) % {"number": chains},
        ngettext("%(number)s new source", "%(number)s new sources", len(plan.values["sources"]))
        % {"number": len(plan.values["sources"])},
        ngettext("%(number)s flag", "%(number)s flags", len(flags)) % {"number": len(flags)},
    )
    return _("To be saved: %(what)s.") % {"what": ", ".join(counted)}

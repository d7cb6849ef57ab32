"""A page that an attribution was taken from is no longer there."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.policy.facts import PageFact, Thresholds
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import CRITICAL, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where repeated checks found no page that a live attribution was taken from; critical where no copy is kept.

    A page is gone when the server says so often enough and over enough time, or when its site fails or does not respond for
    days. A site that refuses to show the page to us is no such site.
    """
    if not case.facts.pages:
        return None
    dead = [(page, at) for page in case.facts.pages if (at := dead_since(page, case.thresholds)) is not None]
    on_dead, on_lost = ({page.attribution for page, _at in dead if not (lost and page.archived)} for lost in (False, True))
    rows = case.live(row for row in case.facts.attributions if row.id in on_dead)
    if not rows:
        return None
    unkept = [row for row in rows if row.id in on_lost]
    names = listed(case.label(row) for row in unkept or rows)
    ids = {row.id for row in unkept or rows}
    since = min(at for page, at in dead if page.attribution in ids)
    kept = "no copy of it is kept" if unkept else "a copy of it is kept"
    reason = f"The page with what we have of {names} has been gone since {since:%Y-%m-%d}, and {kept}."
    return Finding(CRITICAL if unkept else WARNING, reason, tuple(attribution(row) for row in rows))


def dead_since(page: PageFact, thresholds: Thresholds) -> datetime | None:
    """Return since when a page is gone; None if it is there, or not missed long enough to say so."""
    last = page.last_failed_at
    if last is None:
        return None
    hours, days = timedelta(hours=thresholds.dead_link_hours), timedelta(days=thresholds.unreachable_days)
    if page.gone_since is not None and page.gone_checks >= thresholds.dead_link_checks and last - page.gone_since >= hours:
        return page.gone_since
    return page.failing_since if page.failing_since is not None and last - page.failing_since >= days else None


RULE = Rule(
    "dead_link",
    check,
    label=_("dead link"),
    severity="warning; critical where no copy is kept",
    cleared="a check finds the page again, with the quote if there is one",
    example="The page with what we have of The Police Chief has been gone since 2024-06-09, and no copy of it is kept.",
    ask="Where else is the page with what {names} said, and who keeps a copy of it?",
    desk_only=True,
)

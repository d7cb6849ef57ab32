"""The texts and marks in a line of the list of claims, which can be read at a glance. All of them are escaped."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.flags.findings import side_interval
from claims.admin.help.flag_tags import flag_help
from claims.models import Claim, Flag
from claims.policy.assess import implied_by
from claims.vocabulary import CRITICAL, INFO, WARNING
from factcheck.desk.people import actor_name
from sources.admin.display import date_time, words

#: A sign for each severity, for people who cannot distinguish the colours; screen readers read the word.
_SIGNS: Final[dict[str, str]] = {CRITICAL: "‼", WARNING: "!", INFO: "i"}
_NOTHING: Final = "–"
#: The most flags shown; the others are counted, and shown on the claim's page (a guess).
_MOST_FLAGS: Final = 6
_NOW: Final = timedelta(minutes=1)


def text_cell(claim: Claim) -> SafeString:
    """Return the text of a claim, and below it the fields that it is filed under."""
    about = [claim.key, *sorted(row.topic for row in claim.topics.all())]
    return format_html(
        '<span class="desk-clip"><span class="list-text" dir="auto">{}</span><small class="list-about">{}</small></span>',
        claim.text,
        format_html_join("", '<span class="list-word">{}</span>', ((word,) for word in [*about, *_work_on(claim)])),
    )


def _work_on(claim: Claim) -> list[str]:
    found = [words(claim.stage)] if claim.stage != "new" else []
    if claim.priority != Claim._meta.get_field("priority").default:
        found.append(_("priority %(number)s") % {"number": claim.priority})
    found += [_("not public")] if not claim.public else []
    return found + ([_("merged into another")] if claim.merged_into_id else [])


def status_cell(claim: Claim) -> SafeString | str:
    """Return the status of a claim as a pill, and whether it waits for verification."""
    standing = getattr(claim, "standing", None)
    if standing is None:
        return _("not verified yet")
    pill = format_html('<span class="desk-tag" data-tone="{}">{}</span>', standing.status, words(standing.status))
    waits = standing.marked_at is not None or (standing.due_at is not None and standing.due_at <= timezone.now())
    if waits:
        pill = format_html('{}<small class="list-about">{}</small>', pill, _("to be verified again"))
    return format_html("{} {}", pill, verdict) if (verdict := _verdict_pill(claim)) else pill


def _verdict_pill(claim: Any) -> SafeString | str:
    """Return the published verdict of a claim as a pill, and whether it is outdated; empty if there is none."""
    word = getattr(claim, "verdict_word", None)
    if not word:
        return ""
    outdated = any(flag.code == "verdict_outdated" for flag in claim.open_flags)
    about = format_html('<small class="list-about">{}</small>', _("outdated")) if outdated else ""
    return format_html('<span class="desk-tag" data-verdict title="{}">{}</span>{}', _("published verdict"), word, about)


def side_cell(claim: Claim, side: int) -> str:
    """Return the independent origins of one side (0 support, 1 denial): "1–2"."""
    standing = getattr(claim, "standing", None)
    return side_interval(standing.assessment.result, side) if standing and standing.assessment else _NOTHING


def denials_cell(claim: Claim) -> str:
    """Return the independent origins of denials, or a dash if nobody denies it."""
    shown = side_cell(claim, 1)
    return _NOTHING if shown == "0" else shown


def flags_cell(claim: Any) -> SafeString | str:
    """Return the open flags of a claim as pills, the most severe first, waived ones last and dimmed."""
    now = timezone.now()
    # The sort is stable: the flags come most severe first, and stay so within each half.
    codes = [flag.code for flag in claim.open_flags]
    # What another flag says more exactly comes after the others, and usually under "2 more".
    flags = sorted(claim.open_flags, key=lambda flag: (_is_waived(flag, now), bool(implied_by(flag.code, codes))))
    if not flags:
        return _NOTHING
    pills = [(_pill(flag, now),) for flag in flags[:_MOST_FLAGS]]
    more = len(flags) - len(pills)
    rest = format_html('<span class="list-word">{}</span>', _("%(number)s more") % {"number": more}) if more else ""
    return format_html('<span class="desk-tags">{} {}</span>', format_html_join(" ", "{}", pills), rest)


def _is_waived(flag: Flag, now: datetime) -> bool:
    return flag.waived_until is not None and flag.waived_until > now


def _pill(flag: Flag, now: datetime) -> SafeString:
    waived = _is_waived(flag, now)
    named = {"at": date_time(flag.waived_until), "reason": flag.waiver_reason}
    until = _("Waived until %(at)s: %(reason)s") % named if waived else ""
    return format_html(
        '<a class="desk-tag list-flag" data-tone="{}"{} title="{}: {}{}" href="{}" data-help tabindex="-1">'
        '<span aria-hidden="true">{}</span><span class="list-unseen">{}: </span>{}{}</a>',
        flag.severity,
        SafeString(" data-waived") if waived else "",
        words(flag.severity),
        flag.reason,
        f" {until}" if until else "",
        flag_help(flag.code),
        _SIGNS.get(flag.severity, ""),
        words(flag.severity),
        words(flag.code),
        format_html(" <em>{}</em>", _("waived")) if waived else "",
    )


def age_cell(at: datetime | None) -> SafeString | str:
    """Return the age of something in its largest unit; the exact time is in its tooltip."""
    if at is None:
        return _NOTHING
    ago = timesince(at, depth=1) if timezone.now() - at >= _NOW else _("just now")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), date_time(at), ago)


def change_cell(claim: Any) -> SafeString | str:
    """Return when a claim last changed, and by whom."""
    body = getattr(claim, "public_body", None)
    if body is None:
        return _NOTHING
    return format_html('{}<small class="list-about">{}</small>', age_cell(body.at), actor_name(claim.changed_by or ""))


def count_label(number: int, how: str) -> str:
    """Return how many claims there are, in words."""
    shown = ngettext("%(count)s claim", "%(count)s claims", number) % {"count": f"{number:,}"}
    more, about = _("more than %(claims)s"), _("about %(claims)s")
    return {"exactly": shown, "more than": more % {"claims": shown}, "about": about % {"claims": shown}}[how]

"""How the list of claims tells what it shows: words and marks that can be read at a glance. All of it is escaped."""

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
from claims.models import Claim, Flag
from claims.vocabulary import CRITICAL, INFO, WARNING
from sources.admin.display import date_time, words

#: A sign for each severity, for who does not tell colours apart; screen readers are told the word.
_SIGNS: Final[dict[str, str]] = {CRITICAL: "‼", WARNING: "!", INFO: "i"}
_NOTHING: Final = "–"
#: Of flags; more of them are told by number, and read on the claim's page (a guess).
_MOST_FLAGS: Final = 6
_NOW: Final = timedelta(minutes=1)


def text_told(claim: Claim) -> SafeString:
    """Return the text of a claim, and below it what it is filed under."""
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


def status_told(claim: Claim) -> SafeString | str:
    """Return the status of a claim as a pill, and whether it waits for verification."""
    standing = getattr(claim, "standing", None)
    if standing is None:
        return _("not verified yet")
    pill = format_html('<span class="desk-tag" data-tone="{}">{}</span>', standing.status, words(standing.status))
    waits = standing.marked_at is not None or (standing.due_at is not None and standing.due_at <= timezone.now())
    if waits:
        pill = format_html('{}<small class="list-about">{}</small>', pill, _("to be verified again"))
    return format_html("{} {}", pill, verdict) if (verdict := _verdict_told(claim)) else pill


def _verdict_told(claim: Any) -> SafeString | str:
    """Return the published verdict of a claim as a pill, and whether it is outdated; nothing where there is none."""
    word = getattr(claim, "verdict_word", None)
    if not word:
        return ""
    outdated = any(flag.code == "verdict_outdated" for flag in claim.open_flags)
    about = format_html('<small class="list-about">{}</small>', _("outdated")) if outdated else ""
    return format_html('<span class="desk-tag" data-verdict title="{}">{}</span>{}', _("published verdict"), word, about)


def side_told(claim: Claim, side: int) -> str:
    """Return the independent origins of one side (0 support, 1 denial): "1–2"."""
    standing = getattr(claim, "standing", None)
    return side_interval(standing.assessment.result, side) if standing and standing.assessment else _NOTHING


def denials_told(claim: Claim) -> str:
    """Return the independent origins of denials, or a dash where nobody denies it."""
    told = side_told(claim, 1)
    return _NOTHING if told == "0" else told


def flags_told(claim: Any) -> SafeString | str:
    """Return the open flags of a claim as pills, the most severe first, waived ones last and dimmed."""
    now = timezone.now()
    flags = sorted(claim.open_flags, key=lambda flag: _is_waived(flag, now))
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
        '<span class="desk-tag list-flag" data-tone="{}"{} title="{}: {}{}"><span aria-hidden="true">{}</span>'
        '<span class="list-unseen">{}: </span>{}{}</span>',
        flag.severity,
        SafeString(" data-waived") if waived else "",
        words(flag.severity),
        flag.reason,
        f" {until}" if until else "",
        _SIGNS.get(flag.severity, ""),
        words(flag.severity),
        words(flag.code),
        format_html(" <em>{}</em>", _("waived")) if waived else "",
    )


def age_told(at: datetime | None) -> SafeString | str:
    """Return how long ago something was, in its largest unit; the instant itself is shown on pointing at it."""
    if at is None:
        return _NOTHING
    ago = timesince(at, depth=1) if timezone.now() - at >= _NOW else _("just now")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), date_time(at), ago)


def change_told(claim: Any) -> SafeString | str:
    """Return when a claim last changed, and by whom."""
    body = getattr(claim, "public_body", None)
    if body is None:
        return _NOTHING
    return format_html('{}<small class="list-about">{}</small>', age_told(body.at), actor_told(claim.changed_by or ""))


def actor_told(actor: str) -> str:
    """Return how people call who changed something: ``user:ada`` is "ada", ``job:nightly`` "nightly (job)"."""
    kind, _colon, name = actor.partition(":")
    return name if kind == "user" else f"{name} ({kind})" if name else actor


def count_told(number: int, how: str) -> str:
    """Return how many claims there are, in words."""
    told = ngettext("%(count)s claim", "%(count)s claims", number) % {"count": f"{number:,}"}
    more, about = _("more than %(claims)s"), _("about %(claims)s")
    return {"exactly": told, "more than": more % {"claims": told}, "about": about % {"claims": told}}[how]

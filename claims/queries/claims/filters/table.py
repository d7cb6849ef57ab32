"""All filters of claims in one table. The admin's list, the API's parameters and the exports' selections are built from it.

To add a filter, add one entry here. The order is that of the form above the admin's list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from claims.claim_fields import LOWEST_PRIORITY, ClaimField, fields
from claims.claim_fields import Kind as ColumnKind
from claims.models import Verdict
from claims.models.verdict import DRAFT, IN_REVIEW, PUBLISHED, RETURNED, UNDER_WAY
from claims.policy.assess import CODES, DESK_ONLY
from claims.queries.claims.filters import conditions, outside
from claims.queries.claims.filters.filter import Choice, Context, Filter, Kind, Query, Sight
from claims.queries.claims.read import changed_since
from claims.queries.merges.retired import going_on
from claims.queries.verdicts.read import returned_to, to_review
from claims.vocabulary import Severity, Stage, Status
from factcheck.words import gettext_noop as _

Condition = Callable[[Context], Q]


def _by(condition: Callable[[Any], Q]) -> Query:
    """Return the query of a condition that depends only on the value."""
    return lambda value, _context: condition(value)


def _by_any(condition: Callable[[str], Q]) -> Query:
    """Return the query that a condition holds for one of several words."""
    return lambda words, _context: reduce(or_, map(condition, words))


def _by_yes_no(condition: Condition) -> Query:
    """Return the query whether a condition holds."""
    return lambda yes, context: condition(context) if yes else ~condition(context)


def _by_word(by: Mapping[str, Condition]) -> Query:
    """Return the query of a filter whose words each have their own condition."""
    return lambda word, context: by[word](context)


def _with_severity(words: Iterable[str], context: Context) -> Q:
    return reduce(or_, (conditions.with_severity(word, context.now) for word in words))


def _waived(context: Context) -> Q:
    # Together with a flag filter it is about that flag: "stale, and waived" means that the stale flag is waived.
    return reduce(or_, (conditions.with_waiver(context.now, code) for code in context.flags or [""]))


def _verdict(**state: Any) -> Q:
    return conditions.having(Verdict.objects.filter(**state))


_OUTDATED: Final = "verdict_outdated"
_BY_VERDICT: Final[Mapping[str, Condition]] = {
    "published": lambda _context: _verdict(state=PUBLISHED),
    "outdated": lambda _context: conditions.with_open_flag(_OUTDATED),
    "none": lambda _context: ~_verdict(state=PUBLISHED),
}
_BY_VERDICT_OUTSIDE: Final = {**_BY_VERDICT, "outdated": lambda _context: outside.with_open_flag(_OUTDATED)}
_BY_DRAFT: Final[Mapping[str, Condition]] = {
    "none": lambda _context: ~_verdict(state__in=(PUBLISHED, *UNDER_WAY)),
    "draft": lambda _context: _verdict(state__in=(DRAFT, RETURNED)),
    "review": lambda _context: _verdict(state=IN_REVIEW),
    "my-review": lambda context: conditions.having(to_review(context.person)),
    "returned": lambda context: conditions.having(returned_to(context.person)),
}


def _choices(words: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(map(Choice, words))


def _of_column(column: ClaimField) -> Filter:
    """Return the filter of a column by its value: free text is typed, other values are selected."""
    typed = column.kind is ColumnKind.LINE
    return Filter(
        column.name, Kind.TEXT if typed else Kind.VALUE, _by(partial(conditions.with_value, column)), longest=column.most,
        sight=Sight.ALL if column.body else Sight.DESK, meaning=column.filter_help, example=column.filter_example,
        label=column.label, help=_("As it is recorded; “none”: where it is not given.") if typed else "",
    )  # fmt: skip


FLAG: Final = Filter(
    "flag", Kind.WORDS, _by_any(conditions.with_open_flag), outside=_by_any(outside.with_open_flag), label=_("open flag"),
    choices=tuple(Choice(code, sight=Sight.DESK if code in DESK_ONLY else Sight.ALL) for code in CODES),
    meaning="With one of these flags open; several are comma-separated.", example="single_gateway",
)  # fmt: skip
FILTERS: Final[tuple[Filter, ...]] = (
    Filter(
        "status", Kind.WORDS, _by(conditions.with_status), outside=_by(outside.with_status), choices=_choices(Status.words()),
        meaning=f"One or several, comma-separated, of: {', '.join(Status.words())}.", example="contested,unverified",
        label=_("status"),
    ),
    FLAG,
    Filter(
        "severity", Kind.WORDS, _with_severity, outside=_by_any(outside.with_severity), choices=_choices(Severity.words()),
        meaning=f"With an open flag, not waived, of: {', '.join(Severity.words())}.", example="critical",
        label=_("severity of its flags"),
    ),
    Filter("origins", Kind.ORIGINS, _by(conditions.by_origins), label=_("independent origins")),
    Filter(
        "origins_min", Kind.NUMBER, _by(conditions.at_least), outside=_by(outside.at_least), least=1,
        meaning="With at least so many independent origins for certain.",
    ),
    Filter(
        "origins_max", Kind.NUMBER, _by(conditions.at_most), outside=_by(outside.at_most),
        meaning="With at most so many independent origins for certain.",
    ),
    Filter(
        "topic", Kind.TEXT, _by(conditions.filed_under), label=_("topic"),
        meaning="Filed under this topic.", example="diplomacy",
    ),
    Filter(
        "source", Kind.SOURCE, _by(conditions.of_source), label=_("source"),
        meaning="With an attribution of this source.",
    ),
    Filter(
        "family", Kind.SOURCE, _by(conditions.of_family), label=_("any source of the family of"),
        meaning="With an attribution of a source of this one's family.",
    ),
    Filter(
        "assignee", Kind.PERSON, _by(lambda person: Q(assignee=person)), sight=Sight.DESK, label=_("assignee"),
        meaning="Assigned to this user name; `me`: to whoever asks; `none`: to nobody.", example="me",
    ),
    Filter(
        "stage", Kind.WORDS, _by(lambda stages: Q(stage__in=stages)), sight=Sight.DESK, choices=_choices(Stage.words()),
        meaning=f"One or several, comma-separated, of: {', '.join(Stage.words())}.", example="new,checking",
        label=_("stage"),
    ),
    Filter(
        "priority", Kind.NUMBER, _by(lambda number: Q(priority__lte=number)), sight=Sight.DESK, most=LOWEST_PRIORITY,
        meaning=f"Of this priority or a more urgent one: 0 is first, {LOWEST_PRIORITY} last.",
    ),
    *(_of_column(column) for column in fields() if column.is_filtered_by_value),
    Filter(
        "said", Kind.DATE, _by(conditions.said_in), label=_("said in"),
        meaning="With something said in this year, month or day that was not withdrawn, superseded or discredited.",
        example="2024-06",
        help=_("2024, 2024-06 or 2024-06-10: any attribution not withdrawn, superseded or discredited."),
    ),
    Filter(
        "recorded_from", Kind.FROM, _by(lambda instant: Q(recorded_at__gte=instant)), label=_("recorded from"),
        meaning="Recorded at this instant or later.",
    ),
    Filter(
        "recorded_until", Kind.UNTIL, _by(lambda instant: Q(recorded_at__lt=instant)), label=_("recorded until"),
        meaning="Recorded before this instant.",
    ),
    Filter(
        "updated_since", Kind.INSTANT, _by(changed_since),
        meaning="With a revision of this instant or later.",
    ),
    Filter(
        "stale", Kind.YES_NO, _by_yes_no(lambda context: conditions.stale(context.now)), choices=(Choice("yes", _("yes")),),
        outside=_by_yes_no(lambda _context: outside.with_open_flag("stale")), label=_("stale"),
        meaning="Whether nothing new came for the policy's shelf life.",
    ),
    Filter(
        "due", Kind.YES_NO, _by_yes_no(lambda context: conditions.due(context.now)), choices=(Choice("yes", _("yes")),),
        sight=Sight.DESK, label=_("due for verification"),
        meaning="Whether the next verification looks at it.",
    ),
    Filter(
        "waived", Kind.YES_NO, _by_yes_no(_waived), choices=(Choice("yes", _("some")), Choice("no", _("none"))),
        sight=Sight.DESK, label=_("waived flags"),
        meaning="Whether an open flag, or that which `flag` names, is waived.",
    ),
    Filter(
        "verdict", Kind.WORD, _by_word(_BY_VERDICT), outside=_by_word(_BY_VERDICT_OUTSIDE), choices=_choices(_BY_VERDICT),
        meaning="By the verdict that is published.",
    ),
    Filter(
        "draft", Kind.WORD, _by_word(_BY_DRAFT), sight=Sight.DRAFTS, choices=_choices(_BY_DRAFT),
        meaning="By the verdict under way: `none` (nor any published), in `draft`, in `review`, waiting for `my-review`, or"
        " `returned` to whoever asks.",
    ),
    Filter(
        "verdict", Kind.WORD, _by_word({**_BY_VERDICT, **_BY_DRAFT}), sight=Sight.DESK, label=_("verdict"),
        choices=(
            Choice("none", _("none"), Sight.DRAFTS), Choice("published", _("published")),
            Choice("outdated", _("published and outdated")), Choice("draft", _("draft"), Sight.DRAFTS),
            Choice("review", _("in review"), Sight.DRAFTS), Choice("my-review", _("waits for my review"), Sight.DRAFTS),
            Choice("returned", _("returned to me with comments"), Sight.DRAFTS),
        ),
    ),
    Filter(
        "public", Kind.YES_NO, _by(lambda yes: Q(public=yes)), sight=Sight.DESK, label=_("public"),
        choices=(Choice("1", _("yes")), Choice("0", _("no"))), name_in_list="public__exact",
        meaning="Whether readers may see it.",
    ),
    Filter(
        "retired", Kind.WORD, _by(conditions.retired), outside=_by(outside.retired), label=_("merged, split or deleted"),
        unused=lambda context: outside.going_on() if context.outside else going_on(),
        choices=(
            Choice("merged", _("merged")), Choice("split", _("split")), Choice("deleted", _("deleted")),
            Choice("any", _("these too")),
        ),
        meaning="Claims that go on elsewhere or were deleted, instead.",
    ),
    Filter(
        "flagged_since", Kind.INSTANT, lambda instant, context: conditions.flagged_since(instant, context.now),
        sight=Sight.DESK, label=_("flagged since"),
        meaning="With an open flag, not waived, that was raised at this instant or later.",
    ),
)  # fmt: skip
OVER_API: Final = tuple(one for one in FILTERS if one.meaning)
IN_LIST: Final = tuple(one for one in FILTERS if one.label)

"""Filters of claims by what is the desk's own: who works on them and how far, and who has yet to look. Nobody else may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from claims.api.claims.filters import CODES, Sent, words
from claims.claim_fields import LOWEST_PRIORITY, fields
from claims.queries.claims import filters as conditions
from claims.queries.desk.people import colleague
from claims.queries.verdicts.read import sees_drafts
from claims.vocabulary import Stage
from factcheck.api.describing import INSTANT, TEXT, Parameter, one_word, whole
from factcheck.api.parameters import instant, number, one_of
from factcheck.api.problems import ProblemError, refused_parameter

_YES_NO: Final = ("yes", "no")


def desk_condition(sent: Sent, now: datetime, person: Any) -> Q:
    """Return the condition of all filters by the desk's own fields that ``person`` sent.

    Raises: ProblemError at the parameter that does not fit, or where nobody in particular asks.
    """
    found = Q()
    for name, of in _FILTERS.items():
        if not sent.get(name):
            continue
        if not person.is_authenticated:
            raise ProblemError("not-authenticated", f"What {name} asks for is for the desk.")
        found &= of(sent, name, now, person)
    return found


def _stage(sent: Sent, name: str, _now: datetime, _person: Any) -> Q:
    return Q(stage__in=words(sent, name, Stage.words()))


def _assignee(sent: Sent, name: str, _now: datetime, person: Any) -> Q:
    if sent[name] == "none":
        return Q(assignee=None)
    found = person if sent[name] == "me" else colleague(sent[name])
    if found is None:
        raise refused_parameter(name, "Nobody of the desk has this user name. There are also: me, none.")
    return Q(assignee=found.pk)


def _priority(sent: Sent, name: str, _now: datetime, _person: Any) -> Q:
    return Q(priority__lte=number(sent, name, LOWEST_PRIORITY, LOWEST_PRIORITY, least=0))


def _public(sent: Sent, name: str, _now: datetime, _person: Any) -> Q:
    return Q(public=one_of(sent, name, _YES_NO) == "yes")


_BY_VALUE: Final = {field.name: field for field in fields() if field.is_filtered_by_value and not field.body}


def _value(sent: Sent, name: str, _now: datetime, _person: Any) -> Q:
    return conditions.with_value(_BY_VALUE[name], sent[name])


def _due(sent: Sent, name: str, now: datetime, _person: Any) -> Q:
    return _either(sent, name, conditions.due(now))


def _waived(sent: Sent, name: str, now: datetime, _person: Any) -> Q:
    # Beside a flag it is about that flag: "stale, and waived" means that this very flag is.
    codes = words(sent, "flag", CODES) if sent.get("flag") else [""]
    found = Q()
    for code in codes:
        found |= conditions.with_waiver(now, code)
    return _either(sent, name, found)


def _flagged_since(sent: Sent, name: str, now: datetime, _person: Any) -> Q:
    since = instant(sent, name)
    return conditions.flagged_since(since, now) if since is not None else Q()


def _draft(sent: Sent, name: str, _now: datetime, person: Any) -> Q:
    if not sees_drafts(person):
        raise ProblemError("not-allowed", "Drafts of verdicts are for who writes or reviews them.")
    kinds: dict[str, Callable[[], Q]] = {
        "none": conditions.without_verdict,
        "draft": conditions.with_draft,
        "review": conditions.with_review,
        "my-review": lambda: conditions.for_review_by(person),
        "returned": lambda: conditions.with_draft_returned_to(person),
    }
    return kinds[one_of(sent, name, kinds)]()


def _either(sent: Sent, name: str, found: Q) -> Q:
    return found if one_of(sent, name, _YES_NO) == "yes" else ~found


_FILTERS: Final[Mapping[str, Callable[[Sent, str, datetime, Any], Q]]] = {
    "stage": _stage,
    "assignee": _assignee,
    "priority": _priority,
    "public": _public,
    **dict.fromkeys(_BY_VALUE, _value),
    "due": _due,
    "waived": _waived,
    "flagged_since": _flagged_since,
    "draft": _draft,
}
_YES: Final = one_word(*_YES_NO)
#: The filters of the list of claims for the desk, in addition to ``claims.api.claims.filters.PARAMETERS``.
DESK_PARAMETERS: Final[dict[str, Parameter]] = {
    "stage": Parameter(f"One or several, parted by commas, of: {', '.join(Stage.words())}.", TEXT, "new,checking"),
    "assignee": Parameter("Assigned to this user name; `me`: to whoever asks; `none`: to nobody.", TEXT, "me"),
    "priority": Parameter(
        "Of this priority or a more urgent one: 0 is first, 9 last.", whole(0, LOWEST_PRIORITY, LOWEST_PRIORITY)
    ),
    "public": Parameter("Whether readers may see it.", _YES),
    **{name: Parameter(field.filter_help, TEXT, field.filter_example) for name, field in _BY_VALUE.items()},
    "due": Parameter("Whether the next verification looks at it.", _YES),
    "waived": Parameter("Whether an open flag, or that which `flag` names, is waived.", _YES),
    "flagged_since": Parameter("With an open flag, not waived, that was raised at this instant or later.", INSTANT),
    "draft": Parameter(
        "By the verdict under way: `none` (nor any published), in `draft`, in `review`, waiting for `my-review`, or"
        " `returned` to whoever asks.",
        one_word("none", "draft", "review", "my-review", "returned"),
    ),
}

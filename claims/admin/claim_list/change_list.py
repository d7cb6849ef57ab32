"""The list of claims as a page: all filters in one form, paging, and messages about what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.claim_list.filters import VIEW, ClaimFilter
from claims.admin.claim_list.list_line import count_label
from claims.models import Attribution, Claim
from claims.queries.claims.change_list import Counted, Offered, counted, offered, waiting
from claims.queries.claims.paging import Page, in_order_of_recording, page_of
from claims.queries.claims.search import respelt, words_of
from claims.queries.claims.urgency import by_urgency, urgent_page
from factcheck.desk.admin_theme import Day, Select, Text
from factcheck.desk.labels import translated
from factcheck.text.texts import isolated
from sources.admin.finding import record_field

_PICKED: Final = ("source", "family")


class Shown(NamedTuple):
    """One field of the form of filters."""

    name: str
    label: str
    control: SafeString
    help_text: str
    proposals: tuple[str, list[str]] | None  # the id of a list of suggestions, and its values


class Active(NamedTuple):
    """A filter in use, and the address of the list without it."""

    label: str
    value: str
    url: str
    understood: bool


class ClaimList(ChangeList):
    """Django's change list with cursor paging; it counts only as far as that is cheap."""

    filter_specs: list[Any]
    unsorted = False

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self._request = request
        super().__init__(request, *args, **kwargs)
        self.title = _("Claims")
        self.has_filters = False  # the theme's drawer is not used: the form above the list has all filters

    def get_results(self, request: HttpRequest) -> None:
        """Read one page, and count only if the page does not show the number of claims."""
        page = self._page(request.GET.get(PAGE_VAR, ""))
        self.result_list = page.claims
        self.before, self.after, self.is_first_page = page.before, page.after, page.is_first
        whole = page.is_first and not page.after
        self.counted = Counted(len(page.claims), "exactly") if whole else self._count
        self.result_count = self.counted.number
        # The same number as counted: otherwise the theme's header says "10000 results" even if there are more.
        self.show_full_result_count, self.full_result_count = False, self.result_count
        self.show_admin_actions, self.can_show_all, self.multi_page = True, False, False
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Claim]) -> list[Any]:
        """Return the requested order; without one that of recording, which a page by urgency replaces."""
        return super().get_ordering(request, queryset) if self.params.get(ORDER_VAR) else ["-id"]

    def _page(self, asked: str) -> Page:
        if self.params.get(ORDER_VAR):
            self.unsorted = self._too_many_to_sort()
            return page_of(self.queryset, asked, self.list_per_page)
        now = timezone.now()
        # Along the index of flags, except where many of the first flags may belong to claims that a filter leaves out.
        if not self._is_narrowed or self.params.get("severity"):
            return urgent_page(self.queryset, asked, self.list_per_page, now)
        self.queryset = by_urgency(self.queryset, now)
        self.unsorted = self._too_many_to_sort()
        return page_of(self.queryset, asked, self.list_per_page)

    def _too_many_to_sort(self) -> bool:
        """Return to the order of recording if another order was requested and there are too many claims to sort."""
        # Only the order of recording comes from an index page by page; in others the database sorts every row.
        if in_order_of_recording(self.queryset) or self._count.how == "exactly":
            return False
        self.queryset = self.queryset.order_by("-id")
        return True

    @cached_property
    def _count(self) -> Counted:
        return counted(self.queryset, narrowed=self._is_narrowed)

    @property
    def _is_narrowed(self) -> bool:
        return bool(self.query.strip() or self._narrowing)

    @cached_property
    def _narrowing(self) -> list[ClaimFilter]:
        return [each for each in self.filter_specs if each.value() and each.of is not VIEW]

    @cached_property
    def offered(self) -> Offered:
        """The choices of the filters, queried once for all of them."""
        chosen = {each.parameter_name: each.value() or "" for each in self.filter_specs}
        sources = {int(chosen[name]) for name in _PICKED if chosen[name].isdecimal() and len(chosen[name]) <= 18}
        person = chosen["assignee"]
        return offered(sources, int(person) if person.isdecimal() and len(person) <= 18 else None)

    def active(self) -> list[Active]:
        """Return the filters in use."""
        return [
            Active(
                str(each.title),
                each.value_label(each.value() or "", self.offered),
                self.get_query_string({str(each.parameter_name): None}),
                not each.not_understood,
            )
            for each in self._narrowing
        ]

    def count_message(self) -> str:
        """Return how many claims there are, in words."""
        return count_label(*self.counted)

    def waiting(self) -> str:
        """Return how many claims wait for verification; in a narrowed list each line shows it for its own claim."""
        if self._is_narrowed:
            return ""
        number, how = waiting()
        if not number:
            return _("Flags and counts are up to date with what is recorded.")
        message = ngettext(
            "%(claims)s waits for the next verification: its flags and counts may be of before.",
            "%(claims)s wait for the next verification: their flags and counts may be of before.",
            number,
        )
        return message % {"claims": count_label(number, how)}

    def order_message(self) -> str:
        """Return a message about the order, if it is not the requested one."""
        return _("These are too many to sort: the newest come first. Narrow the list to sort it.") if self.unsorted else ""

    def searched(self) -> str:
        """Return a message about the search, if there was one."""
        if not self.query.strip():
            return ""
        words, cut = words_of(self.query)
        if not words:
            return _("There is no word in what you searched for.")
        places = _("Looked for in text, key, topics, quotes and names of sources: %(words)s…") % {"words": " · ".join(words)}
        if cut:
            places = _("%(places)s The rest of what you typed was left out.") % {"places": places}
        return " ".join([places, *self._respelt()])

    def _respelt(self) -> Iterator[str]:
        for typed, near in respelt(self._request.words_meant).items():  # type: ignore[attr-defined]
            message = _("“%(typed)s” is not on record: near spellings were looked for, %(near)s.")
            yield message % {"typed": isolated(typed), "near": ", ".join(map(isolated, near))}

    def fields(self) -> list[Shown]:
        """Return the fields of the form of filters."""
        return [_shown(each, self.offered) for each in self.filter_specs if each.control != "hidden"]

    def kept(self) -> list[tuple[str, str]]:
        """Return the parameters that the form of filters must pass on as hidden fields."""
        hidden = [(each.parameter_name, each.value()) for each in self.filter_specs if each.control == "hidden"]
        return [(name, value) for name, value in [*hidden, (ORDER_VAR, self.params.get(ORDER_VAR))] if name and value]

    def page_urls(self) -> dict[str, str]:
        """Return the addresses of the previous and next pages."""
        here = {PAGE_VAR: None}
        return {
            "first": "" if self.is_first_page else self.get_query_string(here),
            "before": self.get_query_string({PAGE_VAR: self.before}) if self.before else "",
            "after": self.get_query_string({PAGE_VAR: self.after}) if self.after else "",
        }


def empties(query: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Return the names of the empty parameters: a form sends all its fields, and an address need not keep empty ones."""
    return [name for name, values in query if not any(value.strip() for value in values)]


def _shown(each: ClaimFilter, known: Offered) -> Shown:
    name, value, label = each.parameter_name or "", each.value() or "", str(each.title)
    attrs = {"id": f"filter-{name}"}
    options = list(each.options(known))
    proposals = None
    match each.control:
        case "source":
            control = _source_control(name, value, each.value_label(value, known), attrs)
        case "date":
            control = Day().render(name, value, attrs)
        case "text":
            proposals = (f"offered-{name}", [shown for _value, shown in options]) if each.suggests else None
            listed = {"list": proposals[0]} if proposals else {}
            control = Text().render(name, value, {**attrs, **listed, "autocomplete": "off", "maxlength": str(each.of.longest)})
        case _:
            # No longer offered, such as a colleague who left: without an option the form would drop the value.
            if value and value not in dict(options):
                options.append((value, each.value_label(value, known)))
            control = Select(choices=[("", _("any")), *options]).render(name, value, attrs)
    return Shown(name, label, SafeString(control), str(translated(each.of.help)) if each.of.help else "", proposals)


def source_field() -> Any:
    """Return the form field that finds a source as the person types."""
    return record_field(Attribution, "source", admin.site, required=False)


def _source_control(name: str, value: str, shown: str, attrs: dict[str, str]) -> SafeString:
    widget = source_field().widget
    widget.is_required = False
    chosen = [(value, shown)] if value else []

    def optgroups(name: str, values: list[str], _attrs: Any = None) -> list[Any]:
        blank = [widget.create_option(name, "", "", False, 0)]
        return [(None, blank + [widget.create_option(name, pk, said, pk in values, 1) for pk, said in chosen], 0)]

    # Django's own would query the source again, for each of these fields; its name is known already.
    widget.optgroups = optgroups
    rendered: SafeString = widget.render(name, value, attrs)
    return rendered

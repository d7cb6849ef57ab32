"""The list of claims as a page: filters in one form, a page at a time, and what was found, told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.claim_list.filters import VIEW, ClaimFilter
from claims.admin.claim_list.list_line import count_told
from claims.models import Attribution
from claims.queries.claims.change_list import Counted, Offered, counted, offered, waiting
from claims.queries.claims.paging import in_order_of_recording, page_of
from claims.queries.claims.search import respelt, words_of
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
    proposals: tuple[str, list[str]] | None  # the id of a list of proposals, and what is in it


class Active(NamedTuple):
    """A filter that narrows the list, and the address without it."""

    label: str
    value: str
    url: str
    understood: bool


class ClaimList(ChangeList):
    """Django's list, paged by cursor and counted as far as that is cheap."""

    filter_specs: list[Any]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self._request = request
        super().__init__(request, *args, **kwargs)
        self.title = _("Claims")
        self.has_filters = False  # the drawer of the theme is not used: the form above the list has all filters

    def get_results(self, request: HttpRequest) -> None:
        """Read one page, and count only where the page does not tell."""
        self.unsorted = self._too_many_to_sort()
        page = page_of(self.queryset, request.GET.get(PAGE_VAR, ""), self.list_per_page)
        self.result_list = page.claims
        self.before, self.after, self.is_first_page = page.before, page.after, page.is_first
        whole = page.is_first and not page.after
        self.counted = Counted(len(page.claims), "exactly") if whole else self._count
        self.result_count = self.counted.number
        # As many as were counted: else the theme's header says "10000 results" where there are more.
        self.show_full_result_count, self.full_result_count = False, self.result_count
        self.show_admin_actions, self.can_show_all, self.multi_page = True, False, False
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    def _too_many_to_sort(self) -> bool:
        """Put claims back into the order of recording where another one was asked for and they are too many to sort."""
        if in_order_of_recording(self.queryset) or self._count.how == "exactly":
            return False
        self.queryset = self.queryset.order_by("-id")
        return True

    @cached_property
    def _count(self) -> Counted:
        return counted(self.queryset, narrowed=bool(self.query.strip() or self._narrowing))

    @cached_property
    def _narrowing(self) -> list[ClaimFilter]:
        return [each for each in self.filter_specs if each.value() and each.of is not VIEW]

    @cached_property
    def offered(self) -> Offered:
        """What the filters offer, asked once for all of them."""
        chosen = {each.parameter_name: each.value() or "" for each in self.filter_specs}
        sources = {int(chosen[name]) for name in _PICKED if chosen[name].isdecimal() and len(chosen[name]) <= 18}
        person = chosen["assignee"]
        return offered(sources, int(person) if person.isdecimal() and len(person) <= 18 else None)

    def active(self) -> list[Active]:
        """Return what narrows the list."""
        return [
            Active(
                str(each.title),
                each.told(each.value() or "", self.offered),
                self.get_query_string({str(each.parameter_name): None}),
                not each.not_understood,
            )
            for each in self._narrowing
        ]

    def told(self) -> str:
        """Return how many claims there are."""
        return count_told(*self.counted)

    def waiting(self) -> str:
        """Return how many claims wait for verification; of a narrowed list each line tells it of its own claim."""
        if self._narrowing or self.query.strip():
            return ""
        number, how = waiting()
        if not number:
            return _("Flags and counts are up to date with what is recorded.")
        told = ngettext(
            "%(claims)s waits for the next verification: its flags and counts may be of before.",
            "%(claims)s wait for the next verification: their flags and counts may be of before.",
            number,
        )
        return told % {"claims": count_told(number, how)}

    def told_of_order(self) -> str:
        """Return what is to be said of the order, if it is not the one that was asked for."""
        return _("These are too many to sort: the newest come first. Narrow the list to sort it.") if self.unsorted else ""

    def searched(self) -> str:
        """Return what is to be said of the search, if there was one."""
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
            told = _("“%(typed)s” is not on record: near spellings were looked for, %(near)s.")
            yield told % {"typed": isolated(typed), "near": ", ".join(map(isolated, near))}

    def fields(self) -> list[Shown]:
        """Return the fields of the form of filters."""
        return [_shown(each, self.offered) for each in self.filter_specs if each.control != "hidden"]

    def kept(self) -> list[tuple[str, str]]:
        """Return what the form of filters must hand on unseen."""
        hidden = [(each.parameter_name, each.value()) for each in self.filter_specs if each.control == "hidden"]
        return [(name, value) for name, value in [*hidden, (ORDER_VAR, self.params.get(ORDER_VAR))] if name and value]

    def page_urls(self) -> dict[str, str]:
        """Return the addresses of the pages beside this one."""
        here = {PAGE_VAR: None}
        return {
            "first": "" if self.is_first_page else self.get_query_string(here),
            "before": self.get_query_string({PAGE_VAR: self.before}) if self.before else "",
            "after": self.get_query_string({PAGE_VAR: self.after}) if self.after else "",
        }


def empties(query: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Return the names of the parameters that are empty: a form sends all its fields, and an address need not keep them."""
    return [name for name, values in query if not any(value.strip() for value in values)]


def _shown(each: ClaimFilter, known: Offered) -> Shown:
    name, value, label = each.parameter_name or "", each.value() or "", str(each.title)
    attrs = {"id": f"filter-{name}"}
    options = list(each.options(known))
    proposals = None
    match each.control:
        case "source":
            control = _source_control(name, value, each.told(value, known), attrs)
        case "date":
            control = Day().render(name, value, attrs)
        case "text":
            proposals = (f"offered-{name}", [told for _value, told in options]) if each.suggests else None
            listed = {"list": proposals[0]} if proposals else {}
            control = Text().render(name, value, {**attrs, **listed, "autocomplete": "off", "maxlength": str(each.of.longest)})
        case _:
            if value and value not in dict(options):
                options.append((value, each.told(value, known)))
            control = Select(choices=[("", _("any")), *options]).render(name, value, attrs)
    return Shown(name, label, SafeString(control), str(translated(each.of.help)) if each.of.help else "", proposals)


def source_field() -> Any:
    """Return the form field that finds a source by typing."""
    return record_field(Attribution, "source", admin.site, required=False)


def _source_control(name: str, value: str, told: str, attrs: dict[str, str]) -> SafeString:
    widget = source_field().widget
    widget.is_required = False
    chosen = [(value, told)] if value else []

    def optgroups(name: str, values: list[str], _attrs: Any = None) -> list[Any]:
        blank = [widget.create_option(name, "", "", False, 0)]
        return [(None, blank + [widget.create_option(name, pk, said, pk in values, 1) for pk, said in chosen], 0)]

    widget.optgroups = optgroups
    rendered: SafeString = widget.render(name, value, attrs)
    return rendered

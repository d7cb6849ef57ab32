"""Every page and list action of the admin, opened and sent by everybody: what each may is what the table of pages says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from claims.models import Citation
from claims.operations.desk.page_permissions import ACTIONS, RECORD_PAGES, Needs, pages
from claims.operations.desk.roles import ROLES, ensure_role
from tests.claims.admin.every_record import first_of, record_one_of_each

pytestmark = pytest.mark.once

STRANGER, NEWCOMER, SUPERUSER = "stranger", "newcomer", "superuser"
MAY, MAY_NOT, LOGIN = "may", "may not", "login"

#: What an address asks for beside its name, and what a form has to say so that the page looks at it.
_FIND = {"app_label": "claims", "model_name": "attribution", "field_name": "source"}
ASKED = {"autocomplete": _FIND, "sources_source_find": _FIND}
TYPED = {"claims_claim_verdict": {"do": "save"}}


def named(patterns: Any) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from named(pattern.url_patterns)
        elif pattern.name and pattern.name != "login":
            yield pattern.name, pattern


def addressed(page: str) -> tuple[str, str, dict[str, str]]:
    """Return the name of a page's address, the last part of it, and what is typed, where the table lists several."""
    name, _, do = page.partition("?do=")
    name, _, part = name.partition("/")
    return name, part, {"do": do} if do else TYPED.get(name, {})


def arguments(name: str, part: str, wanted: Any) -> dict[str, Any]:
    if name.endswith("_link"):
        link: Any = first_of(Citation)
        return {"pk": link.citing_id, "link": link.pk}
    fixed: dict[str, Any] = {"name": part, "app_label": "claims", "content_type_id": 1}
    label = max((one for one in RECORD_PAGES if name.startswith(one.replace(".", "_"))), key=len, default="")
    of_kind = {model._meta.label_lower: model for model in admin.site._registry}
    return {each: fixed.get(each) or (first_of(of_kind[label]).pk if label else 1) for each in wanted}


class Caller:
    """Calls one page as somebody, without the time that showing it would take, and undoes what it did."""

    def __init__(self, page: str, pattern: Any) -> None:
        name, part, typed = addressed(page)
        kwargs = arguments(name, part, getattr(pattern.pattern, "converters", None) or pattern.pattern.regex.groupindex)
        self.address = reverse(f"admin:{name}", kwargs=kwargs)
        self.found = resolve(self.address)
        assert self.found.url_name == name
        self.data = {"post": typed, "get": ASKED.get(name, {})}

    def __call__(self, who: str, person: Any, method: str) -> str:
        found = self.found
        request: Any = getattr(RequestFactory(), method)(self.address, self.data[method])
        request.user, request.session, request._dont_enforce_csrf_checks = person, SessionStore(), True
        request._messages = CookieStorage(request)
        with transaction.atomic():
            try:
                response = found.func(request, *found.args, **found.kwargs)
            except PermissionDenied:
                return MAY_NOT
            except Http404:
                return MAY
            finally:
                transaction.set_rollback(True)
        if who == STRANGER:
            return LOGIN if response.status_code == 302 else MAY
        return MAY_NOT if response.status_code == 403 else MAY


def expected(who: str, needs: Needs) -> str:
    if who == STRANGER:
        return LOGIN
    if needs is None:
        return MAY_NOT
    return MAY if who == SUPERUSER or set(needs) <= ROLES.get(who, frozenset()) else MAY_NOT


@pytest.fixture
def people(sample: None, now: datetime) -> dict[str, Any]:
    record_one_of_each(now)
    found: dict[str, Any] = {STRANGER: AnonymousUser(), NEWCOMER: User.objects.create_user("new", is_staff=True)}
    for role in ROLES:
        found[role] = User.objects.create_user(role.replace(" ", "-"), is_staff=True)
        found[role].groups.add(ensure_role(role))
    return {**found, SUPERUSER: User.objects.create_superuser("boss")}


def test_every_page_of_the_admin_is_in_the_table() -> None:
    known = {addressed(page)[0] for page in pages()}
    there = dict(named(admin.site.urls[0]))

    assert sorted(there.keys() - known) == []
    assert known - there.keys() <= {"search"}  # which Unfold alone has


def test_every_page_opens_and_accepts_forms_with_the_right_permission(
    people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site, "each_context", lambda _request: {})  # the frame around a page, which is not shown here
    there, wrong = dict(named(admin.site.urls[0])), []
    for page, needs in pages().items():
        if (name := addressed(page)[0]) not in there:
            continue
        call = Caller(page, there[name])
        methods = {"get": needs.opens, **({"post": needs.sends} if needs.sends is not None or needs.opens is None else {})}
        for method, asked in methods.items():
            for who, person in people.items() if asked is None else ((who, people[who]) for who in people if who != SUPERUSER):
                found, wanted = call(who, person, method), expected(who, asked)
                if found != wanted:
                    wrong.append(f"{who} {method} {page}: {found}, not {wanted}")

    assert wrong == []


def test_every_list_offers_what_one_may_do_with_chosen_records(people: dict[str, Any]) -> None:
    wrong = []
    for model, shown in admin.site._registry.items():
        for who, person in people.items():
            request: Any = RequestFactory().get("/")
            request.user = person
            needed = ACTIONS.get(model._meta.label_lower, {})
            offered = set(shown.get_actions(request)) if who != STRANGER else set()
            wanted = {name for name, needs in needed.items() if expected(who, needs) == MAY}
            if offered != wanted:
                wrong.append(f"{who} at {model._meta.label_lower}: {offered ^ wanted}")

    assert wrong == []

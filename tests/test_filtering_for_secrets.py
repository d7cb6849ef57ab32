"""No list, search, order or field that finds records says anything of a column that whoever asks may not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models import ForeignKey, Model
from django.test import Client, RequestFactory
from django.urls import reverse

from claims.models import Claim, Comment, Complaint, PrivateNote, Revision, Verdict, VerdictNote
from claims.operations.desk.roles import ROLES, VIEWER, ensure_role
from factcheck.access.models import ApiToken
from factcheck.access.scopes import SCOPES
from factcheck.desk.admin_filters import DeclaredFilters
from factcheck.desk.admin_theme import DeskAdmin
from sources.models import Source, SourceChange
from tests.factcheck.api.asking import caller
from tests.test_source_protection import Planted, addresses, planted, sent_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.once

NOBODY: Final = ""
EDITORS: Final = "claims.add_verdict"
APPROVERS: Final = "sources.approve_unnamed"
#: The permission that each private column asks for.
PRIVATE: Final[dict[tuple[type[Model], str], str]] = {
    (Source, "anonymity_reason"): APPROVERS,
    (Source, "approved_by"): APPROVERS,
    (SourceChange, "old"): NOBODY,
    (SourceChange, "new"): NOBODY,
    (SourceChange, "reason"): NOBODY,
    (PrivateNote, "text"): "claims.view_privatenote",
    (PrivateNote, "actor"): "claims.view_privatenote",
    (Comment, "text"): "claims.view_comment",
    (Comment, "actor"): "claims.view_comment",
    (Complaint, "text"): "claims.view_complaint",
    (Complaint, "answer"): "claims.view_complaint",
    (VerdictNote, "text"): EDITORS,
    (Verdict, "rationale"): "claims.view_verdict",  # that of drafts: see the queryset of their list
    (Revision, "reason"): NOBODY,
    (Revision, "body"): NOBODY,
    (ApiToken, "digest"): NOBODY,
    (User, "password"): NOBODY,
    (User, "email"): "auth.view_user",
}
CANARIES: Final = (
    "canary-withheld", "canary-approver", "canary-comment", "canary-approving", "canary-step", "canary-note", "canary-remark",
    "canary-letter",
)  # fmt: skip
ADMINS: Final[dict[type[Model], Any]] = dict(admin.site._registry)


def asked(person: Any, model: type[Model], **query: str) -> Any:
    request: Any = RequestFactory().get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", query)
    request.user, request._messages = person, CookieStorage(RequestFactory().get("/"))
    return request


def everybody() -> Iterator[User]:
    """Yield somebody of each role."""
    for role in ROLES:
        person, made = User.objects.get_or_create(username=f"of-{role}", is_staff=True)
        if made:
            person.groups.add(ensure_role(role))
        yield person


def lookups(model: type[Model], column: str) -> list[str]:
    """Return all that a column may be asked by: bare, each lookup, and one of a key of JSON."""
    field: Any = model._meta.get_field(column)
    return ["", *(f"__{name}" for name in field.get_lookups()), "__canary__startswith"]


def paths(model: type[Model], hops: int = 2) -> Iterator[tuple[str, tuple[type[Model], str]]]:
    """Yield each way from a model to a private column, over relations in either direction."""
    for field in model._meta.get_fields():
        if (model, field.name) in PRIVATE:
            yield field.name, (model, field.name)
        if field.is_relation and hops and isinstance(field.related_model, type):
            yield from ((f"{field.name}__{path}", column) for path, column in paths(field.related_model, hops - 1))


def test_every_list_of_the_admin_takes_declared_filters_alone() -> None:
    assert [model for model, one in ADMINS.items() if not isinstance(one, DeskAdmin)] == []
    assert [model for model, one in ADMINS.items() if type(one).lookup_allowed is not DeclaredFilters.lookup_allowed] == []
    assert [model for model, one in ADMINS.items() if one.inlines or one.list_editable or one.date_hierarchy] == []


def test_no_private_column_is_a_filter_whatever_it_is_asked_by(planted: Planted) -> None:  # noqa: F811
    answers, refused = set(), 0
    for person in (*everybody(), User.objects.create_superuser("root")):
        for model, name in _tried():
            if ADMINS[model].has_view_permission(asked(person, model)):
                request = asked(person, model, **{name: "canary-withheld"})
                answer = ADMINS[model].changelist_view(request)
                reported = next(iter(request._messages)).message.replace(name, "NAME")
                answers.add((answer.status_code, answer["Location"].replace(request.path, ""), reported))
                refused += 1
    assert answers == {(302, "?e=1", "This list has no filter NAME. The filter was ignored.")}
    assert refused > 1_000


def _tried() -> Iterator[tuple[type[Model], str]]:
    """Yield each private column with each lookup, and some of a column that there is not, which are to be answered alike."""
    for model, column in PRIVATE:
        yield from ((model, f"{column}{how}") for how in lookups(model, column))
        yield from ((model, f"no_such_column{how}") for how in ("", "__startswith", "__regex"))


def test_no_way_over_relations_leads_to_a_private_column(planted: Planted) -> None:  # noqa: F811
    request = asked(User.objects.create_superuser("root"), Claim)
    ways = [(model, path) for model in ADMINS for path, _column in paths(model)]
    allowed = [
        (model, f"{path}{how}")
        for (model, path), how in product(ways, ("", "__startswith"))
        if ADMINS[model].lookup_allowed(f"{path}{how}", "c", request)
    ]
    assert allowed == []
    assert len(ways) > 300


def test_lists_are_searched_and_sorted_by_what_one_may_read(planted: Planted) -> None:  # noqa: F811
    found, sorted_by = set(), []
    for person in everybody():
        for model, one in ADMINS.items():
            request = asked(person, model)
            if not one.has_view_permission(request):
                continue
            for canary in CANARIES if one.get_search_fields(request) else ():
                rows, _twice = one.get_search_results(request, one.get_queryset(request), canary)
                found |= {(person.username, model, canary)} if rows.exists() else set()
            orders, private = _orders(one, request), dict(paths(model))
            secret = {path for path, column in private.items() if not person.has_perm(PRIVATE[column] or "nobody.may")}
            sorted_by += [(person.username, model, path) for path in orders & secret]
    assert sorted_by == []
    working = [f"of-{role}" for role in ROLES if role != VIEWER]
    # Private notes are encrypted, so that nobody searches them.
    assert found == {
        (who, kind, canary) for who in working for kind, canary in ((Comment, "canary-remark"), (Complaint, "canary-letter"))
    }


def _orders(one: Any, request: Any) -> set[str]:
    """Return the columns by which a list may be sorted."""
    shown = one.get_changelist_instance(request)
    return {str(shown.get_ordering_field(name)).lstrip("-") for name in shown.list_display if name != "action_checkbox"}


def test_fields_that_find_records_find_none_by_a_secret(  # what each role may search is tested above
    planted: Planted,  # noqa: F811
    viewer: Client,
    administrator: Client,
) -> None:
    found = []
    for client, page, field in product((viewer, administrator), ("autocomplete", "sources_source_find"), _finders()):
        sent = {"app_label": field.model._meta.app_label, "model_name": field.model._meta.model_name, "field_name": field.name}
        terms = ("no-such-name", "canary-withheld", "canary-comment")
        nothing, *reported = (client.get(reverse(f"admin:{page}"), {**sent, "term": term}).content for term in terms)
        found += [(page, field) for each in reported if each != nothing]
    assert found == []


def _finders() -> list[ForeignKey[Any, Any]]:
    """Return one foreign key to each model that has a page."""
    keys = [field for model in apps.get_models() for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    return list({field.related_model: field for field in keys if field.related_model in ADMINS}.values())


def test_a_record_is_named_by_its_id_alone(planted: Planted, viewer: Client) -> None:  # noqa: F811
    for model, column in PRIVATE:
        assert not ADMINS[model].to_field_allowed(asked(None, model), column)
    reported = [viewer.get(f"/admin/sources/source/?_to_field={name}") for name in ("anonymity_reason", "no_such_column")]
    assert [answer.status_code for answer in reported] == [400, 400]


def test_the_api_takes_declared_parameters_alone(planted: Planted) -> None:  # noqa: F811
    one = caller(VIEWER, tuple(SCOPES))
    missing, tried = [], 0
    for path, method, op in addresses():
        if method != "GET":
            continue
        names = {f"{column}{how}" for _model, column in PRIVATE for how in ("", "__startswith", "__regex")} - {*op.parameters}
        answer = one.get(f"{path}?{'&'.join(f'{name}=c' for name in names)}")
        if answer.status_code == 400:
            tried += 1
            missing += [(path, name) for name in names - {fault["parameter"] for fault in answer.json()["errors"]}]
        else:
            assert answer.status_code in (403, 404), (path, answer.status_code)
    assert missing == []
    assert tried > 20


def test_the_api_searches_nothing_private(planted: Planted) -> None:  # noqa: F811
    one = caller(VIEWER, tuple(SCOPES))
    lists = [path for path, method, op in addresses() if method == "GET" and "q" in op.parameters]
    for path, canary in product(lists, CANARIES):
        reported, nothing = (sent_of(one.get(f"{path}?q={word}")).partition(b"}")[2] for word in (canary, "no-such-name"))
        assert reported == nothing, (path, canary)
    assert len(lists) >= 3


def test_nothing_is_carried_out_on_a_list_with_an_unknown_filter(planted: Planted, editor: Client) -> None:  # noqa: F811
    claim: Any = Claim.objects.first()
    sent = {"action": "export_csv", "_selected_action": [claim.pk], "index": "0"}
    answer = editor.post("/admin/claims/claim/?private_notes__text__startswith=c&status=contested", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/claims/claim/?status=contested")
    page = editor.get(answer["Location"]).content.decode()
    assert "This list has no filter private_notes__text__startswith" in page


def test_the_table_of_private_columns_names_permissions_that_there_are() -> None:
    known = {permission for held in ROLES.values() for permission in held}
    assert {permission for permission in PRIVATE.values() if permission} <= known

"""The table of pages and their permissions; that pages keep to it, tests of the admin say."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from claims.operations.desk.page_permissions import ACTIONS, RECORD_PAGES, pages


@pytest.mark.django_db
def test_every_permission_of_the_table_exists() -> None:
    known = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}
    needed = {needs for page in pages().values() for some in (page.opens, page.sends) for needs in some or ()}
    needed |= {needs for actions in ACTIONS.values() for some in actions.values() for needs in some}
    assert needed - known == set()


def test_no_record_is_deleted_and_none_is_read_without_its_permission() -> None:
    for label in RECORD_PAGES:
        name, read = label.replace(".", "_"), label.replace(".", ".view_")
        assert pages()[f"{name}_delete"].opens is None
        assert {pages()[f"{name}_{page}"].opens for page in ("changelist", "change", "history")} == {(read,)}


def test_every_kind_of_record_and_every_list_with_actions_is_there() -> None:
    assert all(apps.get_model(label) for label in RECORD_PAGES)
    assert ACTIONS.keys() <= RECORD_PAGES.keys()
    assert {page.does for page in pages().values() if not page.does} == set()

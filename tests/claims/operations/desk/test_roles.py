"""The roles: the table in the code, what the migration gives a database, and what an installation brings along."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection

from claims.operations.desk.page_permissions import RECORD_PAGES
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, ROLES, SENIOR, VIEWER, ensure_role, lowest_role

migration: Any = import_module("claims.migrations.0015_roles")
tokens: Any = import_module("claims.migrations.0017_token_roles")
webhooks: Any = import_module("claims.migrations.0019_webhook_roles")
erasures: Any = import_module("claims.migrations.0047_erasure_roles")
people: Any = import_module("claims.migrations.0061_people_roles")
operators: Any = import_module("claims.migrations.0067_operator_role")
sign_ins: Any = import_module("factcheck.signin.migrations.0002_administrators_read_the_log")
backups: Any = import_module("factcheck.backups.migrations.0002_administrators_see_backups")
HOOKS = {"claims.webhooksubscription", "claims.webhookdelivery"}
EDITS = SimpleNamespace(connection=connection)


def held(group: Group) -> set[str]:
    return {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.select_related("content_type")}


def of_database() -> dict[str, set[str]]:
    return {group.name: held(group) for group in Group.objects.all()}


@pytest.fixture
def bare(db: None) -> None:
    """A database as it is before the first migration has ended: nobody has made a permission or a group."""
    Group.objects.all().delete()
    Permission.objects.filter(content_type__app_label__in=("access", "auth", "backups", "claims", "sources")).delete()


def test_a_role_may_all_that_the_one_before_it_may_and_more() -> None:
    assert [len(more - less) > 0 and less < more for less, more in pairwise(ROLES.values())] == [True] * 4
    assert lowest_role(["claims.add_claim", "sources.approve_unnamed"]) == SENIOR
    assert lowest_role(["claims.delete_claim"]) is None


def test_viewers_read_every_kind_of_record_but_notes_accounts_and_webhooks() -> None:
    unread = {label for label in RECORD_PAGES if label.replace(".", ".view_") not in ROLES[VIEWER]}

    of_the_desk = {"claims.privatenote", "claims.comment", "claims.complaint"}
    assert (
        unread
        == {*of_the_desk, "claims.erasure", "auth.user", "auth.group", "access.apitoken", "signin.signin", "backups.backup"}
        | HOOKS
    )


def test_the_migration_makes_the_permissions_and_gives_each_role_what_the_table_says(bare: None) -> None:
    for each in (migration, tokens, webhooks, erasures, people, operators, sign_ins, backups) * 2:
        each.grant(apps, EDITS)

    assert of_database() == {role: set(permissions) for role, permissions in ROLES.items()}


def test_an_installations_editors_keep_their_group_with_what_an_admin_gave_it(bare: None) -> None:
    ed = User.objects.create_user("ed")
    old = Group.objects.create(name="Editors")
    extra = Permission.objects.get(codename="delete_session")
    old.permissions.add(extra)
    ed.groups.add(old)

    migration.grant(apps, EDITS)
    people.grant(apps, EDITS)

    assert [(group.pk, group.name) for group in ed.groups.all()] == [(old.pk, EDITOR)]
    assert of_database()[EDITOR] == ROLES[EDITOR] | {"sessions.delete_session"}

    sen = User.objects.create_user("sen")
    sen.groups.add(Group.objects.get(name=SENIOR))
    migration.take_back(apps, EDITS)

    assert {group.name for group in Group.objects.all()} == {"Editors", SENIOR}
    assert ed.groups.get().pk == old.pk


def test_a_group_that_is_already_called_editor_takes_in_the_editors(bare: None) -> None:
    ed, own = User.objects.create_user("ed"), Group.objects.create(name=EDITOR)
    ed.groups.add(Group.objects.create(name="Editors"))

    migration.grant(apps, EDITS)
    people.grant(apps, EDITS)

    assert own in ed.groups.all()
    assert held(own) == ROLES[EDITOR]


def test_a_role_is_given_all_that_the_table_says_now_and_keeps_what_it_has_beyond(db: None) -> None:
    group = ensure_role(EDITOR)
    group.permissions.add(Permission.objects.get(codename="view_user"))
    group.permissions.remove(Permission.objects.get(codename="waive_flag"))

    assert held(ensure_role(EDITOR)) == ROLES[EDITOR] | {"auth.view_user"}
    assert held(ensure_role(ADMINISTRATOR)) == ROLES[ADMINISTRATOR]
    assert not [name for name in ROLES[ADMINISTRATOR] if ".delete_" in name]

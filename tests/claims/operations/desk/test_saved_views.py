"""Saved views: names are unique to a person, and one view at most opens the list."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from claims.models import SavedView
from claims.operations.desk import saved_views
from claims.operations.desk.saved_views import choose_default, remove_view, rename_view, save_view
from claims.operations.writing import OperationError


def test_a_name_in_use_is_replaced_and_stays_the_default(ed: User) -> None:
    first = save_view(ed.pk, "  Stale   ones ", {"flag": "stale"}, default=True)
    again = save_view(ed.pk, "Stale ones", {"flag": "contested"})
    assert (first.replaced, again.replaced, again.view.pk) == (False, True, first.view.pk)
    assert (again.view.query, again.view.is_default) == ({"flag": "contested"}, True)


def test_one_view_opens_the_list_and_only_a_persons_own(ed: User, sen: User) -> None:
    mine, other = (save_view(ed.pk, name, {}, default=True).view for name in ("Mine", "Other"))
    theirs = save_view(sen.pk, "Theirs", {}, default=True).view
    choose_default(ed.pk, mine.pk)
    assert set(SavedView.objects.filter(is_default=True)) == {mine, theirs}
    with pytest.raises(OperationError, match="no longer exists"):
        choose_default(ed.pk, theirs.pk)
    assert set(SavedView.objects.filter(is_default=True)) == {mine, theirs}
    choose_default(ed.pk, None)
    assert set(SavedView.objects.filter(is_default=True)) == {theirs}
    assert other.user == ed


def test_nobody_renames_or_removes_the_view_of_another(ed: User, sen: User) -> None:
    theirs = save_view(sen.pk, "Theirs", {}).view
    with pytest.raises(OperationError, match="no longer exists"):
        rename_view(ed.pk, theirs.pk, "Mine")
    remove_view(ed.pk, theirs.pk)
    assert SavedView.objects.get().name == "Theirs"
    rename_view(sen.pk, theirs.pk, "Mine")
    remove_view(sen.pk, theirs.pk)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "\u200b", "a" * 61])
def test_a_view_needs_a_name_that_can_be_read(ed: User, name: str) -> None:
    with pytest.raises(OperationError, match="a name of 1 to 60 characters"):
        save_view(ed.pk, name, {})
    with pytest.raises(OperationError, match="a name of 1 to 60 characters"):
        rename_view(ed.pk, 1, name)


def test_beyond_the_limit_only_a_known_name_is_saved(ed: User, sen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 2)
    one, _ = (save_view(ed.pk, name, {}).view for name in ("One", "Two"))
    with pytest.raises(OperationError, match="remove one, or replace one"):
        save_view(ed.pk, "Three", {})
    assert save_view(ed.pk, "Two", {}).replaced
    with pytest.raises(OperationError, match="already have a view “Two”"):
        rename_view(ed.pk, one.pk, "Two")
    assert not save_view(sen.pk, "Three", {}).replaced
